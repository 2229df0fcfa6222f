package io.muex.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.muex.deploy.report.Console;
import io.muex.deploy.run.MuexCommands;
import io.muex.exchange.config.ClusterConfig;
import io.muex.load.local.ClusterCreation;
import io.muex.load.local.StartSequence;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.JvmCommand;

/**
 * Creates a cluster and starts its processes so that they stay. Either all of it comes about or, after
 * {@link #undo}, nothing but the logs is left.
 */
public final class ClusterStart {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LocalCluster local;
    private final ClusterConfig cluster;
    private final List<String> options;
    private final int gateways;
    private final Console console;
    private final List<ChildProcess> started = new ArrayList<>();
    private volatile boolean created;
    private volatile boolean hadSecrets;
    private boolean undone;

    /**
     * A start.
     *
     * @param local   the cluster
     * @param options of the command line by which the processes find the same configuration
     * @param gateways how many of them to start
     * @param console hears how far it has come
     */
    public ClusterStart(final LocalCluster local, final List<String> options, final int gateways,
        final Console console) {
        this.local = local;
        cluster = local.config();
        this.options = options;
        this.gateways = gateways;
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
        hadSecrets = Files.exists(local.secrets().directory());
        created = true;
        ClusterCreation.create(cluster);
    }

    /** Starts every process and returns when all replicas vote, one leads and every gateway has found it. */
    public List<ChildProcess> start() throws IOException, InterruptedException {
        return new StartSequence(
            cluster, new MuexCommands(options), gateways, this::start, PATIENCE, console::stage).run();
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
        if (created && hadSecrets) {
            local.remove(false);
        } else if (created) {
            local.removeWithSecrets(false);
        }
    }

    private synchronized ChildProcess start(final String name, final JvmCommand command) throws IOException {
        if (undone) {
            throw new IOException("the start was broken off");
        }
        final ChildProcess child = ChildProcess.startDetached(name, command, cluster.logDirectory());
        started.add(child);
        return child;
    }
}
