package io.muex.mu.background;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;

/** What this replica knows of all replicas, itself included: who lives, who votes, who leads or prepares. */
final class Peers {
    private final Fabric fabric;
    private final DetectorConfig config;
    private final PullScore scores;
    private final int self;
    private final boolean[] live;
    private long nextReadNs;

    Peers(final Fabric fabric, final DetectorConfig config) {
        this.fabric = fabric;
        this.config = config;
        this.scores = new PullScore(config, fabric.replicaCount());
        this.self = fabric.selfId();
        this.live = new boolean[fabric.replicaCount() + 1];
    }

    /** Pulls heartbeats when a read is due; looks for confirmed deaths at every call. */
    void doWork(final long nowNs) {
        final boolean due = nowNs >= nextReadNs;
        if (due) {
            nextReadNs = nowNs + config.readIntervalNs();
        }
        for (int id = 1; id < live.length; id++) {
            if (id != self) {
                look(id, due);
            }
        }
        live[self] = true;
    }

    private void look(final int id, final boolean due) {
        final int incarnation = fabric.incarnation(id);
        fabric.pull(id);
        final long dead = word(id, ControlLayout.DEAD);
        if (incarnation == 0 || dead != 0 || word(id, ControlLayout.LEAVING) == 1) {
            live[id] = false;
            return;
        }
        if (due) {
            scores.onHeartbeatRead(id, incarnation, word(id, ControlLayout.HEARTBEAT));
        }
        live[id] = scores.isLive(id);
    }

    private long word(final int id, final int offset) {
        return fabric.word(id, fabric.incarnation(id), offset);
    }

    boolean isLive(final int id) {
        return live[id];
    }

    /** Whether an incarnation has surely ended: by the kernel's word, by its own, or because there is a newer one. */
    boolean isGone(final int id, final int incarnation) {
        return fabric.incarnation(id) != incarnation || word(id, ControlLayout.DEAD) != 0
            || word(id, ControlLayout.LEAVING) == 1;
    }

    boolean votes(final int id) {
        return word(id, ControlLayout.VOTES) == 1;
    }

    /** How many live replicas vote. */
    int liveVoters() {
        int count = 0;
        for (int id = 1; id < live.length; id++) {
            if (live[id] && votes(id)) {
                count++;
            }
        }
        return count;
    }

    /**
     * The view: the live replica that leads or prepares under the highest ballot; if there is none, the live voter to
     * which a live leader has handed over; else the lowest live eligible voter; if none is eligible, the lowest live
     * voter. 0 if no voter lives.
     */
    int view() {
        long highest = Ballot.NONE;
        long handedOver = Ballot.NONE;
        int leader = 0;
        int lowestEligible = 0;
        int lowestVoter = 0;
        for (int id = live.length - 1; id >= 1; id--) {
            if (!live[id] || !votes(id)) {
                continue;
            }
            lowestVoter = id;
            if (word(id, ControlLayout.ELIGIBLE) == 1) {
                lowestEligible = id;
            }
            final long ballot = Math.max(word(id, ControlLayout.LEADING), word(id, ControlLayout.PREPARING));
            if (ballot > highest) {
                highest = ballot;
                leader = id;
            }
            // After the words above: who has handed over named its successor before it stopped leading.
            handedOver = Math.max(handedOver, word(id, ControlLayout.SUCCESSOR));
        }
        final int successor = Ballot.id(handedOver);
        if (leader == 0 && successor != 0 && live[successor] && votes(successor)) {
            return successor;
        }
        return leader != 0 ? leader : lowestEligible != 0 ? lowestEligible : lowestVoter;
    }

    /** Highest ballot under which a live replica leads. */
    long leadingBallot() {
        long highest = Ballot.NONE;
        for (int id = 1; id < live.length; id++) {
            if (live[id]) {
                highest = Math.max(highest, word(id, ControlLayout.LEADING));
            }
        }
        return highest;
    }

    /** The highest ballot that anybody was seen to have promised or to lead under. */
    long highestBallot() {
        long highest = Ballot.NONE;
        for (int id = 1; id < live.length; id++) {
            highest = Math.max(highest, word(id, ControlLayout.PROMISED));
        }
        return highest;
    }

    /** Who should give this replica a snapshot: the furthest live voter that does not lead, else the leader. */
    int donor() {
        int best = 0;
        long bestApplied = -1;
        int leader = 0;
        for (int id = 1; id < live.length; id++) {
            if (id == self || !live[id] || !votes(id)) {
                continue;
            }
            if (word(id, ControlLayout.LEADING) != Ballot.NONE) {
                leader = id;
            } else if (word(id, ControlLayout.APPLIED) > bestApplied) {
                best = id;
                bestApplied = word(id, ControlLayout.APPLIED);
            }
        }
        return best != 0 ? best : leader;
    }

    /** Whether the wall clock given is near those of at least half of the live peers. */
    boolean clockAgrees(final long wallNs) {
        int near = 0;
        int far = 0;
        for (int id = 1; id < live.length; id++) {
            if (id != self && live[id]) {
                final long difference = Math.abs(word(id, ControlLayout.WALL_CLOCK) - wallNs);
                if (difference <= config.clockToleranceNs()) {
                    near++;
                } else {
                    far++;
                }
            }
        }
        return far <= near;
    }
}
