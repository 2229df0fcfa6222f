package io.muex.exchange.config.secret;

/** A secret is missing, or is not kept as a secret must be; the message says in one sentence what and what to do. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the whole story. */
    public SecretException(final String message) {
        super(message);
    }
}
