package io.muex.load.bench.replicate;

import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.BenchRow;
import io.muex.load.bench.Ratio;
import io.muex.load.report.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        final List<BenchRow> rows = new ArrayList<>();
        final Map<String, Ratio> ratios = new LinkedHashMap<>();
        final Map<String, Double> values = new LinkedHashMap<>();
        final List<String> problems = new ArrayList<>();
        Environment environment = Environment.here();
        final Set<Part> parts = EnumSet.copyOf(plan.parts());
        if (parts.remove(Part.VARIANTS)) {
            final VariantComparison comparison = new VariantComparison();
            comparison.measure(children, HEAP, plan.of(EnumSet.of(Part.VARIANTS)), onProgress);
            rows.addAll(comparison.rows());
            values.putAll(comparison.values());
            problems.addAll(comparison.problems());
        }
        if (!parts.isEmpty()) {
            final BenchLines lines = children.run(ReplicateBench.class, HEAP, onProgress, plan.of(parts).arguments());
            rows.addAll(0, lines.rows());
            values.putAll(lines.values());
            for (final String name : RATIOS) {
                final double[] pairs = lines.values(name).stream().mapToDouble(Double::doubleValue).toArray();
                values.remove(name);
                if (pairs.length > 0) {
                    ratios.put(name, Ratio.of(pairs));
                }
            }
            problems.addAll(lines.problems());
            environment = lines.environment().orElse(environment);
        }
        return new BenchReport(rows, ratios, values, problems, environment);
    }
}
