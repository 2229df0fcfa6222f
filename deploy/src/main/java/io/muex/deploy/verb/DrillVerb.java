package io.muex.deploy.verb;

import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.report.Console;
import io.muex.deploy.run.MuexCommands;
import io.muex.deploy.run.ShownDrill;
import io.muex.deploy.run.StartedAs;
import io.muex.deploy.run.TemporaryCluster;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DetectorProfile;
import io.muex.exchange.node.GenesisCommand;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.GatewayAddress;
import io.muex.gateway.config.GatewayConfig;
import io.muex.load.access.ClusterAccess;
import io.muex.load.drill.DrillCluster;
import io.muex.load.drill.kind.DrillKind;
import io.muex.load.drill.run.DrillPicture;
import io.muex.load.drill.run.DrillPlan;
import io.muex.load.drill.run.DrillReport;
import io.muex.load.drill.run.DrillRun;
import io.muex.load.local.LocalCluster;
import io.muex.load.local.RunningCluster;
import io.muex.load.play.PlayFailedException;
import io.muex.load.play.PlayPlan;
import io.muex.load.process.StopRequest;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muex drill}. */
@Command(name = "drill", mixinStandardHelpOptions = true,
    description = "Breaks a cluster on purpose while orders flow through it, and checks that every command was "
        + "answered once and in order, that what the client saw is what the order book alone says, and that all "
        + "replicas agree. Prints a line for each fault, a timeline for each failover and percentiles over all. Exit "
        + "status 0: everything held; 1: it did not; 2: wrong usage.")
