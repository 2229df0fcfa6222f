package io.muex.load.play;

/** A run cannot go on: the exchange refused what the flow needs, a new instrument for instance. Says why. */
public final class PlayFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure with the whole story in {@code message}. */
    public PlayFailedException(final String message) {
        super(message);
    }
}
