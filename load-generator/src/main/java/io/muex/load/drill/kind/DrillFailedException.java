package io.muex.load.drill.kind;

/** Something that had to happen did not, so the drill cannot go on; the message says what. */
public final class DrillFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure with the whole story in {@code message}. */
    public DrillFailedException(final String message) {
        super(message);
    }
}
