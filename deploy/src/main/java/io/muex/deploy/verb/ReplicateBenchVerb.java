package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchDirectory;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.replicate.Mode;
import io.muex.load.bench.replicate.Part;
import io.muex.load.bench.replicate.ReplicatePlan;
import io.muex.load.bench.replicate.ReplicateReport;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muex bench replicate}. */
@Command(name = "replicate", mixinStandardHelpOptions = true,
    description = "Measures replication by a leader in a process of its own with real follower processes over shared "
        + "memory, beside the bare cost of the same bytes. Latency is from the proposal to the commit as the leader "
        + "sees it and contains one reading of the clock (row timer). Exit status 1 if followers end up with another "
        + "state than the leader's, or are lost from its log at five million commands a second.")
final class ReplicateBenchVerb implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @Option(names = "--part", paramLabel = "PART", split = ",",
        description = "What to measure, several with commas: latency, payload, replicas, sessions, batches, "
            + "throughput, background, variants. Default: all.")
    private Set<String> partWords;
    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "standalone",
        description = "Who makes the commands: standalone (the leader's thread), attached-same-core or "
            + "attached-other-core (another thread hands them over). Default: ${DEFAULT-VALUE}.")
    private String modeWord;
    @Option(names = "--followers", paramLabel = "HOW",
        description = "How followers replay: parked (as shipped: they sleep for a millisecond when there is nothing), "
            + "near or far (they spin on the nearest or furthest processor), none-reading. Default: each in the part "
            + "about latency, parked elsewhere.")
    private String followers;
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "2",
        description = "How long each row is measured, without warming up. Default: ${DEFAULT-VALUE}.")
    private double seconds;
    @Mixin
    private BenchOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final ReplicatePlan plan = plan();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (BenchDirectory directory = BenchDirectory.create()) {
            console.stage("measuring replication");
            final BenchReport report = ReplicateReport.measure(
                new BenchChild(options.collector(), directory.path(), PATIENCE), plan, console::progress);
            BenchOutput.print(console, report);
            json.write(report);
            return report.holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }

    private ReplicatePlan plan() {
        if (!(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--seconds must be positive");
        }
        if (followers != null && !ReplicatePlan.followerWords().contains(followers)) {
            throw new ParameterException(spec.commandLine(),
                "--followers must be one of " + ReplicatePlan.followerWords() + ", not " + followers);
        }
        final Set<Part> parts = EnumSet.noneOf(Part.class);
        if (partWords == null) {
            parts.addAll(EnumSet.allOf(Part.class));
        } else {
            partWords.forEach(word -> parts.add(constant(Part.class, "--part", word)));
        }
        return new ReplicatePlan(parts, constant(Mode.class, "--mode", modeWord), followers, seconds);
    }

    private <E extends Enum<E>> E constant(final Class<E> type, final String option, final String word) {
        for (final E constant : type.getEnumConstants()) {
            if (constant.toString().equals(word.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new ParameterException(spec.commandLine(),
            option + " must be one of " + EnumSet.allOf(type) + ", not " + word);
    }
}
