package io.muex.mu.sim;

/** Replicas that are made wrong inside: each of them counts as lost from then on. One thread. */
final class Damages {
    /** Of an entry in an inheritance, by the choice that {@link MemoryChecker#damage} is given. */
    private static final long IN_INHERITANCE = 1;
    private final Simulation world;
    private final MemoryChecker checker;
    private final long[] restartAtNs;
    private final Operator operator;

    Damages(final Simulation world, final MemoryChecker checker, final long[] restartAtNs, final Operator operator) {
        this.world = world;
        this.checker = checker;
        this.restartAtNs = restartAtNs;
        this.operator = operator;
    }

    /** Whether a replica has an entry whose damage it could meet. */
    boolean canDamage(final SimReplica replica, final Fault fault) {
        return checker.canDamage(replica.id, replica.incarnation, fault.detail());
    }

    /** Whether a replica may be made wrong: it is not yet, it will not be started anew, and enough others are left. */
    boolean maySuffer(final SimReplica replica) {
        return !replica.isDamaged() && restartAtNs[replica.id] == 0 && world.mayLose(replica);
    }

    /** Damages an entry in the log of a replica, which is then lost: if it does not notice, it is stopped later. */
    boolean damage(final SimReplica replica, final Fault fault, final long nowNs) {
        final long choice = fault.detail();
        return maySuffer(replica)
            && isLost(replica, checker.damage(replica.id, replica.incarnation, choice), nowNs + fault.durationNs());
    }

    /** Damages this very entry of an inheritance, for one who is about to read it. */
    boolean damageInheritance(final SimReplica replica, final long index, final Fault fault) {
        final long choice = fault.detail() | IN_INHERITANCE;
        return maySuffer(replica) && isLost(replica, checker.damage(replica.id, replica.incarnation, choice, index),
            world.nowNs() + fault.durationNs());
    }

    private boolean isLost(final SimReplica replica, final long index, final long restartNs) {
        if (index >= 0) {
            replica.damaged(index);
            restartAtNs[replica.id] = restartNs;
        }
        return index >= 0;
    }

    /** Changes the state of a replica, which is then lost: the others are to find out. */
    boolean diverge(final SimReplica replica, final long error) {
        final boolean isPossible = replica.isVoter() && restartAtNs[replica.id] == 0 && world.mayLose(replica);
        if (isPossible) {
            replica.diverge(error);
            operator.knows(replica);
        }
        return isPossible;
    }
}
