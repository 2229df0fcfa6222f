package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchDirectory;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.detector.DetectorReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muex bench detector}. */
@Command(name = "detector", mixinStandardHelpOptions = true,
    description = "Records the heartbeats of a process that competes for the processors and is stopped now and then; "
        + "judges pulled heartbeats with a score and pushed ones with a time-out on that same trace, by the time to "
        + "suspect and by false suspicions per hour; then kills processes and measures until their death is stored.")
final class DetectorBenchVerb implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "30",
        description = "Length of the recorded trace. Default: ${DEFAULT-VALUE}.")
    private long seconds;
    @Option(names = "--competitors", paramLabel = "N", defaultValue = "4",
        description = "Threads that compete with the watched one, by turns of 300 ms. Default: ${DEFAULT-VALUE}.")
    private int competitors;
    @Option(names = "--kills", paramLabel = "N", defaultValue = "50",
        description = "Processes killed for the death watch. Default: ${DEFAULT-VALUE}.")
    private int kills;
    @Mixin
    private BenchOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || competitors < 0 || kills < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds and --kills must be positive");
        }
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (BenchDirectory directory = BenchDirectory.create()) {
            console.stage("measuring detection");
            final BenchReport report = DetectorReport.measure(
                new BenchChild(options.collector(), directory.path(), PATIENCE), seconds, competitors, kills,
                console::progress);
            BenchOutput.print(console, report);
            json.write(report);
            return report.holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }
}
