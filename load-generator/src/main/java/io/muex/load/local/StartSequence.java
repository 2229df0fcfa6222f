package io.muex.load.local;

import io.muex.exchange.config.ClusterConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.process.ChildFailure;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.JvmCommand;
import io.muex.mu.fabric.shm.ClusterDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The order in which the processes of a cluster are started: the driver, all replicas together, and the gateways once
 * they all vote under a leader. One thread.
 */
public final class StartSequence {
    /** Name of the driver's process and log. */
    public static final String DRIVER = "driver";

    private static final String GATEWAY = "gateway-";
    private static final String REPLICA = "replica-";
    private static final long LOOK_NS = 200_000_000;
    private static final int QUOTED_LINES = 12;

    private final ClusterConfig config;
    private final ClusterCommands commands;
    private final int gateways;
    private final Starter starter;
    private final Duration patience;
    private final Consumer<String> stages;
    private final List<ChildProcess> started = new ArrayList<>();

    /** How a process is made to run. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts a process and does not wait for it.
         *
         * @param name of the process, also of its log
         * @throws IOException if it cannot be started
         */
        ChildProcess start(String name, JvmCommand command) throws IOException;
    }

    /**
     * A sequence that has not begun.
     *
     * @param config   of the cluster, which has been created
     * @param commands how its processes are started
     * @param gateways how many of them
     * @param starter  starts one
     * @param patience how long anything may take
     * @param stages   told in words what is being done
     */
    public StartSequence(final ClusterConfig config, final ClusterCommands commands, final int gateways,
                         final Starter starter, final Duration patience, final Consumer<String> stages) {
        this.config = config;
        this.commands = commands;
        this.gateways = gateways;
        this.starter = starter;
        this.patience = patience;
        this.stages = stages;
    }

    /** Name of a replica's process and log. */
    public static String replica(final int id) {
        return REPLICA + id;
    }

    /** Name of a gateway's process and log. */
    public static String gateway(final int number) {
        return GATEWAY + number;
    }

    /**
     * Starts everything; returns when all replicas vote, one leads and every gateway has found it.
     *
     * @return the processes, driver first
     * @throws IOException          if a process cannot be started
     * @throws ChildFailure         if one does not become ready; says what it said
     * @throws InterruptedException if this thread is interrupted
     */
    public List<ChildProcess> run() throws IOException, InterruptedException {
        stages.accept("starting the media driver");
        start(DRIVER, commands.driver()).awaitReady(patience);
        stages.accept("starting " + config.replicas() + " replicas");
        for (int id = 1; id <= config.replicas(); id++) {
            start(replica(id), commands.replica(id));
        }
        for (final ChildProcess replica : started.subList(1, started.size())) {
            replica.awaitReady(patience);
        }
        stages.accept("waiting until all vote and one leads");
        awaitWhole();
        stages.accept(gateways == 1 ? "starting the gateway" : "starting " + gateways + " gateways");
        for (int number = 1; number <= gateways; number++) {
            start(gateway(number), commands.gateway(number));
        }
        for (final ChildProcess gateway : started.subList(started.size() - gateways, started.size())) {
            gateway.awaitReady(patience);
        }
        return List.copyOf(started);
    }

    private ChildProcess start(final String name, final JvmCommand command) throws IOException {
        final ChildProcess child = starter.start(name, command);
        started.add(child);
        return child;
    }

    private void awaitWhole() throws InterruptedException {
        try (ClusterObserver observer = new ClusterObserver(ClusterDirectory.open(config.home()))) {
            final long startNs = System.nanoTime();
            // Once is enough: on a busy host leadership may move at any moment, and the gateway follows it.
            boolean wasWhole = observer.awaitWhole(LOOK_NS);
            while (!wasWhole && System.nanoTime() - startNs < patience.toNanos()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throwIfAnyDied();
                wasWhole = observer.awaitWhole(LOOK_NS);
            }
            if (!wasWhole) {
                throw new ChildFailure("after " + patience.toSeconds() + " s not all replicas vote, or none leads: "
                    + observer.statuses() + "; logs: " + config.logDirectory());
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
}
