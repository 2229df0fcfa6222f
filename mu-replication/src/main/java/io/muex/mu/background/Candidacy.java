package io.muex.mu.background;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.replication.PlaneBoard;

/**
 * How this replica asks all replicas, itself included, for permission to write their logs, and keeps asking those that
 * have not granted for as long as its ballot stands: a replica that was paused or is new joins late under the same
 * ballot. Every other change means a new ballot.
 */
final class Candidacy {
    private static final int PATIENCE = 3;
    private static final long SHORTEST_REST_NS = 10_000_000;
    private static final long LONGEST_REST_NS = 1_000_000_000;

    private final Fabric fabric;
    private final PlaneBoard board;
    private final Peers peers;
    private final long yieldNs;
    private final int[] askedIncarnation;
    private final boolean[] granted;
    private final boolean[] grantedByLearner;
    private long random;
    private long ballot;
    private long highestRound;
    private int failures;
    private long restUntilNs;
    private long rival;
    private long rivalSinceNs;
    private long yieldUntilNs;

    Candidacy(final Fabric fabric, final DetectorConfig config, final PlaneBoard board, final Peers peers,
              final long seed) {
        this.fabric = fabric;
        this.board = board;
        this.peers = peers;
        this.askedIncarnation = new int[fabric.replicaCount() + 1];
        this.granted = new boolean[fabric.replicaCount() + 1];
        this.grantedByLearner = new boolean[fabric.replicaCount() + 1];
        this.random = seed;
        // As long as it takes to trust somebody again who was suspected wrongly, and one read more.
        this.yieldNs = (config.recoverThreshold() + 2) * config.readIntervalNs();
    }

    /** Whether a ballot is out that neither plane has given up. */
    boolean stands() {
        return ballot != Ballot.NONE && board.givenUp() < ballot;
    }

    /** Whether another replica should try first: enough attempts failed in a row, or one has just asked with more. */
    boolean isResting(final long nowNs) {
        return nowNs < restUntilNs || isYielding(nowNs);
    }

    /** Looks, whoever is the view's, which ballot is the highest that anybody has promised, and since when. */
    void watchRivals(final long nowNs) {
        final long highest = peers.highestBallot();
        if (highest > rival) {
            rival = highest;
            rivalSinceNs = nowNs;
        }
    }

    /**
     * Whoever has just asked with a higher ballot lives, whatever its heartbeat says, and will soon lead if it is let
     * alone. Asking again at once would take its followers from it, and it would do the same.
     */
    private boolean isYielding(final long nowNs) {
        return nowNs < yieldUntilNs && !peers.isGone(Ballot.id(rival), Ballot.incarnation(rival));
    }

    /** Steps towards leading, or keeps collecting grants while leading. */
    int pursue(final long nowNs) {
        if (!stands()) {
            if (ballot != Ballot.NONE) {
                lose(nowNs);
            }
            if (isYielding(nowNs)) {
                return 0;
            }
            begin(nowNs);
        }
        return collect(nowNs);
    }

    /** Keeps collecting grants for a ballot that stands, and takes no other one when it is over. */
    int keepCollecting(final long nowNs) {
        return stands() ? collect(nowNs) : 0;
    }

    private void begin(final long nowNs) {
        highestRound = Math.max(highestRound, Ballot.round(peers.highestBallot())) + 1;
        ballot = Ballot.of(highestRound, fabric.selfIncarnation(), fabric.selfId());
        for (int id = 1; id < granted.length; id++) {
            granted[id] = false;
            grantedByLearner[id] = false;
            askedIncarnation[id] = 0;
        }
        board.beginCandidacy(ballot, nowNs);
    }

    private int collect(final long nowNs) {
        int work = 0;
        int lost = 0;
        int admittedSince = 0;
        int hopeful = 0;
        for (int id = 1; id < granted.length; id++) {
            final int incarnation = fabric.incarnation(id);
            if (incarnation == 0) {
                continue;
            }
            if (askedIncarnation[id] != incarnation) {
                askedIncarnation[id] = incarnation;
                granted[id] = false;
                grantedByLearner[id] = false;
            }
            if (!granted[id]) {
                work += ask(id, incarnation);
            }
            if (hasPromisedMore(id, incarnation)) {
                lost++;
            } else if (peers.votes(id) && peers.isLive(id)) {
                // What it granted as a learner never counts under this ballot.
                admittedSince += grantedByLearner[id] ? 1 : 0;
                hopeful += grantedByLearner[id] ? 0 : 1;
            }
        }
        final int majority = (granted.length - 1) / 2 + 1;
        final boolean isHopeless = lost + admittedSince > 0 && hopeful < majority && isStillAsking();
        final boolean isBeaten = lost >= majority || isHopeless
            || hasPromisedMore(fabric.selfId(), fabric.selfIncarnation());
        if (isBeaten) {
            // This ballot can never have, or has no longer, a majority.
            lose(nowNs);
        }
        return work;
    }

    /**
     * No majority has granted yet. Once one has, who lives and votes does not matter any more: memory that was granted
     * can be written also while its owner is silent.
     */
    private boolean isStillAsking() {
        return fabric.own(ControlLayout.PREPARING) == Ballot.NONE && fabric.own(ControlLayout.LEADING) == Ballot.NONE;
    }

    private int ask(final int id, final int incarnation) {
        fabric.mail(id, incarnation, ControlLayout.MAIL_REQUEST, ballot);
        final Grant grant = fabric.grant(id, incarnation, ballot);
        if (grant == null) {
            return 0;
        }
        granted[id] = true;
        grantedByLearner[id] = !grant.votes();
        board.post(grant);
        return 1;
    }

    /** Whether a replica refused this ballot, or granted it once and has promised a higher one since. */
    private boolean hasPromisedMore(final int id, final int incarnation) {
        final long promised = fabric.word(id, incarnation, ControlLayout.PROMISED);
        highestRound = Math.max(highestRound, Ballot.round(Math.max(promised, Ballot.NONE)));
        return promised > ballot;
    }

    /** Whether a replica has promised more than the present ballot, so that it can never grant it. */
    boolean isRefusedBy(final int id) {
        return ballot != Ballot.NONE && hasPromisedMore(id, fabric.incarnation(id));
    }

    /** Another replica is the view's: stop asking. */
    void withdraw() {
        if (ballot != Ballot.NONE) {
            ballot = Ballot.NONE;
            board.withdraw();
        }
    }

    /** This ballot led to leading: earlier failures are forgotten. */
    void succeeded() {
        failures = 0;
    }

    /** An old promise, to somebody who came to nothing, is no reason to wait. */
    private void lose(final long nowNs) {
        noteOutcome(nowNs);
        watchRivals(nowNs);
        if (rival > ballot) {
            yieldUntilNs = rivalSinceNs + yieldNs;
        }
        withdraw();
    }

    private void noteOutcome(final long nowNs) {
        failures++;
        if (failures >= PATIENCE) {
            final long rest = SHORTEST_REST_NS << Math.min(failures - PATIENCE, 6);
            restUntilNs = nowNs + Math.min(LONGEST_REST_NS, rest + Math.floorMod(nextRandom(), 4 * rest));
        }
    }

    private long nextRandom() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }

    /** The ballot asked for at present. */
    long ballot() {
        return ballot;
    }
}
