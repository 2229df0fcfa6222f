package io.muex.load.local;

import io.muex.exchange.config.ClusterConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.DrillCluster;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.HeldLock;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.PauseGuard;
import io.muex.load.process.Signal;
import io.muex.mu.fabric.shm.ClusterDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster that runs on this host and stays, found by its locks. What is started again is started as the cluster
 * itself was, and outlives this process. {@link #close} lets go on whatever stands still. The thread of a drill, but
 * for what acts at once.
 */
public final class RunningCluster implements DrillCluster, AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int STATUS_UNKNOWN = -1;

    private final ClusterConfig config;
    private final ClusterCommands commands;
    private final ClusterDirectory directory;
    private final int gateways;
    private final Map<String, Long> pids = new HashMap<>();
    private final Map<String, Long> logStarts = new HashMap<>();
    private final Map<Integer, PauseGuard> guards = new HashMap<>();
    private final TreeSet<String> endedOnPurpose = new TreeSet<>();

    /**
     * A cluster all of whose processes run.
     *
     * @param config   of it
     * @param commands how its processes are started
     * @throws IOException                                        if a process does not run or is not known
     * @throws io.muex.mu.fabric.shm.ClusterDirectoryException if there is no such cluster
     */
    public RunningCluster(final ClusterConfig config, final ClusterCommands commands) throws IOException {
        this.config = config;
        this.commands = commands;
        directory = ClusterDirectory.open(config.home());
        Signal.link();
        find(StartSequence.DRIVER);
        int found = 0;
        while (found == 0 || HeldLock.isHeld(lock(StartSequence.gateway(found + 1)))) {
            find(StartSequence.gateway(++found));
        }
        gateways = found;
        for (int id = 1; id <= config.replicas(); id++) {
            find(StartSequence.replica(id));
        }
    }

    /** A process is known by the id that the holder of its lock wrote. */
    private void find(final String name) throws IOException {
        final OptionalLong pid = HeldLock.holder(lock(name));
        if (pid.isEmpty()) {
            throw new IOException(name + " of the cluster in " + config.home() + " does not run; a drill begins with a "
                + "whole cluster");
        }
        pids.put(name, pid.getAsLong());
        logStarts.put(name, Files.exists(log(name)) ? Files.size(log(name)) : 0);
    }

    private Path lock(final String name) {
        return config.home().resolve(name + ".lock");
    }

    private Path log(final String name) {
        return config.logDirectory().resolve(name + ".log");
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
        send(StartSequence.replica(id), Signal.KILL);
    }

    @Override
    public void terminate(final int id) {
        send(StartSequence.replica(id), Signal.TERM);
    }

    @Override
    public void killDriver() {
        send(StartSequence.DRIVER, Signal.KILL);
    }

    @Override
    public int gateways() {
        return gateways;
    }

    @Override
    public void killGateway(final int number) {
        send(StartSequence.gateway(number), Signal.KILL);
    }

    private void send(final String name, final Signal signal) {
        endedOnPurpose.add(name);
        signal.send(pids.get(name));
    }

    @Override
    public void expectEnd(final int id) {
        endedOnPurpose.add(StartSequence.replica(id));
    }

    @Override
    public OptionalInt awaitEnd(final int id, final Duration patience) throws InterruptedException {
        return awaitEnd(StartSequence.replica(id), patience) ? OptionalInt.of(STATUS_UNKNOWN) : OptionalInt.empty();
    }

    private boolean awaitEnd(final String name, final Duration patience) throws InterruptedException {
        final long startNs = System.nanoTime();
        while (isAlive(name)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - startNs > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    private boolean isAlive(final String name) {
        return ProcessHandle.of(pids.get(name)).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public void start(final int id) throws IOException {
        releaseGuard(id);
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
            if (!awaitEnd(name, GRACE)) {
                throw new IOException(name + " does not end");
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was ending", interrupted);
        }
        logStarts.put(name, Files.exists(log(name)) ? Files.size(log(name)) : 0);
        final ChildProcess process = ChildProcess.startDetached(name, command, config.logDirectory());
        pids.put(name, process.pid());
        endedOnPurpose.remove(name);
        return process;
    }

    @Override
    public void preparePause(final int id) throws IOException {
        if (!guards.containsKey(id)) {
            guards.put(id, PauseGuard.of(pids.get(StartSequence.replica(id))));
        }
    }

    @Override
    public void pause(final int id) {
        guards.get(id).pause();
    }

    @Override
    public void resume(final int id) throws IOException {
        if (guards.containsKey(id)) {
            guards.get(id).resume();
            releaseGuard(id);
        }
    }

    private void releaseGuard(final int id) throws IOException {
        final PauseGuard guard = guards.remove(id);
        if (guard != null) {
            guard.close();
        }
    }

    @Override
    public boolean canStall() {
        return false;
    }

    @Override
    public void stall(final int id) {
        throw new UnsupportedOperationException("replicas of a running cluster cannot be made to stall");
    }

    @Override
    public void release(final int id) {
        // None of them stands still.
    }

    @Override
    public String said(final int id) {
        final String name = StartSequence.replica(id);
        try {
            final byte[] all = Files.readAllBytes(log(name));
            final int start = (int) Math.min(logStarts.get(name), all.length);
            return new String(all, start, all.length - start, StandardCharsets.UTF_8);
        } catch (final IOException absent) {
            return "";
        }
    }

    @Override
    public Answer status() throws IOException {
        return StatusQuestion.ask(commands.status());
    }

    @Override
    public List<String> unexpectedEnds() {
        final List<String> ended = new ArrayList<>();
        for (final String name : new TreeSet<>(pids.keySet())) {
            if (!endedOnPurpose.contains(name) && !isAlive(name)) {
                ended.add(name);
            }
        }
        return ended;
    }

    @Override
    public void close() throws IOException {
        for (final int id : List.copyOf(guards.keySet())) {
            resume(id);
        }
    }
}
