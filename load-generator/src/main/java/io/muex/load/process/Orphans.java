package io.muex.load.process;

import io.muex.exchange.config.ClusterConfig;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What replicas of a cluster made for one run do when their launcher has died: the last of them to end removes what the
 * cluster leaves, since nobody else will.
 */
public final class Orphans {
    /** System property of processes whose cluster is to be removed when the launcher is gone. */
    public static final String PROPERTY = "muex.temporary";

    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private Orphans() {
    }

    /**
     * Removes the cluster if this process belongs to a temporary one and its launcher is gone; waits a little for the
     * other replicas to end. Whoever comes second finds nothing. This process holds no lock of the cluster any more.
     *
     * @param patience how long to wait for the others
     */
    public static void removeClusterIfLast(final ClusterConfig cluster, final Duration patience) throws IOException {
        if (!Boolean.getBoolean(PROPERTY) || !LifeLine.isCut()) {
            return;
        }
        final long deadlineNs = System.nanoTime() + patience.toNanos();
        while (!removed(cluster) && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    private static boolean removed(final ClusterConfig cluster) throws IOException {
        try {
            final ClusterDirectory directory = ClusterDirectory.open(cluster.home());
            for (int id = 1; id <= cluster.replicas(); id++) {
                if (directory.isRunning(id)) {
                    return false;
                }
            }
            directory.remove();
        } catch (final ClusterDirectoryException goneOrBusy) {
            // Another replica is removing it at this moment, or has; what is left below belongs to nobody.
            if (cluster.home().resolve("cluster").toFile().exists()) {
                return false;
            }
        }
        ClusterDirectories.remove(cluster.memory());
        ClusterDirectories.remove(cluster.home());
        return true;
    }
}
