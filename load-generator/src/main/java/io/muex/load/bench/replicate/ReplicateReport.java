package io.muex.load.bench.replicate;

import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.Ratio;
import io.muex.load.report.Environment;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the benchmark in a process of its own and puts its figures together. One thread. */
public final class ReplicateReport {
    private static final String HEAP = "256m";
    private static final List<String> RATIOS = List.of("permission storm / quiet p50", "snapshots / quiet p50",
        "state transfer / quiet p50");

    private ReplicateReport() {
    }

    /** Measures what {@code plan} says. */
    public static BenchReport measure(final BenchChild children, final ReplicatePlan plan,
                                      final Consumer<String> onProgress) throws IOException, InterruptedException {
        final BenchLines lines = children.run(ReplicateBench.class, HEAP, onProgress, plan.arguments());
        final Map<String, Ratio> ratios = new LinkedHashMap<>();
        for (final String name : RATIOS) {
            final double[] values = lines.values(name).stream().mapToDouble(Double::doubleValue).toArray();
            if (values.length > 0) {
                ratios.put(name, Ratio.of(values));
            }
        }
        return new BenchReport(lines.rows(), ratios, lines.problems(),
            lines.environment().orElseGet(Environment::here));
    }
}
