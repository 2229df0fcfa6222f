package io.muex.deploy.verb;

import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.report.Console;
import io.muex.deploy.roads.Roads;
import io.muex.deploy.run.ShownProgress;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.node.GenesisCommand;
import io.muex.gateway.client.ClientConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.FaultPlan;
import io.muex.load.local.ClusterRun;
import io.muex.load.local.FlowSource;
import io.muex.load.local.RunOutcome;
import io.muex.load.local.RunPlan;
import io.muex.load.local.RunTarget;
import io.muex.load.play.PlayFailedException;
import io.muex.load.play.PlayPlan;
import io.muex.load.report.RunPicture;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muex replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true,
    description = "Plays an order-flow file through a running cluster. Exit status 0 only if nothing was lost, doubled "
        + "or reordered, all replicas agree, and every line could be read.")
final class ReplayVerb implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Book-trace operations (also gzip) or LOBSTER messages.")
    private Path file;
    @Option(names = "--rate", paramLabel = "R", defaultValue = "2000",
        description = "Operations per second. Default: ${DEFAULT-VALUE}.")
    private int rate;
    @Option(names = "--session", paramLabel = "S", defaultValue = "" + GenesisCommand.OPERATOR_SESSION,
        description = "Session that plays; an operator's, since files open books. Default: ${DEFAULT-VALUE}.")
    private long session;
    @Option(names = "--events", paramLabel = "FILE",
        description = "Writes every report that the client saw as book-trace lines.")
    private Path events;
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        final PlayPlan play = plan();
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.throwIfAnyProblem();
        TimerSlack.minimise();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (ClusterObserver observer = new ClusterObserver(ClusterDirectory.open(cluster.home()))) {
            final ClientConfig client =
                Roads.client(Roads.located(cluster), ClusterSecrets.in(cluster.home()), session)
                    .withMaxUnanswered(play.maxUnanswered());
            final RunPlan run = new RunPlan(FlowSource.file(file), play, FaultPlan.none(), events);
            final RunOutcome outcome =
                new ClusterRun(run, new RunTarget(observer, null, List.of(client)), new ShownProgress(console)).run();
            console.line(RunPicture.draw(outcome.report(), outcome.book(), !console.isWatched()));
            json.write(outcome.report());
            return outcome.report().holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        } catch (final ClusterDirectoryException e) {
            console.note("muex: " + e.getMessage());
            return ExitStatus.USAGE;
        } catch (final PlayFailedException e) {
            console.note("muex: " + e.getMessage());
            return ExitStatus.NOT_HELD;
        }
    }

    private PlayPlan plan() {
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file);
        }
        try {
            return PlayPlan.ofRate(rate);
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
