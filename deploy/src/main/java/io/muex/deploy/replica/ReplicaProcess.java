package io.muex.deploy.replica;

import io.muex.deploy.rehearsal.Rehearsal;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.Profile;
import io.muex.exchange.config.RdmaConfig;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.node.MuEngine;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.node.ReplicaNode;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.Kernel;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.fabric.shm.Undertaker;
import io.muex.mu.replication.ReplicaHaltedException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs one replica of a cluster of this host in the foreground. If it must not go on, the process ends at once: its
 * peers learn of that from the kernel and go on without it.
 */
public final class ReplicaProcess {
    /** Exit status of a replica that took itself out. */
    public static final int HALTED = 3;

    /** What a plane does at once takes tens of microseconds; a turn of the kernel's own choice is milliseconds. */
    private static final long TURN_NS = 100_000;
    private static final RdmaConfig NO_MEMBERS = new RdmaConfig(List.of(), 7_400, 1_000_000_000L);

    private final ClusterConfig cluster;
    private final ReplicaConfig replica;
    private final ExchangeGenesisConfig genesis;
    private final RdmaConfig rdma;
    private final UnaryOperator<StateMachine> around;

    /** A replica for that cluster, with the defaults of RDMA if it uses that. */
    public ReplicaProcess(final ClusterConfig cluster, final ReplicaConfig replica,
                          final ExchangeGenesisConfig genesis) {
        this(cluster, replica, genesis, NO_MEMBERS, UnaryOperator.identity());
    }

    /** The same where replicas reach each other by RDMA. */
    public ReplicaProcess(final ClusterConfig cluster, final ReplicaConfig replica,
                          final ExchangeGenesisConfig genesis, final RdmaConfig rdma) {
        this(cluster, replica, genesis, rdma, UnaryOperator.identity());
    }

    /** The same with something around its state machine. */
    ReplicaProcess(final ClusterConfig cluster, final ReplicaConfig replica, final ExchangeGenesisConfig genesis,
                   final UnaryOperator<StateMachine> around) {
        this(cluster, replica, genesis, NO_MEMBERS, around);
    }

    private ReplicaProcess(final ClusterConfig cluster, final ReplicaConfig replica,
                           final ExchangeGenesisConfig genesis, final RdmaConfig rdma,
                           final UnaryOperator<StateMachine> around) {
        this.rdma = rdma;
        this.cluster = cluster;
        this.replica = replica;
        this.genesis = genesis;
        this.around = around;
    }

    /**
     * Runs until the end is asked for, then leaves the cluster.
     *
     * @param out  where the ready line goes
     * @param stop asks for the end
     * @throws io.muex.mu.fabric.shm.ClusterDirectoryException if there is no such cluster, or the id is taken
     * @throws InterruptedException                             if this thread is interrupted
     */
    public void run(final PrintStream out, final StopRequest stop) throws InterruptedException {
        if (replica.profile() != Profile.DEDICATED) {
            // Who spins all the time would only be switched more often.
            Kernel.shortenTurns(TURN_NS);
        }
        Undertaker.start();
        final ClusterDirectory directory = ClusterDirectory.open(cluster.home());
        final ReplicaSeat seat = directory.occupy(replica.id());
        final FabricHost host = fabric(seat);
        final MuEngine engine = new MuEngine(host, replica.detector(), ReplicaProcess::halt, around);
        final byte[] first = GenesisCommand.of(directory.geometry().clusterId(), genesis.capacity());
        final NodeConfig config = Roads.replica(
            cluster, ClusterSecrets.in(cluster.home()), replica.id(), first)
            .withDisconnectGraceNs(replica.disconnectGraceNs());
        Rehearsal.run(cluster.aeronDirectory(), replica.id(), replica.warmUpNs());
        try (ReplicaNode node = new ReplicaNode(config, engine, replica.profile(), ReplicaProcess::halt)) {
            node.start();
            ReadyLine.print(out, new JsonReport()
                .put("process", "replica")
                .put("id", seat.id())
                .put("incarnation", seat.incarnation())
                .put("pid", ProcessHandle.current().pid())
                .compact());
            stop.await();
        }
    }

    private FabricHost fabric(final ReplicaSeat seat) {
        return switch (cluster.fabric()) {
            case SHM -> ShmFabric.open(seat, ReplicaProcess::report);
            case DISNI -> RdmaFabric.open(seat, rdma, ReplicaProcess::report);
        };
    }

    private static void report(final Throwable error) {
        System.err.println("replica: " + error);
    }

    private static void halt(final Throwable fatal) {
        if (fatal instanceof final ReplicaHaltedException halted) {
            System.err.println("replica: " + halted.getMessage());
        } else {
            System.err.println("replica: must not go on: " + fatal);
        }
        fatal.printStackTrace();
        System.err.flush();
        Runtime.getRuntime().halt(HALTED);
    }
}
