package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchDirectory;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.book.BookBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muex bench book}. */
@Command(name = "book", mixinStandardHelpOptions = true,
    description = "Replays a million operations through the order book and through the two order books of "
        + "exchange-core 0.5.3, one thread each, every engine in processes of its own, in turn; then measures how "
        + "the cost grows with the size of the book. Exit status 1 if engines do not reach the same "
        + "totals, or ours allocates.")
final class BookBenchVerb implements Callable<Integer> {
    private static final Path SHARED = Path.of("shared", "book", "mixed_stream.txt.gz");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What to measure. */
    enum Part {
        /** Everything. */
        all,
        /** Single operations, with JMH; not part of everything. */
        jmh,
        /** The stream only. */
        replay,
        /** How the cost grows, only. */
        growth
    }

    @Option(names = "--input", paramLabel = "FILE",
        description = "Operations, one a line (A id side quantity price, I likewise, M id side quantity, C id, "
            + "R id delta price; side B or S; #MEASURE ends the part that fills the book); may be gzip. Default: "
            + "shared/book/mixed_stream.txt.gz in a directory above, else generated from the seed.")
    private Path input;
    @Option(names = "--seed", paramLabel = "N", description = "Generates the operations from this seed.")
    private Long seed;
    @Option(names = "--pairs", paramLabel = "N", defaultValue = "7",
        description = "How often each engine is measured, in a new process each time. Default: ${DEFAULT-VALUE}.")
    private int pairs;
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "4",
        description = "How long each engine is measured in all, without warming up. Default: ${DEFAULT-VALUE}.")
    private double seconds;
    @Option(names = "--part", paramLabel = "PART", defaultValue = "all",
        description = "What to measure: ${COMPLETION-CANDIDATES}; jmh, single operations, is not part of "
            + "all. Default: ${DEFAULT-VALUE}.")
    private Part part;
    @Option(names = "--jmh", description = "The same as --part jmh.")
    private boolean isJmh;
    @Mixin
    private BenchOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (pairs < 1 || !(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--pairs and --seconds must be positive");
        }
        if (isJmh) {
            part = Part.jmh;
        }
        final String stream = stream();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (BenchDirectory directory = BenchDirectory.create()) {
            final BenchChild children = new BenchChild(options.collector(), directory.path(), PATIENCE);
            final BookBench bench = new BookBench(children, console::progress);
            if (part == Part.all || part == Part.replay) {
                console.stage("replaying " + stream);
                bench.replay(stream, pairs, seconds / pairs);
            }
            if (part == Part.all || part == Part.growth) {
                console.stage("growing");
                bench.growth();
            }
            if (part == Part.jmh) {
                console.stage("running JMH");
                bench.jmh();
            }
            final BenchReport report = bench.report();
            BenchOutput.print(console, report);
            if (!bench.totals().isEmpty()) {
                console.line(bench.totals());
            }
            json.write(report);
            return report.holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }

    private String stream() {
        if (input != null && seed != null) {
            throw new ParameterException(spec.commandLine(), "--input and --seed exclude each other");
        }
        if (input != null) {
            if (!Files.isReadable(input)) {
                throw new ParameterException(spec.commandLine(), "cannot read " + input);
            }
            return input.toAbsolutePath().toString();
        }
        if (seed == null) {
            for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
                if (Files.isReadable(at.resolve(SHARED))) {
                    return at.resolve(SHARED).toString();
                }
            }
        }
        return "seed:" + (seed == null ? 1 : seed);
    }
}
