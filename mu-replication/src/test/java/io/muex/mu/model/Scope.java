package io.muex.mu.model;

/**
 * How much of the world is modelled. Always three replicas.
 *
 * @param variant   which reading of the protocol
 * @param indices   log indices, 1 to 4
 * @param ballots   ballots, 1 to 4, each owned by whoever takes it first
 * @param crash     whether one replica may be killed at any moment
 * @param restart   whether it may come back as a new incarnation, and be admitted
 * @param retained  whether a seal carries entries below the applied index as chosen history
 * @param snapshots whether any replica may load a snapshot of another, not only one that cannot go on without
 * @param fine      whether a write and the look that reports it as success are two steps
 * @param outcomes  whether only two replicas applying different values counts as a violation, not its causes
 * @param owners    for each ballot the only replica that takes it, from 1 on; empty: whoever does
 * @param killed    the only replica that is killed; 0: any
 */
record Scope(Variant variant, int indices, int ballots, boolean crash, boolean restart, boolean retained,
             boolean snapshots, boolean outcomes, boolean fine, String owners, int killed) {

    static Scope of(final int indices, final int ballots) {
        return new Scope(Variant.INTACT, indices, ballots, false, false, false, false, false, false, "", 0);
    }

    Scope with(final Variant other) {
        return new Scope(other, indices, ballots, crash, restart, retained, snapshots, outcomes, fine, owners,
            killed);
    }

    Scope withCrash() {
        return new Scope(variant, indices, ballots, true, restart, retained, snapshots, outcomes, fine, owners,
            killed);
    }

    Scope withRestart() {
        return new Scope(variant, indices, ballots, true, true, retained, snapshots, outcomes, fine, owners, killed);
    }

    Scope withHistory() {
        return new Scope(variant, indices, ballots, crash, restart, true, snapshots, outcomes, fine, owners, killed);
    }

    Scope withSnapshots() {
        return new Scope(variant, indices, ballots, crash, restart, retained, true, outcomes, fine, owners, killed);
    }

    Scope withOutcomesOnly() {
        return new Scope(variant, indices, ballots, crash, restart, retained, snapshots, true, fine, owners, killed);
    }

    /** Leaves out runs in which other replicas take the ballots or are killed: a search that knows where to look. */
    Scope steered(final String toOwners, final int toKilled) {
        return new Scope(variant, indices, ballots, crash, restart, retained, snapshots, outcomes, fine, toOwners,
            toKilled);
    }

    boolean allowsOwner(final int ballot, final int replica) {
        return owners.isEmpty() || owners.charAt(ballot - 1) - '1' == replica;
    }

    Scope withFineSteps() {
        return new Scope(variant, indices, ballots, crash, restart, retained, snapshots, outcomes, true,
            owners, killed);
    }

    @Override
    public String toString() {
        return indices + (indices == 1 ? " index, " : " indices, ") + ballots + " ballots"
            + (restart ? ", crash and restart" : crash ? ", crash" : "") + (retained ? ", history" : "")
            + (snapshots ? ", snapshots" : "")
            + (owners.isEmpty() ? "" : ", owners " + owners + (killed == 0 ? "" : ", killed " + killed))
            + (fine ? ", fine steps" : "");
    }
}
