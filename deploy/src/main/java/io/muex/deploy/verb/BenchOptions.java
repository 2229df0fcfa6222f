package io.muex.deploy.verb;

import io.muex.load.bench.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What all benchmarks that measure in child processes can be told. */
final class BenchOptions {
    @Option(names = "--gc", paramLabel = "GC", defaultValue = "serial",
        description = "Collector of the measured processes: ${COMPLETION-CANDIDATES}. "
            + "Default: ${DEFAULT-VALUE}, the replicas'.")
    private Collector collector;

    /** Of all child processes. */
    Collector collector() {
        return collector;
    }

    /** Removes the directory of a benchmark's processes, all of which have ended, with their logs. */
    static void remove(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
