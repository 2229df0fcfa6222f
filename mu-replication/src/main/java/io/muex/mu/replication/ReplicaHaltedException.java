package io.muex.mu.replication;

/**
 * This replica found something that must never be (damage, a state machine that threw, an entry out of order) and takes
 * itself out rather than go on with a state that cannot be trusted. The others go on.
 */
public final class ReplicaHaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long index;

    /** Halted with {@code index} the first one not applied, or the one at which its state differed. */
    public ReplicaHaltedException(final long index, final Throwable cause) {
        super("replica halted at index " + index + ": " + cause.getMessage(), cause);
        this.index = index;
    }

    /** First index that was not applied; where the state had diverged, the index at which that was found. */
    public long index() {
        return index;
    }
}
