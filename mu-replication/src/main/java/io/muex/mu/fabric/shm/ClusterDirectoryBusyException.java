package io.muex.mu.fabric.shm;

import java.nio.file.Path;

/** A replica of this cluster and id is already running: it holds the lock of its id. */
public final class ClusterDirectoryBusyException extends ClusterDirectoryException {
    private final int id;
    private final long pid;

    ClusterDirectoryBusyException(final Path home, final int id, final long pid) {
        super("replica " + id + " of cluster directory " + home + " is running"
            + (pid > 0 ? " (process " + pid + ")" : ""));
        this.id = id;
        this.pid = pid;
    }

    /** Id whose lock is held. */
    public int id() {
        return id;
    }

    /** Process that said it holds the lock, for people to read; 0 if it has not said so. Never an identity. */
    public long pid() {
        return pid;
    }
}
