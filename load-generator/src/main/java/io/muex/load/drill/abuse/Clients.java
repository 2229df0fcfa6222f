package io.muex.load.drill.abuse;

import io.muex.exchange.config.ClusterConfig;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The client processes of the drill and their journals. The drill's thread. */
final class Clients implements AutoCloseable {
    private static final String NAME = "client-";
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long POLL_NS = 20_000_000;
    private static final Duration END = Duration.ofSeconds(60);

    private final ClusterConfig cluster;
    private final AbusePlan plan;
    private final int gateways;
    private final ChildGroup children;

    Clients(final ClusterConfig cluster, final AbusePlan plan, final int gateways) {
        this.cluster = cluster;
        this.plan = plan;
        this.gateways = gateways;
        children = new ChildGroup(cluster.logDirectory(), GRACE);
    }

    /** Starts them; returns when all sessions are established. */
    void start() throws IOException, InterruptedException {
        for (int process = 0; process < AbusePlan.PROCESSES; process++) {
            start(process);
        }
        for (final ChildProcess child : children.children()) {
            child.awaitReady(READY);
        }
    }

    private ChildProcess start(final int process) throws IOException {
        return children.start(name(process),
            TraderProcess.command(cluster, plan, gateways, process, journal(process)));
    }

    private Path journal(final int process) {
        return cluster.logDirectory().resolve(name(process) + ".journal");
    }

    List<Path> journals() {
        final List<Path> journals = new ArrayList<>();
        for (int process = 0; process < AbusePlan.PROCESSES; process++) {
            journals.add(journal(process));
        }
        return journals;
    }

    static String name(final int process) {
        return NAME + process;
    }

    /** Whether that is the name of one of these processes. */
    static boolean isClient(final String name) {
        return name.startsWith(NAME);
    }

    String any(final Random random) {
        return name(random.nextInt(AbusePlan.PROCESSES));
    }

    long pid(final String name) {
        return child(name).pid();
    }

    private ChildProcess child(final String name) {
        return children.child(name).orElseThrow();
    }

    /** Its successor goes on where it died; returns when that is under way. */
    void killAndStart(final String name) throws IOException, InterruptedException {
        child(name).kill();
        child(name).awaitEnd(GRACE);
        start(Integer.parseInt(name.substring(NAME.length())));
    }

    /** Asks all of them to end and waits for that; tells who did not end in order. */
    List<String> finish() throws IOException, InterruptedException {
        final List<String> problems = new ArrayList<>();
        for (final ChildProcess child : children.children()) {
            if (!child.isAlive()) {
                problems.add(child.name() + " ended although nobody ended it: " + child.output());
            }
            child.terminate();
        }
        for (final ChildProcess child : children.children()) {
            awaitQuiet(child);
        }
        for (final Path journal : journals()) {
            Files.createFile(TraderProcess.finish(journal));
        }
        for (final ChildProcess child : children.children()) {
            final OptionalInt status = child.awaitEndByItself(END);
            if (status.isEmpty()) {
                problems.add(child.name() + " does not end");
            }
        }
        return problems;
    }

    /** Whoever is not quiet in time is told nevertheless; what is missing then will be found. */
    private static void awaitQuiet(final ChildProcess child) throws InterruptedException {
        final long startNs = System.nanoTime();
        while (child.isAlive() && !child.output().contains(TraderProcess.QUIET)
            && System.nanoTime() - startNs < END.toNanos()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    @Override
    public void close() {
        children.close();
    }
}