final class DrillVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int MAX_UNANSWERED = PlayPlan.DEFAULT_MAX_UNANSWERED;

    @Parameters(paramLabel = "KIND|random|abuse|FILE.yaml",
        description = "One of the kinds below; random: a mix of them; abuse: see below; or a file with steps.")
    private String what;
    @Option(names = "--count", paramLabel = "N", description = "How often the kind happens. Default: 1.")
    private Integer count;
    @Option(names = "--kills", paramLabel = "N",
        description = "random: goes on until so many processes were killed. Default: 20.")
    private Integer kills;
    @Option(names = "--rate", paramLabel = "R", description = "Operations per second. Default: 2000.")
    private Integer rate;
    @Option(names = "--replicas", paramLabel = "N",
        description = "3, 5, 7 or 9. Default: 3, and 5 for competing-candidates.")
    private Integer replicas;
    @Option(names = "--seed", paramLabel = "S",
        description = "Of the flow and of every choice: which replica, when. Default: 1.")
    private Long seed;
    @Option(names = "--slots", paramLabel = "N", description = "Entries in the log of a replica, a power of two. "
        + "Default: what fits, and 4096 for pause-all-followers.")
    private Integer slots;
    @Option(names = "--gateways", paramLabel = "N", defaultValue = "1",
        description = "Gateways, 1 to 8, of a cluster made for this drill. Default: ${DEFAULT-VALUE}.")
    private int gateways;
    @Option(names = "--detector", paramLabel = "PROFILE", defaultValue = "small",
        description = "How fast replicas suspect one that stands still: small (70 ms) or aggressive (0.7 ms; all "
            + "replicas spin, so it needs two cores for each). Default: ${DEFAULT-VALUE}.")
    private DetectorProfile detector;
    @Option(names = "--cluster", paramLabel = "DIR",
        description = "Home of a running cluster of muex up to break, instead of one made for this drill.")
    private Path home;
    @Mixin
    private AbuseOptions abuse;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    /** What stands below the options: every kind in a sentence, and what must hold. */
    static String[] footer() {
        final List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Kinds. Each fault begins when all replicas vote and a command is unanswered.");
        for (final DrillKind kind : DrillKind.values()) {
            lines.add("  " + kind.word());
            lines.add("    " + kind.sentence());
            lines.add("    Expected: " + kind.expectation());
        }
        lines.add("  random");
        lines.add("    A mix of them by seed until so many processes were killed; what was killed starts again.");
        lines.addAll(AbuseOptions.footer());
        lines.add("");
        lines.add("A file holds steps; at, target and for are optional:");
        lines.addAll(List.of("  drill:", "    seed: 7", "    slots: 4096", "    steps:", "      - at: 2s",
            "        kind: pause-follower", "        target: 3", "        for: 500ms", "      - kind: kill-leader"));
        return lines.toArray(String[]::new);
    }

    @Override
    public Integer call() throws Exception {
        if (gateways < 1 || gateways > GatewayConfig.MAX_COUNT) {
            throw new ParameterException(spec.commandLine(), "--gateways must be 1 to " + GatewayConfig.MAX_COUNT);
        }
        final boolean isAbuse = what.equals(AbuseOptions.WORD);
        abuse.throwUnless(isAbuse, spec);
        if (isAbuse && (count != null || kills != null || rate != null || replicas != null || slots != null
            || home != null || gateways != 1 || detector != DetectorProfile.SMALL)) {
            throw new ParameterException(spec.commandLine(), AbuseOptions.WORD + " goes by --seconds, --sessions, "
                + "--session-rate, --loss and --seed only");
        }
        final DrillChoice choice = isAbuse ? null : choice();
        TimerSlack.minimise();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (StopRequest _ = StopRequest.interrupting(GRACE)) {
            if (isAbuse) {
                return abuse.run(seed == null ? 1 : seed, json, console);
            }
            return home == null ? onOwn(choice, console) : onRunning(choice, console);
        } catch (final InterruptedException interrupted) {
            console.line("interrupted");
            return ExitStatus.NOT_HELD;
        } catch (final PlayFailedException failure) {
            console.note("muex: " + failure.getMessage());
            return ExitStatus.NOT_HELD;
        } catch (final ClusterDirectoryException e) {
            console.note("muex: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private DrillChoice choice() {
        try {
            final DrillChoice.Wishes wishes = new DrillChoice.Wishes(count, kills, rate, replicas, seed, slots);
            return DrillChoice.of(what, wishes, home != null);
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private int onOwn(final DrillChoice choice, final Console console) throws IOException, InterruptedException {
        try (TemporaryCluster place = create(choice)) {
            final ShownDrill progress = new ShownDrill(console);
            final MuexCommands commands = choice.canStall()
                ? MuexCommands.withStalling(place.file()) : new MuexCommands(place.file());
            final LocalCluster cluster = LocalCluster.start(place.config(), commands, gateways, progress::onStage);
            final boolean isHeld;
            try {
                isHeld = run(choice.plan(cluster), cluster, place.config(), console);
                if (!isHeld) {
                    // Before the end: whichever replica ends last removes what is left of a temporary cluster.
                    console.line("logs of all processes: " + place.keepLogs());
                }
            } finally {
                cluster.closeKeepingLogs();
            }
            return isHeld ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }

    private TemporaryCluster create(final DrillChoice choice) throws IOException {
        try {
            return TemporaryCluster.create("drill", choice.replicas(), choice.slots(), detector);
        } catch (final IOException e) {
            throw new ParameterException(spec.commandLine(), "muex: " + e.getMessage());
        }
    }

    private int onRunning(final DrillChoice choice, final Console console) throws IOException, InterruptedException {
        final StartedAs found;
        final RunningCluster opened;
        try {
            found = StartedAs.find(home);
            opened = new RunningCluster(found.cluster(), new MuexCommands(found.options()));
        } catch (final IOException e) {
            throw new ParameterException(spec.commandLine(), "muex: " + e.getMessage());
        }
        try (RunningCluster cluster = opened) {
            final boolean isHeld = run(choice.plan(cluster), cluster, found.cluster(), console);
            return isHeld ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }

    private boolean run(final DrillPlan plan, final DrillCluster cluster, final ClusterConfig config,
                        final Console console) throws IOException, InterruptedException {
        final ClientConfig session = ClusterAccess.client(config, GenesisCommand.OPERATOR_SESSION)
            .withMaxUnanswered(MAX_UNANSWERED).withGateways(GatewayAddress.ofLocalUpTo(cluster.gateways()));
        final DrillReport report = new DrillRun(plan, cluster, session, new ShownDrill(console)).run();
        console.line(DrillPicture.summary(report));
        json.write(report);
        return report.holds();
    }
}
