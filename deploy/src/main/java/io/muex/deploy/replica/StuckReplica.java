package io.muex.deploy.replica;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.load.drill.stuck.StallFile;
import io.muex.load.drill.stuck.StallingStateMachine;
import io.muex.load.process.LifeLine;
import io.muex.load.process.Orphans;
import io.muex.load.process.StopRequest;
import io.muex.mu.fabric.shm.Kernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What {@code muex replica} runs, with a state machine that stands still while its {@link StallFile} exists: for drills
 * only, and no verb of the command line. Arguments: configuration file, id.
 */
public final class StuckReplica {
    private static final Duration GRACE = Duration.ofSeconds(5);

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
        final Path stallFile = StallFile.of(cluster.home(), replica.id());
        try (StopRequest stop = StopRequest.install(GRACE)) {
            new ReplicaProcess(cluster, replica, genesis, machine -> new StallingStateMachine(machine, stallFile))
                .run(System.out, stop);
            Orphans.removeClusterIfLast(cluster, GRACE.dividedBy(2));
        }
    }
}
