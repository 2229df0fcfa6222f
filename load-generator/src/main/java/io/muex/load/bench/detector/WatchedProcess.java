package io.muex.load.bench.detector;

import io.muex.load.process.LifeLine;
import io.muex.load.process.ReadyLine;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.fabric.shm.ShmRegions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A replica as far as its death goes: announces itself and waits to be killed. */
public final class WatchedProcess {
    private WatchedProcess() {
    }

    /** Arguments: home directory of the cluster, id. */
    public static void main(final String[] args) {
        LifeLine.attachIfGiven(Duration.ofSeconds(1));
        final ReplicaSeat seat = ClusterDirectory.open(Path.of(args[0])).occupy(Integer.parseInt(args[1]));
        final ShmRegions regions = ShmRegions.open(seat, Throwable::printStackTrace);
        regions.awaitReady(TimeUnit.SECONDS.toNanos(10));
        regions.announce();
        ReadyLine.print(System.out, "{\"incarnation\": " + seat.incarnation() + "}");
        while (!LifeLine.isCut()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
