package io.muex.load.drill.stuck;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.node.ReplicaNode;
import io.muex.load.process.LifeLine;
import io.muex.load.process.Orphans;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.Kernel;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.fabric.shm.ShmFabric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Runs one replica in the foreground whose state machine stands still while its {@link StallFile} exists; otherwise it
 * is what {@code muex replica} runs. Arguments: configuration file, id.
 */
public final class StuckReplica {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int HALTED = 3;

    private StuckReplica() {
    }

    /** Runs until it is asked to end. */
    public static void main(final String[] arguments) throws Exception {
        Kernel.removeTimerSlack();
        final Configuration file = Configuration.open(
            Path.of(arguments[0]), System.getenv(), Map.of("replica.id", arguments[1]));
        final ClusterConfig cluster = file.read(ClusterConfig.SECTION, ClusterConfig::from);
        final ReplicaConfig replica = file.read(ReplicaConfig.SECTION, ReplicaConfig::from);
        final ExchangeGenesisConfig genesis = file.read(ExchangeGenesisConfig.SECTION, ExchangeGenesisConfig::from);
        file.throwIfAnyProblem();
        LifeLine.attachIfGiven(GRACE);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            run(cluster, replica, genesis, stop);
            Orphans.removeClusterIfLast(cluster, GRACE.dividedBy(2));
        }
    }

    private static void run(final ClusterConfig cluster, final ReplicaConfig replica,
                            final ExchangeGenesisConfig genesis, final StopRequest stop) throws InterruptedException {
        final ClusterDirectory directory = ClusterDirectory.open(cluster.home());
        final ReplicaSeat seat = directory.occupy(replica.id());
        final StallingEngine engine = new StallingEngine(
            ShmFabric.open(seat, error -> System.err.println("replica: " + error)), replica.detector(),
            StallFile.of(cluster.home(), replica.id()), StuckReplica::halt);
        final NodeConfig node = NodeConfig.ofLocal(replica.id(), cluster.aeronDirectory(),
            GenesisCommand.of(directory.geometry().clusterId(), genesis.capacity()));
        try (ReplicaNode running = new ReplicaNode(node, engine, StuckReplica::halt)) {
            running.start();
            ReadyLine.print(System.out, "{\"process\":\"replica\",\"id\":" + seat.id() + ",\"incarnation\":"
                + seat.incarnation() + ",\"pid\":" + ProcessHandle.current().pid() + "}");
            stop.await();
        }
    }

    private static void halt(final Throwable fatal) {
        System.err.println("replica: must not go on: " + fatal.getMessage());
        fatal.printStackTrace();
        System.err.flush();
        Runtime.getRuntime().halt(HALTED);
    }
}
