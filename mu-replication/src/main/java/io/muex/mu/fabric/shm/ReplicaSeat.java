package io.muex.mu.fabric.shm;

import java.io.IOException;

/**
 * One start of one replica: its id, the incarnation that this start is, and the lock that keeps any other start of the
 * same id out until this is closed or the process has ended.
 */
public final class ReplicaSeat implements AutoCloseable {
    private final ClusterDirectory directory;
    private final int id;
    private final int incarnation;
    private final LifetimeLock lock;

    ReplicaSeat(final ClusterDirectory directory, final int id, final int incarnation, final LifetimeLock lock) {
        this.directory = directory;
        this.id = id;
        this.incarnation = incarnation;
        this.lock = lock;
    }

    /** The cluster. */
    public ClusterDirectory directory() {
        return directory;
    }

    /** Id of the replica, 1 to the replica count. */
    public int id() {
        return id;
    }

    /** Number of this start, 1 to {@link ClusterDirectory#LAST_INCARNATION}. */
    public int incarnation() {
        return incarnation;
    }

    /** Lets another start of this id begin. Nothing of this one may run any more. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot release the lock of replica " + id, failure);
        }
    }
}
