package io.muex.mu.recovery;

/**
 * The state of this replica is another one than that of a majority that had applied the same index. Nothing it says can
 * be trusted any more; the others are right by majority and go on.
 */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long index;

    /** State differs at {@code index}, which means: by something below it. */
    public DivergedException(final long index) {
        super("the state at index " + index + " differs from a majority's");
        this.index = index;
    }

    /** Index at which the states were compared. */
    public long index() {
        return index;
    }
}
