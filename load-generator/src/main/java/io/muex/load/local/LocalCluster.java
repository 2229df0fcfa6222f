package io.muex.load.local;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.DrillCluster;
import io.muex.load.drill.stuck.StallFile;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.Signal;
import io.muex.mu.fabric.shm.ClusterDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One media driver, all replicas and a gateway as child processes, in directories of their own. Whatever way this
 * process ends, they end. {@link #close} ends them in order and removes what they leave, except logs if something went
 * wrong.
 */
public final class LocalCluster implements DrillCluster, AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(Long.getLong("muex.ready.seconds", 30));
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ClusterConfig config;
    private final ClusterCommands commands;
    private final int gateways;
    private final ClusterDirectory directory;
    private final ChildGroup children;
    private final Set<String> endedOnPurpose = ConcurrentHashMap.newKeySet();

    private LocalCluster(final ClusterConfig config, final ClusterCommands commands, final int gateways,
                         final ClusterDirectory directory) {
        this.config = config;
        this.commands = commands;
        this.gateways = gateways;
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
     * @throws io.muex.load.process.ChildFailure if a process does not become ready; only its log is left then
     * @throws InterruptedException if this thread is interrupted; nothing is left then
     */
    public static LocalCluster start(final ClusterConfig config, final ClusterCommands commands,
                                     final Consumer<String> stages) throws IOException, InterruptedException {
        return start(config, commands, 1, stages);
    }

    /** The same with that number of gateways. */
    public static LocalCluster start(final ClusterConfig config, final ClusterCommands commands, final int gateways,
                                     final Consumer<String> stages) throws IOException, InterruptedException {
        final LocalCluster cluster =
            new LocalCluster(config, commands, gateways, ClusterCreation.create(config));
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

    private void startAll(final Consumer<String> stages) throws IOException, InterruptedException {
        Signal.link();
        new StartSequence(config, commands, gateways, children::start, READY, stages).run();
    }

    /** What and where it is. */
    public ClusterConfig config() {
        return config;
    }

    @Override
    public ClusterDirectory directory() {
        return directory;
    }

    @Override
    public ClusterObserver observer() {
        return new ClusterObserver(directory);
    }

    @Override
    public void kill(final int id) {
        kill(StartSequence.replica(id));
    }

    @Override
    public void killDriver() {
        kill(StartSequence.DRIVER);
    }

    @Override
    public int gateways() {
        return gateways;
    }

    @Override
    public void killGateway(final int number) {
        kill(StartSequence.gateway(number));
    }

    private void kill(final String name) {
        endedOnPurpose.add(name);
        child(name).kill();
    }

    @Override
    public void terminate(final int id) {
        expectEnd(id);
        child(StartSequence.replica(id)).terminate();
    }

    @Override
    public void expectEnd(final int id) {
        endedOnPurpose.add(StartSequence.replica(id));
    }

    @Override
    public OptionalInt awaitEnd(final int id, final Duration patience) throws InterruptedException {
        return child(StartSequence.replica(id)).awaitEndByItself(patience);
    }

    /** Waits until the process before it is gone, which takes the kernel a moment after a kill. */
    @Override
    public void start(final int id) throws IOException {
        startAgain(StartSequence.replica(id), commands.replica(id));
    }

    @Override
    public void startDriver() throws IOException, InterruptedException {
        startAgain(StartSequence.DRIVER, commands.driver()).awaitReady(READY);
    }

    @Override
    public void startGateway(final int number) throws IOException, InterruptedException {
        startAgain(StartSequence.gateway(number), commands.gateway(number)).awaitReady(READY);
    }

    private ChildProcess startAgain(final String name, final JvmCommand command) throws IOException {
        try {
            if (endedOnPurpose.contains(name)) {
                child(name).awaitEnd(GRACE);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was ending", interrupted);
        }
        final ChildProcess child = children.start(name, command);
        endedOnPurpose.remove(name);
        return child;
    }

    @Override
    public void preparePause(final int id) throws IOException {
        child(StartSequence.replica(id)).preparePause();
    }

    @Override
    public void pause(final int id) {
        child(StartSequence.replica(id)).pausePrepared();
    }

    @Override
    public void resume(final int id) throws IOException {
        child(StartSequence.replica(id)).resume();
    }

    @Override
    public boolean canStall() {
        return commands.canStall();
    }

    @Override
    public void stall(final int id) throws IOException {
        Files.createFile(StallFile.of(config.home(), id));
    }

    @Override
    public void release(final int id) throws IOException {
        Files.deleteIfExists(StallFile.of(config.home(), id));
    }

    @Override
    public String said(final int id) {
        return child(StartSequence.replica(id)).output();
    }

    @Override
    public Answer status() throws IOException {
        return StatusQuestion.ask(commands.status());
    }

    private ChildProcess child(final String name) {
        return children.child(name).orElseThrow(() -> new IllegalArgumentException("there is no " + name));
    }

    /** Process ids of those that run, by name. */
    public Map<String, Long> pids() {
        final Map<String, Long> pids = new TreeMap<>();
        children.children().stream().filter(ChildProcess::isAlive).forEach(
            child -> pids.put(child.name(), child.pid()));
        return pids;
    }

    @Override
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
        for (int id = 1; id <= config.replicas(); id++) {
            release(id);
        }
        if (directory.hasMemory()) {
            directory.remove();
        }
        ClusterDirectories.remove(config.memory());
        ClusterSecrets.in(config.home()).remove();
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
