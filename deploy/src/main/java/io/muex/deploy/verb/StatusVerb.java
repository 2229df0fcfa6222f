package io.muex.deploy.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.RunningProcess;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.report.Table;
import io.muex.exchange.config.file.Configuration;
import io.muex.gateway.marketdata.MarketDataConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.mu.Ballot;
import io.muex.mu.fabric.shm.ClusterDirectory;

/** {@code muex status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
    description = "Shows what every replica of the cluster of this host does. Exit status 0: a majority of voters "
        + "lives; 1: MAJORITY LOST; 2: there is no cluster. In a dispute between replicas it says what to do.")
final class StatusVerb implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        final LocalCluster local = new LocalCluster(options.cluster());
        final Configuration configuration = options.open();
        final MarketDataConfig feed = configuration.read(MarketDataConfig.SECTION, MarketDataConfig::from);
        configuration.throwIfAnyProblem();
        final ClusterDirectory directory = local.directory();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (ClusterObserver observer = new ClusterObserver(directory)) {
            final List<ReplicaStatus> replicas = observer.statuses();
            final long voters = replicas.stream()
                .filter(replica -> replica.isAlive() && replica.votes() && replica.haltedAt() == 0).count();
            final boolean isLost = voters < observer.majority();
            printReplicas(directory, replicas, console);
            printProcesses(local, console);
            console.line(feed.enabled() ? "market data of every gateway: " + feed.channel() : "no market data");
            if (isLost) {
                console.line("MAJORITY LOST: " + voters + " of " + observer.replicaCount() + " replicas vote, "
                    + observer.majority() + " are needed. Nothing is answered any more. A voter that died cannot come"
                    + " back by itself; muex down and then muex up begin a new cluster, and clients are told"
                    + " RESET.");
            } else if (voters < observer.replicaCount()) {
                console.line(voters + " of " + observer.replicaCount() + " replicas vote; one that died is started"
                    + " again by muex replica ID with the configuration of the cluster.");
            }
            final Optional<String> advice = DisputeAdvice.of(replicas, observer.majority());
            advice.ifPresent(console::line);
            json.write(report(local, directory, replicas, isLost).put("dispute", advice.orElse(null))
                .put("marketdata", feed.enabled() ? feed.channel() : null));
            return isLost ? ExitStatus.NOT_HELD : ExitStatus.HELD;
        }
    }

    private static void printReplicas(
        final ClusterDirectory directory, final List<ReplicaStatus> replicas, final Console console) {
        final Table table = new Table(
            "replica", "incarnation", "pid", "role", "votes", "applied", "commit", "state hash", "at", "leads by");
        for (final ReplicaStatus replica : replicas) {
            table.row(replica.id(), replica.incarnation(), replica.isAlive() ? directory.pidOf(replica.id()) : "",
                role(replica),
                replica.isAlive() && replica.votes() ? "yes" : "no", replica.appliedIndex(), replica.commitIndex(),
                replica.stateHashText(), replica.hashIndex(),
                replica.isLeading() ? Ballot.toString(replica.leadingBallot()) : "");
        }
        console.table(table);
    }

    private static String role(final ReplicaStatus replica) {
        if (replica.haltedAt() != 0) {
            return "HALTED at " + replica.haltedAt();
        }
        final boolean isInDispute = replica.isAlive() && replica.divergedAt() != 0;
        return replica.roleText() + (isInDispute ? ", DIVERGED at " + replica.divergedAt() : "");
    }

    private static void printProcesses(final LocalCluster local, final Console console) throws IOException {
        final Optional<RunningProcess> driver = local.driver();
        console.line(driver.isPresent() ? driver.get().toString() : "the media driver does not run");
        final List<RunningProcess> gateways = local.gateways();
        if (gateways.isEmpty()) {
            console.line("no gateway runs");
        }
        gateways.forEach(gateway -> console.line(gateway.toString()));
    }

    private static JsonReport report(final LocalCluster local, final ClusterDirectory directory,
        final List<ReplicaStatus> replicas, final boolean isLost) throws IOException {
        final List<JsonReport> rows = new ArrayList<>();
        for (final ReplicaStatus replica : replicas) {
            rows.add(new JsonReport().put("id", replica.id()).put("incarnation", replica.incarnation())
                .put("alive", replica.isAlive()).put("pid", replica.isAlive() ? directory.pidOf(replica.id()) : null)
                .put("role", replica.roleText()).put("votes", replica.isAlive() && replica.votes())
                .put("appliedIndex", replica.appliedIndex()).put("commitIndex", replica.commitIndex())
                .put("stateHash", replica.stateHashText()).put("hashIndex", replica.hashIndex())
                .put("haltedAt", replica.haltedAt()).put("divergedAt", replica.divergedAt())
                .put("leadingBallot", replica.isLeading() ? Ballot.toString(replica.leadingBallot()) : null));
        }
        return new JsonReport().put("cluster", local.config().name())
            .put("clusterId", Long.toHexString(directory.geometry().clusterId())).put("majorityLost", isLost)
            .put("replicas", rows).put("driver", local.driver().orElse(null)).put("gateways", local.gateways());
    }
}
