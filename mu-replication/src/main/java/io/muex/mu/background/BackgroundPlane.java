package io.muex.mu.background;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.replication.PlaneBoard;

/**
 * The background plane of one replica: answers requests for its write permission, shows that it lives, watches the
 * others, and asks for their permission when the view names this replica. Stepped by one thread.
 */
public final class BackgroundPlane {
    private static final long RENEW_AFTER_NS = 250_000_000;

    private final Fabric fabric;
    private final DetectorConfig config;
    private final PlaneBoard board;
    private final PermissionDesk desk;
    private final Peers peers;
    private final Candidacy candidacy;
    private final PlannedMove move;
    private final int self;
    private long heartbeat;
    private long seenSteps;
    private long movedSteps;
    private long movedAtNs;
    private long lostSinceNs;
    private int view;

    /**
     * All parts are handed in.
     *
     * @param seed of the pauses between failed attempts to lead, not 0
     */
    public BackgroundPlane(final Fabric fabric, final DetectorConfig config, final PlaneBoard board, final long seed) {
        this.fabric = fabric;
        this.config = config;
        this.board = board;
        this.desk = new PermissionDesk(fabric);
        this.peers = new Peers(fabric, config);
        this.candidacy = new Candidacy(fabric, config, board, peers, seed);
        this.move = new PlannedMove(fabric, board, peers);
        this.self = fabric.selfId();
    }

    /**
     * One duty cycle.
     *
     * @param nowNs  monotonic time
     * @param wallNs wall-clock time, nanoseconds since the epoch
     * @return amount of work done, 0 when idle
     */
    public int doWork(final long nowNs, final long wallNs) {
        int work = desk.doWork();
        beat(nowNs, wallNs);
        final boolean standsStill = standsStill(nowNs);
        peers.doWork(nowNs);
        candidacy.watchRivals(nowNs);
        publishEligibility(nowNs, wallNs, standsStill);
        board.countAliveVoters(peers.liveVoters());
        board.recommendDonor(peers.donor());
        work += move.doWork(nowNs);
        view = peers.view();
        if (view != self || fabric.own(ControlLayout.VOTES) != 1 || standsStill) {
            candidacy.withdraw();
        } else if (move.isUnderWay()) {
            // Who grants late may be the very successor; but a new ballot would take its log away again.
            work += candidacy.keepCollecting(nowNs);
        } else {
            work += candidacy.pursue(nowNs);
            // Its own request need not wait for the next cycle.
            work += desk.doWork();
        }
        if (fabric.own(ControlLayout.LEADING) != Ballot.NONE) {
            candidacy.succeeded();
            renewIfFollowersWereLost(nowNs);
        }
        return work;
    }

    /** Fate sharing: the heartbeat moves only if the replication plane does and no proposal is stuck. */
    private void beat(final long nowNs, final long wallNs) {
        final long steps = board.steps();
        final long waitingSince = board.waitingSinceNs();
        final boolean stuck = waitingSince != 0 && nowNs - waitingSince > config.stallNs();
        if (steps != seenSteps && !stuck) {
            seenSteps = steps;
            fabric.publish(ControlLayout.WALL_CLOCK, wallNs);
            fabric.publish(ControlLayout.HEARTBEAT, ++heartbeat);
        }
    }

    /**
     * Whether the replication plane, for instance in an application that does not return, has made no step for the
     * stall time. It could not lead, and its word that it does may be out of date: asking for permission all the same
     * would take the log from its successors again and again.
     */
    private boolean standsStill(final long nowNs) {
        final long steps = board.steps();
        if (steps != movedSteps || movedAtNs == 0) {
            movedSteps = steps;
            movedAtNs = nowNs;
        }
        return nowNs - movedAtNs > config.stallNs();
    }

    private void publishEligibility(final long nowNs, final long wallNs, final boolean standsStill) {
        final boolean eligible = fabric.own(ControlLayout.VOTES) == 1 && !board.isBehind() && !standsStill
            && !candidacy.isResting(nowNs) && peers.clockAgrees(wallNs);
        final long word = eligible ? 1 : 0;
        if (fabric.own(ControlLayout.ELIGIBLE) != word) {
            fabric.publish(ControlLayout.ELIGIBLE, word);
        }
    }

    /**
     * A live replica whose grant was lost, voter or learner, can only be regained under a new ballot; so can one that
     * never granted because it has promised a higher one, to a candidate that came to nothing.
     */
    private void renewIfFollowersWereLost(final long nowNs) {
        final long lost = board.lostTargets();
        boolean regainable = false;
        for (int id = 1; id <= fabric.replicaCount(); id++) {
            regainable |= peers.isLive(id) && ((lost & 1L << id) != 0 || candidacy.isRefusedBy(id));
        }
        if (!regainable) {
            lostSinceNs = 0;
        } else if (lostSinceNs == 0) {
            lostSinceNs = nowNs;
        } else if (nowNs - lostSinceNs > RENEW_AFTER_NS) {
            lostSinceNs = 0;
            board.renew(candidacy.ballot());
        }
    }

    /** The replica that should lead as this one sees it, 0 if there is none. */
    public int view() {
        return view;
    }

    /** Whether any live replica leads, as far as this one knows. */
    public boolean knowsLeader() {
        return peers.leadingBallot() != Ballot.NONE;
    }

    /** Whether this replica believes another one to be alive. */
    public boolean isLive(final int id) {
        return peers.isLive(id);
    }
}
