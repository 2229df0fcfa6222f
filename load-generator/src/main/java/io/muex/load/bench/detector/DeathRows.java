package io.muex.load.bench.detector;

import io.muex.load.bench.BenchDirectory;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.DeathWatch;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.fabric.shm.ShmRegions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Kills replicas and waits until their death is stored for everybody to see. One thread. */
final class DeathRows {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final int WATCHED = 2;
    private static final int REPLICAS = 3;

    private DeathRows() {
    }

    /** From just before kill(2) to DEAD stored and the watcher told; one process per kill. */
    static Histogram measure(final Path directory, final int kills) throws IOException, InterruptedException {
        final Path memory = BenchDirectory.memoryOf(directory);
        final Histogram tookNs = DetectorBench.histogram();
        final ClusterDirectory cluster = ClusterDirectory.create(directory.resolve("home"), memory,
            new ClusterGeometry(System.nanoTime() | 1, REPLICAS, 64, 64, 16, 8_192, 2));
        final AtomicLong diedNs = new AtomicLong();
        try (ReplicaSeat seat = cluster.occupy(1);
             ShmRegions regions = ShmRegions.open(seat, Throwable::printStackTrace);
             ChildGroup children = new ChildGroup(directory, GRACE)) {
            final DeathWatch watch = DeathWatch.start(regions,
                (id, incarnation, left) -> diedNs.set(System.nanoTime()), Throwable::printStackTrace);
            for (int kill = 0; kill < kills; kill++) {
                final ChildProcess child = children.start("watched", JvmCommand.of(ProcessKind.REPLICA,
                    WatchedProcess.class.getName()).arguments(cluster.home().toString(), "" + WATCHED));
                child.awaitReady(PATIENCE);
                regions.awaitReady(PATIENCE.toNanos());
                LockSupport.parkNanos(SETTLE_NS);
                diedNs.set(0);
                final long startNs = System.nanoTime();
                child.kill();
                while (diedNs.get() == 0) {
                    LockSupport.parkNanos(SETTLE_NS);
                    if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                        throw new IllegalStateException("a death was not noticed");
                    }
                }
                tookNs.recordValue(diedNs.get() - startNs);
                child.awaitEnd(GRACE);
            }
            watch.close();
        } finally {
            ClusterDirectories.remove(memory);
        }
        return tookNs;
    }
}
