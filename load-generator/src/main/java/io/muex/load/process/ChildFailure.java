package io.muex.load.process;

/**
 * A child process ended, or did not become ready, when it was needed. The message names the process, says what
 * happened, quotes the end of its log and tells where the rest is.
 */
public final class ChildFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure with the whole story in {@code message}. */
    public ChildFailure(final String message) {
        super(message);
    }
}
