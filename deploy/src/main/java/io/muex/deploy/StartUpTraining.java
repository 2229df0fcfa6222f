package io.muex.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;

import io.muex.deploy.driver.DriverProcess;
import io.muex.deploy.rehearsal.Rehearsal;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.StopRequest;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;
import io.muex.exchange.config.file.Configuration;

/**
 * The run from which the launcher makes its start-up cache: it goes through the code that every start goes through, so
 * that the JVM finds those classes loaded and linked, and the hot ones profiled, next time. What it makes outside it
 * removes. The main thread, and one for the driver.
 */
public final class StartUpTraining {
    private static final int MESSAGES = 20_000;
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int STREAM = 1;
    private static final long REHEARSAL_NS = 4_000_000_000L;

    private StartUpTraining() {
    }

    /** Runs the training; any failure ends it with a status other than 0, and there is no cache then. */
    public static void main(final String[] arguments) throws Exception {
        trainVerbs();
        final Path directory = Files.createTempDirectory("muex-training-");
        try {
            trainProcesses(directory);
        } finally {
            ClusterDirectories.remove(directory);
        }
    }

    private static void trainVerbs() {
        final PrintWriter silent = new PrintWriter(Writer.nullWriter());
        final CommandLine muex = Muex.commandLine().setOut(silent).setErr(silent);
        muex.execute("--version");
        muex.execute("--help");
        muex.execute("config", "print");
        for (final String verb : muex.getSubcommands().keySet()) {
            muex.execute(verb, "--help");
        }
        muex.execute("no-such-verb");
    }

    private static void trainProcesses(final Path directory) throws Exception {
        final Configuration configuration = Configuration.ofText("training",
            "cluster: {home: " + directory.resolve("home") + ", memory: " + directory.resolve("memory") + "}",
            Map.of(), Map.of());
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        final DriverConfig driver = configuration.read(DriverConfig.SECTION, DriverConfig::from);
        configuration.throwIfAnyProblem();
        try (StopRequest stop = StopRequest.install(Duration.ofSeconds(5))) {
            final Thread driverThread = new Thread(() -> runDriver(cluster, driver, stop), "driver");
            driverThread.start();
            awaitFile(cluster.aeronDirectory().resolve("cnc.dat"));
            sendThrough(cluster.aeronDirectory());
            // Replicas, gateway and client, with leaders that die: what each of them goes through when it starts, and
            // what must not be new to a replica when a leader dies.
            Rehearsal.run(cluster.aeronDirectory(), 1, REHEARSAL_NS);
            stop.ask();
            driverThread.join();
        }
    }

    private static void runDriver(final ClusterConfig cluster, final DriverConfig driver, final StopRequest stop) {
        final PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.US_ASCII);
        try {
            new DriverProcess(cluster, driver).run(silent, stop);
        } catch (final IOException | InterruptedException | RuntimeException e) {
            // Nobody would notice on another thread, and the launcher waits.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void sendThrough(final Path aeronDirectory) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory.toString()));
            Subscription subscription = aeron.addSubscription("aeron:ipc", STREAM);
            ExclusivePublication publication = aeron.addExclusivePublication("aeron:ipc", STREAM)) {
            final long deadline = System.nanoTime() + PATIENCE_NS;
            int received = 0;
            while (received < MESSAGES && System.nanoTime() - deadline < 0) {
                publication.offer(message);
                received += subscription.poll((buffer, offset, length, header) -> { }, 10);
            }
        }
    }

    private static void awaitFile(final Path file) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!Files.exists(file)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the driver did not start");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
