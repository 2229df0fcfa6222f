package io.muex.mu.sim;

/**
 * The operator of the simulated cluster, who looks at what replicas show now and then. In a dispute that does not end
 * by itself he knows from records of his own who is wrong, and starts that replica anew, dead or alive: the only road
 * that the shipped code gives him. He never starts one that is right, and sees to it that the new one is reached.
 */
final class Operator {
    private static final int PATIENCE_LOOKS = 25;
    private final Simulation world;
    private final SimReplica[] replicas;
    private final long[] restartAtNs;
    private final int[] wrongIncarnation;
    /** Incarnation of each id that he has ended or found dead, and replaced, 0 for none. */
    private final int[] replaced;
    private int looks;

    Operator(final Simulation world, final SimReplica[] replicas, final long[] restartAtNs) {
        this.world = world;
        this.replicas = replicas;
        this.restartAtNs = restartAtNs;
        this.wrongIncarnation = new int[replicas.length];
        this.replaced = new int[replicas.length];
    }

    /** The record from outside: this one is wrong. */
    void knows(final SimReplica wrong) {
        wrongIncarnation[wrong.id] = wrong.incarnation;
    }

    /** Every few milliseconds. */
    void look() {
        boolean isDisputed = false;
        for (int id = 1; id < replicas.length; id++) {
            isDisputed |= replicas[id].showsDispute();
        }
        looks = isDisputed ? looks + 1 : 0;
        if (looks > PATIENCE_LOOKS) {
            looks = 0;
            for (int id = 1; id < replicas.length; id++) {
                if (wrongIncarnation[id] != 0 && world.ghost.admitted(id) == wrongIncarnation[id]) {
                    startAnew(replicas[id]);
                }
            }
        }
    }

    /** Until the new incarnation is admitted the dispute goes on: he looks again, and counts it once. */
    private void startAnew(final SimReplica wrong) {
        for (int other = 1; other < replicas.length; other++) {
            world.links.mend(wrong.id, other);
        }
        if (wrong.alive && wrong.incarnation == wrongIncarnation[wrong.id]) {
            world.crash(wrong, Simulation.MS);
            count(wrong);
        } else if (!wrong.alive && restartAtNs[wrong.id] == 0) {
            restartAtNs[wrong.id] = world.nowNs() + Simulation.MS;
            count(wrong);
        }
    }

    private void count(final SimReplica wrong) {
        if (replaced[wrong.id] != wrongIncarnation[wrong.id]) {
            replaced[wrong.id] = wrongIncarnation[wrong.id];
            world.coverage.count(Situation.DISPUTE_DECIDED_BY_OPERATOR);
        }
    }
}
