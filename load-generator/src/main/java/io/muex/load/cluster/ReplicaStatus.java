package io.muex.load.cluster;

import io.muex.mu.Role;

/**
 * What one replica shows.
 *
 * @param id            of the replica
 * @param incarnation   number of its latest start that announced itself; 0 if none did
 * @param isAlive       whether its process holds its lock; a stopped process is alive
 * @param role          null before its first start
 * @param leadingBallot ballot under which it leads, else 0
 * @param votes         whether it counts in majorities
 * @param promised      highest ballot it promised
 * @param appliedIndex  first index that its state machine has not been given
 * @param commitIndex   first undecided offset as far as it knows
 * @param hashIndex     applied index that {@code stateHash} belongs to
 * @param stateHash     hash over everything its state machine has said
 * @param haltedAt      index at which it took itself out, 0 if it did not
 * @param divergedAt    index at which replicas differ and nobody can say who is wrong, 0 if there is none
 */
public record ReplicaStatus(int id, int incarnation, boolean isAlive, Role role, long leadingBallot, boolean votes,
    long promised, long appliedIndex, long commitIndex, long hashIndex, long stateHash, long haltedAt,
    long divergedAt) {
    /** Of a replica that knows of no dispute. */
    public ReplicaStatus(final int id, final int incarnation, final boolean isAlive, final Role role,
                         final long leadingBallot, final boolean votes, final long promised, final long appliedIndex,
                         final long commitIndex, final long hashIndex, final long stateHash, final long haltedAt) {
        this(id, incarnation, isAlive, role, leadingBallot, votes, promised, appliedIndex, commitIndex, hashIndex,
            stateHash, haltedAt, 0);
    }

    /** Whether it leads, as far as it knows itself. */
    public boolean isLeading() {
        return isAlive && leadingBallot != 0;
    }

    /** Role for people and reports; a replica without a process is DEAD whatever it was. */
    public String roleText() {
        return !isAlive ? "DEAD" : role == null ? "STARTING" : role.name();
    }

    /** State hash as 16 hexadecimal digits: a number of 64 bits does not survive every reader of JSON. */
    public String stateHashText() {
        return String.format("%016x", stateHash);
    }
}
