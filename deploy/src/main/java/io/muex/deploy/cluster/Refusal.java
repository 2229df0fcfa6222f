package io.muex.deploy.cluster;

/** What was asked for makes no sense as things are; the message says why and what to do, and nothing was changed. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A refusal with the whole story in one sentence. */
    public Refusal(final String message) {
        super(message);
    }
}
