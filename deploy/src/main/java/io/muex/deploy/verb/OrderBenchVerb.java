package io.muex.deploy.verb;

import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.report.Console;
import io.muex.deploy.run.MuexCommands;
import io.muex.deploy.run.TemporaryCluster;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.order.OrderBench;
import io.muex.load.bench.order.OrderPlan;
import io.muex.load.local.LocalCluster;
import io.muex.load.play.PlayFailedException;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.StopRequest;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muex bench order}. */
@Command(name = "order", mixinStandardHelpOptions = true,
    description = "Measures the whole road of an order: client, gateway, leader, followers, book, report, client, in "
        + "processes of their own. Open loop: times count from when a command was due. Exit status 1 if a command "
        + "is not answered, or replicas do not agree; being slow is not a failure.")
final class OrderBenchVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(20);

    @Option(names = "--rate", paramLabel = "R", split = ",",
        description = "Commands a second, several with commas. Default: 10000, 100000, 200000, 400000, and then the "
            + "highest that is sustained is looked for.")
    private List<Integer> rates;
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5",
        description = "How long each rate is measured, without warming up. Default: ${DEFAULT-VALUE}.")
    private double seconds;
    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "2",
        description = "Seconds for which each rate is played before it is measured. Default: ${DEFAULT-VALUE}.")
    private double warmUp;
    @Option(names = "--outstanding", paramLabel = "N", defaultValue = "512",
        description = "Commands under way in the closed loop, 0 for none. Default: ${DEFAULT-VALUE}.")
    private int outstanding;
    @Option(names = "--direct",
        description = "Without a gateway process between: the same gateway runs on the client's thread.")
    private boolean isDirect;
    @Option(names = "--stuck",
        description = "Also measures what others notice of a client that reads nothing and of a follower that stands "
            + "still.")
    private boolean isStuck;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        final OrderPlan plan = plan();
        TimerSlack.minimise();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (StopRequest _ = StopRequest.interrupting(GRACE); TemporaryCluster place = create()) {
            return run(plan, place, console);
        } catch (final InterruptedException interrupted) {
            console.line("interrupted");
            return ExitStatus.NOT_HELD;
        } catch (final ClusterDirectoryException e) {
            console.note("muex: " + e.getMessage());
            return ExitStatus.USAGE;
        } catch (final PlayFailedException e) {
            console.note("muex: " + e.getMessage());
            return ExitStatus.NOT_HELD;
        }
    }

    private OrderPlan plan() {
        try {
            return new OrderPlan(rates == null ? OrderPlan.DEFAULT_RATES : rates, rates == null, warmUp, seconds,
                outstanding, isDirect, isStuck);
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private TemporaryCluster create() throws IOException {
        final int replicas = 3;
        try {
            return TemporaryCluster.create("order", replicas, 0);
        } catch (final IOException e) {
            throw new ParameterException(spec.commandLine(), "muex: " + e.getMessage());
        }
    }

    private Integer run(final OrderPlan plan, final TemporaryCluster place, final Console console)
        throws IOException, InterruptedException {
        final Path stamps = OrderBench.stampsOf(place.config());
        ClusterDirectories.makePrivate(place.config().memory());
        StageStamps.create(stamps);
        System.setProperty(StageStamps.PROPERTY, stamps.toString());
        try (LocalCluster cluster = LocalCluster.start(
            place.config(), MuexCommands.withStamps(place.file(), stamps), console::stage)) {
            final BenchReport report = OrderBench.measure(plan, cluster, console::stage);
            BenchOutput.print(console, report);
            json.write(report);
            return report.holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }
}
