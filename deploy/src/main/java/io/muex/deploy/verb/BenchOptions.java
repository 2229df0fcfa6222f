package io.muex.deploy.verb;

import io.muex.load.bench.Collector;
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
}
