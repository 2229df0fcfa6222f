package io.muex.mu.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Liveness. First a bare majority is healed while everybody else stays dead or cut off from it: it must commit. Then
 * all are healed: everybody must vote, everything be answered, and all states be equal.
 */
final class Healing {
    private static final long LIVENESS_NS = 2_000 * Simulation.MS;
    private static final long LEAST_BY_MAJORITY = 5;
    private static final long LEAST_AFTER_HEALING = 20;
    private final Simulation world;
    private final Faults faults;
    private final Traffic traffic;
    private final SimReplica[] replicas;
    private final long[] restartAtNs;

    Healing(final Simulation world, final Faults faults, final Traffic traffic, final SimReplica[] replicas,
            final long[] restartAtNs) {
        this.world = world;
        this.faults = faults;
        this.traffic = traffic;
        this.replicas = replicas;
        this.restartAtNs = restartAtNs;
    }

    void run() {
        world.links.mend();
        for (int id = 1; id < replicas.length; id++) {
            replicas[id].recover();
        }
        healMajority();
        healAll();
        converge();
        faults.beginLast();
        while (!faults.isQuiet()) {
            world.step();
        }
        faults.end();
        world.links.mend();
        converge();
        finish();
    }

    private void healMajority() {
        final List<Integer> healed = new ArrayList<>();
        for (int id = 1; id < replicas.length; id++) {
            if (replicas[id].isVoter()) {
                healed.add(id);
            }
        }
        while (healed.size() > world.replicaCount() / 2 + 1) {
            healed.remove(world.draw(healed.size()));
        }
        for (int id = 1; id < replicas.length; id++) {
            if (!healed.contains(id)) {
                leaveOut(id, healed);
            }
        }
        final long deadline = world.nowNs() + LIVENESS_NS;
        final long goal = traffic.settled() + LEAST_BY_MAJORITY;
        while (traffic.settled() < goal) {
            requireBefore(deadline, "a majority of " + healed + " does not commit");
            world.step();
        }
        world.coverage.count(Situation.COMMIT_BY_BARE_MAJORITY);
    }

    /** Dead, or cut off in both directions. */
    private void leaveOut(final int id, final List<Integer> healed) {
        if (replicas[id].alive && world.draw(2) == 0) {
            world.crash(replicas[id], 0);
        }
        restartAtNs[id] = 0;
        for (final int other : healed) {
            world.links.breakUntil(id, other, Long.MAX_VALUE);
            world.links.breakUntil(other, id, Long.MAX_VALUE);
        }
    }

    private void healAll() {
        world.links.mend();
        for (int id = 1; id < replicas.length; id++) {
            if (replicas[id].alive && replicas[id].isDamaged()) {
                world.crash(replicas[id], Simulation.MS);
            } else if (!replicas[id].alive && restartAtNs[id] == 0) {
                restartAtNs[id] = world.nowNs() + Simulation.MS;
            }
        }
    }

    private void converge() {
        final long deadline = world.nowNs() + LIVENESS_NS;
        final long goal = traffic.settled() + LEAST_AFTER_HEALING;
        while (traffic.settled() < goal || !allVote()) {
            requireBefore(deadline, "nothing is settled, or not everybody votes");
            world.step();
        }
    }

    private void finish() {
        final long deadline = world.nowNs() + LIVENESS_NS;
        traffic.stopLoading();
        while (traffic.unanswered() > 0 || !allEqual()) {
            requireBefore(deadline, "commands stay unanswered, or replicas behind");
            world.step();
        }
        world.sweep();
        world.checkEqualStates();
    }

    private void requireBefore(final long deadline, final String what) {
        if (world.nowNs() > deadline) {
            final StringBuilder text = new StringBuilder(what);
            for (int id = 1; id < replicas.length; id++) {
                text.append("\n  ").append(replicas[id]);
            }
            throw new Violation("liveness", text.append(traffic).toString());
        }
    }

    private boolean allVote() {
        for (int id = 1; id < replicas.length; id++) {
            if (!replicas[id].alive || !replicas[id].votes() || replicas[id].hasDiverged()) {
                return false;
            }
        }
        return true;
    }

    private boolean allEqual() {
        for (int id = 1; id < replicas.length; id++) {
            if (replicas[id].machine.events().lastEventSeq() != world.reference.lastEventSeq()) {
                return false;
            }
        }
        return true;
    }
}
