package io.muex.mu;

/**
 * What may be looked at from outside while a replica runs. Every value is a snapshot of a single word; two values read
 * one after the other may belong to different moments. Any thread.
 */
public interface ReplicaView {
    /** Id of this replica, 1 to {@link Ballot#MAX_ID}. */
    int id();

    /** Number of this start of the replica, 1 or more. */
    int incarnation();

    /** What this replica is at present. */
    Role role();

    /** Ballot under which this replica leads, or {@link Ballot#NONE}. */
    long leadingBallot();

    /** First index not yet applied here; everything below it was given to the state machine. */
    long appliedIndex();

    /** First undecided offset as far as this replica knows. */
    long commitIndex();

    /** Hash of the state machine at {@link #appliedIndex()}, as of the latest publication. */
    long stateHash();
}
