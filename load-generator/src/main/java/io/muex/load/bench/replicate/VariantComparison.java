package io.muex.load.bench.replicate;

import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchRow;
import io.muex.load.process.ClusterDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Every variant in processes of its own, one after the other and that several times: code of one JVM is laid out as
 * luck would have it, and neighbours on the host come and go. A cost is the median over rounds of the difference of
 * medians within a round. One thread.
 */
final class VariantComparison {
    private static final int ROUNDS = 5;
    private static final double MEDIAN = 50;

    private final List<BenchRow> rows = new ArrayList<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<Variant, Histogram> oneByOne = new EnumMap<>(Variant.class);
    private final Map<Variant, Histogram> batches = new EnumMap<>(Variant.class);
    private final Map<Variant, double[]> perCommandNs = new EnumMap<>(Variant.class);
    private final Map<Variant, double[]> latencyNs = new EnumMap<>(Variant.class);

    /** Measures all of them with a {@code plan} that has this part alone. */
    void measure(final BenchChild children, final String heap, final ReplicatePlan plan,
                 final Consumer<String> onProgress) throws IOException, InterruptedException {
        final Path classes = Files.createTempDirectory("muex-variants-");
        try {
            final Map<Variant, List<Path>> places = new EnumMap<>(Variant.class);
            for (final Variant variant : Variant.values()) {
                places.put(variant, variant.compile(Files.createDirectory(classes.resolve(variant.name()))));
                oneByOne.put(variant, Rows.histogram());
                batches.put(variant, Rows.histogram());
                perCommandNs.put(variant, new double[ROUNDS]);
                latencyNs.put(variant, new double[ROUNDS]);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (final Variant variant : Variant.values()) {
                    onProgress.accept(variant.word() + ", round " + (round + 1) + " of " + ROUNDS);
                    add(variant, round, children.run(ReplicateBench.class, heap, places.get(variant),
                        line -> { }, plan.arguments()));
                }
            }
        } finally {
            ClusterDirectories.remove(classes);
        }
        conclude();
    }

    private void add(final Variant variant, final int round, final BenchLines lines) {
        final Histogram single = lines.histograms(Variant.ONE_BY_ONE).getFirst();
        final Histogram batch = lines.histograms(Variant.IN_BATCHES).getFirst();
        oneByOne.get(variant).add(single);
        batches.get(variant).add(batch);
        latencyNs.get(variant)[round] = single.getValueAtPercentile(MEDIAN);
        perCommandNs.get(variant)[round] = batch.getValueAtPercentile(MEDIAN) / (double) Variant.BATCH;
        problems.addAll(lines.problems());
    }

    private void conclude() {
        for (final Variant variant : Variant.values()) {
            rows.add(BenchRow.ofNanoseconds("64 B " + variant.word(), oneByOne.get(variant), Double.NaN, Double.NaN));
            rows.add(BenchRow.ofNanoseconds("batch of " + Variant.BATCH + " " + variant.word(), batches.get(variant),
                Double.NaN, Double.NaN));
        }
        cost("checksum", Variant.CANARY);
        cost("invariants", Variant.WITHOUT_INVARIANTS);
    }

    private void cost(final String what, final Variant without) {
        values.put(what + " ns per append, one by one", difference(latencyNs, without));
        values.put(what + " ns per append, batches of " + Variant.BATCH, difference(perCommandNs, without));
    }

    private static double difference(final Map<Variant, double[]> figures, final Variant without) {
        final double[] differences = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            differences[round] = figures.get(Variant.SHIPPED)[round] - figures.get(without)[round];
        }
        Arrays.sort(differences);
        return differences[ROUNDS / 2];
    }

    List<BenchRow> rows() {
        return rows;
    }

    Map<String, Double> values() {
        return values;
    }

    List<String> problems() {
        return problems;
    }
}
