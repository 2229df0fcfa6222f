package io.muex.load.local;

import io.muex.exchange.config.ClusterConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.ClusterControl;
import io.muex.load.process.ChildFailure;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.Signal;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One media driver, all replicas and a gateway as child processes, in directories of their own. Whatever way this
 * process ends, they end. {@link #close} ends them in order and removes what they leave, except logs if something went
 * wrong.
 */
public final class LocalCluster implements ClusterControl, AutoCloseable {
    private static final String DRIVER = "driver";
    private static final String GATEWAY = "gateway";
    private static final String REPLICA = "replica-";
    /** An inheritance carries at most this part of a ring of what is applied already. */
    private static final int RETAINED_SHARE = 4;
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long WHOLE_NS = Duration.ofSeconds(30).toNanos();

    private final ClusterConfig config;
    private final ClusterCommands commands;
    private final ClusterDirectory directory;
    private final ChildGroup children;
    private final Set<String> endedOnPurpose = ConcurrentHashMap.newKeySet();

    private LocalCluster(final ClusterConfig config, final ClusterCommands commands, final ClusterDirectory directory) {
        this.config = config;
        this.commands = commands;
        this.directory = directory;
        children = new ChildGroup(config.logDirectory(), GRACE);
    }

    /**
     * Creates a cluster and starts it; returns when all replicas vote, one leads and the gateway is ready.
     *
     * @param config   where and how large; nothing may be there yet
     * @param commands how processes are started
     * @param stages   told in words what is being done
     * @throws IOException          if directories or processes cannot be made; nothing is left then
     * @throws ChildFailure         if a process does not become ready; says what it said. Only its log is left then
     * @throws InterruptedException if this thread is interrupted; nothing is left then
     */
    public static LocalCluster start(final ClusterConfig config, final ClusterCommands commands,
                                     final Consumer<String> stages) throws IOException, InterruptedException {
        ClusterDirectories.makePrivate(config.home());
        ClusterDirectories.makePrivate(config.memory());
        final LocalCluster cluster = new LocalCluster(config, commands,
            ClusterDirectory.create(config.home(), config.replicaMemory(), geometry(config)));
        boolean isStarted = false;
        try {
            cluster.startAll(stages);
            isStarted = true;
            return cluster;
        } finally {
            if (!isStarted) {
                cluster.end();
            }
        }
    }

    private static ClusterGeometry geometry(final ClusterConfig config) throws IOException {
        final long clusterId = new SecureRandom().nextLong(1, Long.MAX_VALUE);
        final ClusterGeometry fitting = ClusterGeometry.fitting(clusterId, config.replicas(),
            config.slotLengthBytes(), Files.getFileStore(config.memory()).getUsableSpace());
        final int slots = config.slots() == 0 ? fitting.slots() : config.slots();
        final long snapshotBytes = config.snapshotCapacityBytes() == 0
            ? fitting.snapshotCapacityBytes() : config.snapshotCapacityBytes();
        return new ClusterGeometry(clusterId, config.replicas(), slots, config.slotLengthBytes(),
            Math.min(fitting.retained(), slots / RETAINED_SHARE), snapshotBytes, fitting.spareRings());
    }

    private void startAll(final Consumer<String> stages) throws IOException, InterruptedException {
        Signal.link();
        stages.accept("starting the media driver");
        children.start(DRIVER, commands.driver()).awaitReady(READY);
        stages.accept("starting " + config.replicas() + " replicas");
        final List<ChildProcess> replicas = new ArrayList<>();
        for (int id = 1; id <= config.replicas(); id++) {
            replicas.add(children.start(REPLICA + id, commands.replica(id)));
        }
        for (final ChildProcess replica : replicas) {
            replica.awaitReady(READY);
        }
        try (ClusterObserver observer = observer()) {
            if (!observer.awaitWhole(WHOLE_NS)) {
                throw new ChildFailure("the replicas run, but do not all vote under a leader: " + observer.statuses()
                    + "\ntheir logs: " + config.logDirectory());
            }
        }
        stages.accept("starting the gateway");
        children.start(GATEWAY, commands.gateway()).awaitReady(READY);
    }

    /** What and where it is. */
    public ClusterConfig config() {
        return config;
    }

    /** Its directory. */
    public ClusterDirectory directory() {
        return directory;
    }

    /** A new observer of it, for one thread. */
    public ClusterObserver observer() {
        return new ClusterObserver(directory);
    }

    @Override
    public void kill(final int id) {
        endedOnPurpose.add(REPLICA + id);
        replica(id).kill();
    }

    /** Waits until the process before it is gone, which takes the kernel a moment after a kill. */
    @Override
    public void start(final int id) throws IOException {
        try {
            if (endedOnPurpose.contains(REPLICA + id)) {
                replica(id).awaitEnd(GRACE);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while replica " + id + " was ending", interrupted);
        }
        children.start(REPLICA + id, commands.replica(id));
        endedOnPurpose.remove(REPLICA + id);
    }

    @Override
    public void preparePause(final int id) throws IOException {
        replica(id).preparePause();
    }

    @Override
    public void pause(final int id) {
        replica(id).pausePrepared();
    }

    @Override
    public void resume(final int id) throws IOException {
        replica(id).resume();
    }

    private ChildProcess replica(final int id) {
        return children.child(REPLICA + id)
            .orElseThrow(() -> new IllegalArgumentException("there is no replica " + id));
    }

    /** Names of processes that ended although nobody wanted them to. */
    public List<String> unexpectedEnds() {
        return children.children().stream().filter(child -> !child.isAlive())
            .map(ChildProcess::name).filter(name -> !endedOnPurpose.contains(name)).toList();
    }

    /** Ends all processes and removes what belongs to the cluster, its logs included. */
    @Override
    public void close() throws IOException {
        end();
        ClusterDirectories.remove(config.logDirectory());
        ClusterDirectories.removeIfEmpty(config.home());
    }

    /** Ends all processes and removes everything but their logs. */
    public void closeKeepingLogs() throws IOException {
        end();
    }

    private void end() throws IOException {
        children.close();
        if (directory.hasMemory()) {
            directory.remove();
        }
        ClusterDirectories.remove(config.memory());
        for (final Path lock : locks()) {
            Files.deleteIfExists(lock);
        }
    }

    /** Left by processes that have ended. */
    private List<Path> locks() throws IOException {
        if (!Files.isDirectory(config.home())) {
            return List.of();
        }
        try (var files = Files.list(config.home())) {
            return files.filter(file -> file.toString().endsWith(".lock")).toList();
        }
    }
}
