package io.muex.mu.sim;

/** A checker found something that must never be. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the invariant and what was seen. */
    public Violation(final String invariant, final String seen) {
        super(invariant + ": " + seen);
    }
}
