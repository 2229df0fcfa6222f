package io.muex.load.bench.detector;

import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchReport;
import io.muex.load.report.Environment;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the benchmark in a process of its own and puts its figures together. One thread. */
public final class DetectorReport {
    private static final String HEAP = "256m";

    private DetectorReport() {
    }

    /**
     * Records, judges and kills.
     *
     * @param seconds     length of the recorded trace
     * @param competitors threads that compete with the watched one for the processors
     * @param kills       processes killed for the death watch
     */
    public static BenchReport measure(final BenchChild children, final long seconds, final int competitors,
                                      final int kills, final Consumer<String> onProgress)
        throws IOException, InterruptedException {
        final BenchLines lines = children.run(DetectorBench.class, HEAP, onProgress, Long.toString(seconds),
            Integer.toString(competitors), Integer.toString(kills));
        return new BenchReport(lines.rows(), Map.of(), lines.problems(),
            lines.environment().orElseGet(Environment::here));
    }
}
