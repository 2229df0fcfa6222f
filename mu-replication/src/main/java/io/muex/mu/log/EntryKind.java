package io.muex.mu.log;

/** What an entry of the replicated log is. Numbers are stable. */
public final class EntryKind {
    /** A command for the state machine. */
    public static final int COMMAND = 1;
    /** Nothing: fills an index that a new leader found undecided and empty. */
    public static final int NOOP = 2;
    /** First entry of a leader of its own; payload: ballot. */
    public static final int LEAD = 3;
    /** Admission of a new incarnation; payload: id, incarnation. */
    public static final int ADMIT = 4;
    /** Samples of the state hash of several replicas at one index; payload: index and who is present, hash by id. */
    public static final int HASH = 5;

    private EntryKind() {
    }
}
