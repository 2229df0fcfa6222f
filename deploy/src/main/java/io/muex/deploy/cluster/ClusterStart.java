package io.muex.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.muex.deploy.report.Console;
import io.muex.exchange.config.ClusterConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.process.ChildFailure;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;

/**
 * Creates a cluster and starts its processes so that they stay. Either all of it comes about or, after
 * {@link #undo}, nothing but the logs is left.
 */
public final class ClusterStart {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long LOOK_NS = 200_000_000;
    private static final int QUOTED_LINES = 12;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LocalCluster local;
    private final ClusterConfig cluster;
    private final List<String> options;
    private final Console console;
    private final List<ChildProcess> started = new ArrayList<>();
    private volatile boolean created;
    private boolean undone;

    /**
     * A start.
     *
     * @param local   the cluster
     * @param options of the command line by which the processes find the same configuration
     * @param console hears how far it has come
     */
    public ClusterStart(final LocalCluster local, final List<String> options, final Console console) {
        this.local = local;
        cluster = local.config();
        this.options = options;
        this.console = console;
    }

    /**
     * Creates the cluster; the reservation must be held.
     *
     * @param anew whether to remove one that has ended before
     * @throws Refusal if one runs, or one has ended and {@code anew} is false
     */
    public void create(final boolean anew) throws IOException {
        final List<RunningProcess> running = local.running();
        if (!running.isEmpty()) {
            throw new Refusal("a cluster runs in " + cluster.home() + " already: " + running.getFirst()
                + (running.size() > 1 ? " and " + (running.size() - 1) + " more" : "") + "; muex down ends it");
        }
        final boolean isStale = local.exists() || Files.exists(cluster.replicaMemory());
        if (isStale && !anew) {
            throw new Refusal("the cluster in " + cluster.home() + " has no living process any more, and what its log"
                + " held cannot be trusted to come back; muex up --new removes it and begins a new one");
        }
        local.remove(false);
        ClusterDirectories.makePrivate(cluster.home());
        ClusterDirectories.makePrivate(cluster.memory());
        created = true;
        ClusterDirectory.create(cluster.home(), cluster.replicaMemory(), geometry());
    }

    /** Starts every process and returns when all replicas vote, one leads and the gateway has found it. */
    public List<ChildProcess> start() throws IOException, InterruptedException {
        console.stage("starting the media driver");
        start(ProcessKind.DRIVER, "driver", "driver").awaitReady(PATIENCE);
        console.stage("starting " + cluster.replicas() + " replicas");
        for (int id = 1; id <= cluster.replicas(); id++) {
            start(ProcessKind.REPLICA, "replica-" + id, "replica", Integer.toString(id));
        }
        for (final ChildProcess replica : started.subList(1, started.size())) {
            replica.awaitReady(PATIENCE);
        }
        awaitWhole();
        console.stage("starting a gateway");
        start(ProcessKind.GATEWAY, "gateway-1", "gateway", "gateway", "--number", "1").awaitReady(PATIENCE);
        return List.copyOf(started);
    }

    /** Ends and removes whatever this start has made, and makes nothing more; logs stay, to say why. Any thread. */
    public synchronized void undo() throws IOException, InterruptedException {
        undone = true;
        for (final ChildProcess child : started.reversed()) {
            child.askToEnd();
        }
        for (final ChildProcess child : started.reversed()) {
            child.awaitEnd(GRACE);
        }
        if (created) {
            local.remove(false);
        }
    }

    private void awaitWhole() {
        console.stage("waiting until all vote and one leads");
        try (ClusterObserver observer = new ClusterObserver(local.directory())) {
            final long deadline = System.nanoTime() + PATIENCE.toNanos();
            // Once is enough: on a busy host leadership may move at any moment, and the gateway follows it.
            boolean wasWhole = observer.awaitWhole(LOOK_NS);
            while (!wasWhole && System.nanoTime() - deadline < 0) {
                throwIfAnyDied();
                wasWhole = observer.awaitWhole(LOOK_NS);
            }
            if (!wasWhole) {
                throw new ChildFailure("after " + PATIENCE.toSeconds() + " s not all replicas vote, or none leads: "
                    + observer.statuses() + "; logs: " + cluster.logDirectory());
            }
        }
    }

    private void throwIfAnyDied() {
        for (final ChildProcess child : started) {
            if (!child.isAlive()) {
                final List<String> said = child.output().lines().toList();
                throw new ChildFailure(child.name() + " ended before the cluster was whole; it said:\n  "
                    + String.join("\n  ", said.subList(Math.max(0, said.size() - QUOTED_LINES), said.size()))
                    + "\nits log: " + child.log());
            }
        }
    }

    private synchronized ChildProcess start(final ProcessKind kind, final String name, final String... verb)
        throws IOException {
        if (undone) {
            throw new IOException("the start was broken off");
        }
        final JvmCommand command = JvmCommand.muex(kind, verb).arguments(options.toArray(String[]::new));
        final ChildProcess child = ChildProcess.startDetached(name, command, cluster.logDirectory());
        started.add(child);
        return child;
    }

    private ClusterGeometry geometry() throws IOException {
        final Path memory = cluster.memory();
        final ClusterGeometry fitting = ClusterGeometry.fitting(freshId(), cluster.replicas(),
            cluster.slotLengthBytes(), Files.getFileStore(memory).getUsableSpace());
        final int slots = cluster.slots() == 0 ? fitting.slots() : cluster.slots();
        final long snapshot = cluster.snapshotCapacityBytes() == 0
            ? fitting.snapshotCapacityBytes() : cluster.snapshotCapacityBytes() / Long.BYTES * Long.BYTES;
        return new ClusterGeometry(fitting.clusterId(), cluster.replicas(), slots, cluster.slotLengthBytes(),
            Math.min(ClusterGeometry.DEFAULT_RETAINED, slots / 4), snapshot, fitting.spareRings());
    }

    /** Clients tell clusters apart by it for ever, so it is not made of the time, which may be set back. */
    private static long freshId() {
        final long id = new SecureRandom().nextLong();
        return id == 0 ? 1 : id;
    }
}
