package io.muex.deploy.verb;

import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.replica.ReplicaProcess;
import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.RdmaConfig;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.load.process.LifeLine;
import io.muex.load.process.Orphans;
import io.muex.load.process.StopRequest;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muex replica}. */
@Command(name = "replica", mixinStandardHelpOptions = true,
    description = "Runs one replica of a cluster of this host in the foreground, until it is told to end.")
final class ReplicaVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "ID", description = "1 to the number of replicas.")
    private int id;
    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        TimerSlack.minimise();
        options.set("replica.id", id);
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        final ReplicaConfig replica = configuration.read(ReplicaConfig.SECTION, ReplicaConfig::from);
        final ExchangeGenesisConfig genesis =
            configuration.read(ExchangeGenesisConfig.SECTION, ExchangeGenesisConfig::from);
        final RdmaConfig rdma = configuration.read(RdmaConfig.SECTION, RdmaConfig::from);
        configuration.throwIfAnyProblem();
        final ClusterConfig here = Roads.located(cluster);
        LifeLine.attachIfGiven(GRACE);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            new ReplicaProcess(here, replica, genesis, rdma).run(System.out, stop);
            Orphans.removeClusterIfLast(cluster, GRACE.dividedBy(2));
            return ExitStatus.HELD;
        } catch (final ClusterDirectoryException | RdmaMissingException e) {
            System.err.println("muex: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }
}
