package io.muex.deploy.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;

import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.HeldLock;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import io.muex.deploy.report.JsonReport;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;

/**
 * Runs the media driver of a cluster in the foreground. One thread does all its work: messages between processes of a
 * host do not pass through the driver, and on a small host a second busy thread would take a core from a replica.
 * <p>
 * Who runs is decided by a lock in the cluster's home. Whoever has it may remove what a killed driver left.
 */
public final class DriverProcess {
    private static final int IDLE_SPINS = 10;
    private static final int IDLE_YIELDS = 20;
    private static final long LOW_SPACE_BYTES = 16L << 20;
    // The least there may be; Aeron's own choice takes 40 MiB of what may be 64 in all.
    private static final int COUNTER_BYTES = 1 << 20;

    private final ClusterConfig cluster;
    private final DriverConfig driver;

    /** A driver for that cluster. */
    public DriverProcess(final ClusterConfig cluster, final DriverConfig driver) {
        this.cluster = cluster;
        this.driver = driver;
    }

    /**
     * Runs until the end is asked for; then removes the driver's directory, and the one around it if that is empty.
     *
     * @param out  where the ready line goes
     * @param stop asks for the end
     * @throws IOException                    if the directories or the lock cannot be made
     * @throws DriverAlreadyRunningException if another process drives this cluster
     * @throws InterruptedException           if this thread is interrupted
     */
    public void run(final PrintStream out, final StopRequest stop) throws IOException, InterruptedException {
        ClusterDirectories.makePrivate(cluster.home());
        ClusterDirectories.makePrivate(cluster.memory());
        final Path lockFile = cluster.driverLock();
        final HeldLock lock = HeldLock.tryTake(lockFile).orElse(null);
        if (lock == null) {
            throw new DriverAlreadyRunningException(cluster.aeronDirectory(), HeldLock.holder(lockFile));
        }
        try (lock; MediaDriver running = MediaDriver.launch(context())) {
            ReadyLine.print(out, new JsonReport()
                .put("process", "driver")
                .put("pid", ProcessHandle.current().pid())
                .put("aeronDirectory", running.aeronDirectoryName())
                .compact());
            stop.await();
        }
        ClusterDirectories.removeIfEmpty(cluster.memory());
    }

    private MediaDriver.Context context() {
        final IdleStrategy idle =
            new BackoffIdleStrategy(IDLE_SPINS, IDLE_YIELDS, driver.minParkNs(), driver.maxParkNs());
        return new MediaDriver.Context()
            .aeronDirectoryName(cluster.aeronDirectory().toString())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(idle)
            .ipcTermBufferLength(driver.ipcTermLengthBytes())
            .publicationTermBufferLength(driver.networkTermLengthBytes())
            .mtuLength(driver.networkMtuBytes())
            .initialWindowLength(driver.networkWindowBytes())
            .socketRcvbufLength(driver.networkWindowBytes())
            .socketSndbufLength(driver.networkWindowBytes())
            .clientLivenessTimeoutNs(driver.clientLivenessNs())
            // Whole files: a full memory file system is an error here and now, not a fault of a client later.
            .termBufferSparseFile(false)
            .lowStorageWarningThreshold(LOW_SPACE_BYTES)
            .counterValuesBufferLength(COUNTER_BYTES)
            .errorHandler(DriverProcess::onError);
    }

    private static void onError(final Throwable error) {
        System.err.println("driver: " + error);
    }
}
