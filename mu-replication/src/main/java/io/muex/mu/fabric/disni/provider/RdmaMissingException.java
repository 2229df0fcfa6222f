package io.muex.mu.fabric.disni.provider;

/** RDMA was asked for, and this host does not have what it takes; the message says what is missing and what to do. */
public final class RdmaMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is missing. */
    public RdmaMissingException(final String message) {
        super(message);
    }

    /** Says what is missing, and why. */
    public RdmaMissingException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
