package io.muex.deploy.verb;

import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.report.Console;
import io.muex.deploy.run.MuexCommands;
import io.muex.deploy.run.ShownProgress;
import io.muex.deploy.run.TemporaryCluster;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.FabricKind;
import io.muex.exchange.node.GenesisCommand;
import io.muex.gateway.client.ClientConfig;
import io.muex.load.access.ClusterAccess;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.FaultPlan;
import io.muex.load.flow.FlowProfile;
import io.muex.load.local.ClusterRun;
import io.muex.load.local.FlowSource;
import io.muex.load.local.LocalCluster;
import io.muex.load.local.RunOutcome;
import io.muex.load.local.RunPlan;
import io.muex.load.local.RunTarget;
import io.muex.load.play.PlayPlan;
import io.muex.load.process.StopRequest;
import io.muex.load.report.RunPicture;
import io.muex.mu.fabric.disni.RdmaDevices;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.io.IOException;
import java.nio.file.Files;
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

/** {@code muex demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true,
    description = "Starts a cluster, plays order flow through the gateway, breaks the leader on the way, brings it "
        + "back, and shows book, trades, latency and failovers. Exit status 0 only if nothing was lost, doubled or "
        + "reordered and all replicas agree.")
final class DemoVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long DEFAULT_OPERATIONS = 20_000;

    @Option(names = "--input", paramLabel = "FILE",
        description = "Order flow to play: book-trace operations (also gzip) or LOBSTER messages. Default: a generated "
            + "flow.")
    private Path input;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Seed of the generated flow. Default: ${DEFAULT-VALUE}.")
    private long seed;
    @Option(names = "--rate", paramLabel = "R", defaultValue = "2000",
        description = "Operations per second. Default: ${DEFAULT-VALUE}.")
    private int rate;
    @Option(names = "--fault", paramLabel = "FAULT", defaultValue = "kill",
        description = "kill, pause:2s (or pause:300ms), stop-follower or none. Default: ${DEFAULT-VALUE}.")
    private String fault;
    @Option(names = "--kills", paramLabel = "N", defaultValue = "1",
        description = "How often the fault happens; 0 for never. Default: ${DEFAULT-VALUE}.")
    private int kills;
    @Option(names = "--replicas", paramLabel = "N", defaultValue = "3",
        description = "3, 5, 7 or 9. Default: ${DEFAULT-VALUE}.")
    private int replicas;
    @Option(names = "--slots", paramLabel = "N", defaultValue = "0",
        description = "Entries in the log of a replica, a power of two; 0 for what fits. Default: ${DEFAULT-VALUE}.")
    private int slots;
    @Option(names = "--fabric", paramLabel = "FABRIC", defaultValue = "shm",
        description = "shm: replicas share memory. disni: they use RDMA, all on the first device of this host. "
            + "Default: ${DEFAULT-VALUE}.")
    private FabricKind fabric;
    @Option(names = "--events", paramLabel = "FILE",
        description = "Writes every report that the client saw as book-trace lines.")
    private Path events;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        final RunPlan plan = plan();
        TimerSlack.minimise();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (StopRequest _ = StopRequest.interrupting(GRACE); TemporaryCluster place = create()) {
            return run(plan, place, console);
        } catch (final InterruptedException interrupted) {
            console.line("interrupted");
            return ExitStatus.NOT_HELD;
        } catch (final ClusterDirectoryException e) {
            console.line("muex: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private TemporaryCluster create() throws IOException {
        try {
            return TemporaryCluster.create("demo", replicas, slots, fabric);
        } catch (final IOException e) {
            throw new ParameterException(spec.commandLine(), "muex: " + e.getMessage());
        }
    }

    private RunPlan plan() {
        if (fabric == FabricKind.DISNI) {
            requireDevice();
        }
        if (input != null && !Files.isReadable(input)) {
            throw new ParameterException(spec.commandLine(), "cannot read " + input);
        }
        try {
            final FlowSource source = input != null ? FlowSource.file(input)
                : FlowSource.generated(FlowProfile.of(seed, DEFAULT_OPERATIONS));
            return new RunPlan(source, PlayPlan.ofRate(rate), FaultPlan.parse(fault, kills), events);
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private void requireDevice() {
        try {
            RdmaDevices.firstAddress();
        } catch (final RdmaMissingException missing) {
            throw new ParameterException(spec.commandLine(), "muex: " + missing.getMessage());
        }
    }

    private Integer run(final RunPlan plan, final TemporaryCluster place, final Console console)
        throws IOException, InterruptedException {
        final ClusterConfig config = place.config();
        final ShownProgress progress = new ShownProgress(console);
        try (LocalCluster cluster = LocalCluster.start(config, new MuexCommands(place.file()), progress::onStage);
             ClusterObserver observer = cluster.observer()) {
            final ClientConfig session = ClusterAccess.client(config, GenesisCommand.OPERATOR_SESSION)
                .withMaxUnanswered(plan.play().maxUnanswered());
            final RunOutcome outcome =
                new ClusterRun(plan, new RunTarget(observer, cluster, List.of(session)), progress).run();
            console.line(RunPicture.draw(outcome.report(), outcome.book(), !console.isWatched()));
            json.write(outcome.report());
            return outcome.report().holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }
}
