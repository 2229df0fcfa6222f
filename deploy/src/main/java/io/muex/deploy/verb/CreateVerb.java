package io.muex.deploy.verb;

import io.muex.deploy.cluster.ClusterStart;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.report.Console;
import io.muex.exchange.config.ClusterConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muex create}. */
@Command(name = "create", mixinStandardHelpOptions = true,
    description = "Makes what a cluster consists of and starts nothing: for clusters whose processes something else "
        + "starts, such as systemd. Exit status 2: one runs already, or an ended one lies there and --new was not "
        + "given.")
final class CreateVerb implements Callable<Integer> {
    @Option(names = "--new", description = "Removes a cluster that has ended and creates a new one.")
    private boolean anew;
    @Mixin
    private ConfigOptions options;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final ClusterConfig cluster = options.cluster();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        final LocalCluster local = new LocalCluster(cluster);
        final LocalCluster.Reservation held = local.reserve();
        try (held) {
            new ClusterStart(local, options.arguments(), 0, console).create(anew);
        }
        console.line("cluster " + cluster.name() + " in " + cluster.home() + ", memory in " + cluster.memory());
        return ExitStatus.HELD;
    }
}
