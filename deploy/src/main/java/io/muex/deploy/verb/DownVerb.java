package io.muex.deploy.verb;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.muex.deploy.cluster.ClusterEnd;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.RunningProcess;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.exchange.config.ClusterConfig;

/** {@code muex down}. */
@Command(name = "down", mixinStandardHelpOptions = true,
    description = "Ends the cluster of this host and removes it with all orders: gateways, replicas, driver, memory, "
        + "logs. Where there is none it does nothing. Exit status 0: nothing is left.")
final class DownVerb implements Callable<Integer> {
    @Option(names = "--keep-logs", description = "Leaves the logs in the cluster's home.")
    private boolean keepLogs;
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        final ClusterConfig cluster = options.cluster();
        final LocalCluster local = new LocalCluster(cluster);
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        List<RunningProcess> ended = List.of();
        if (local.hasTraces()) {
            try (LocalCluster.Reservation _ = local.reserve()) {
                ended = new ClusterEnd(local).end(!keepLogs);
            }
            console.line("ended " + ended.size() + " processes and removed cluster " + cluster.name());
        } else {
            console.line("there is no cluster " + cluster.name() + " in " + cluster.home());
        }
        json.write(new JsonReport().put("cluster", cluster.name()).put("ended", ended));
        return ExitStatus.HELD;
    }
}
