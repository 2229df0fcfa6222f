package io.muex.mu.fabric.shm;

/** A cluster's directories cannot be used as asked; the message says why and, where there is one, the way out. */
public class ClusterDirectoryException extends RuntimeException {
    /** A reason without a cause below it. */
    public ClusterDirectoryException(final String message) {
        super(message);
    }

    /** A reason with the failure that led to it. */
    public ClusterDirectoryException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
