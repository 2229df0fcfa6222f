package io.muex.load.bench.book;

import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.BenchRow;
import io.muex.load.bench.Ratio;
import io.muex.load.bench.book.jmh.JmhProcess;
import io.muex.load.report.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The order book beside those of exchange-core. Every engine replays the same stream in fresh processes, in the order
 * A B C D, D C B A, A B C D and so on, so that whatever drifts on the machine meets all alike; the ratio of two engines
 * is taken within each pass. One thread.
 */
public final class BookBench {
    private static final String HEAP = "768m";
    private static final String GROWTH_HEAP = "1g";
    /** What reading the clock may allocate, per operation. */
    private static final double NOTHING = 0.001;

    private final BenchChild children;
    private final Consumer<String> onProgress;
    private final Map<Subject, List<Double>> medians = new EnumMap<>(Subject.class);
    private final Map<Subject, List<Double>> bytes = new EnumMap<>(Subject.class);
    private final Map<Subject, Histogram> latencies = new EnumMap<>(Subject.class);
    private final Set<String> totals = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final List<BenchRow> others = new ArrayList<>();
    private boolean isStreamSure;
    private Environment environment;

    /**
     * A benchmark.
     *
     * @param children   runs the measured processes
     * @param onProgress is told what is being done
     */
    public BookBench(final BenchChild children, final Consumer<String> onProgress) {
        this.children = children;
        this.onProgress = onProgress;
        for (final Subject subject : Subject.values()) {
            medians.put(subject, new ArrayList<>());
            bytes.put(subject, new ArrayList<>());
        }
    }

    /**
     * Replays a stream through all engines.
     *
     * @param stream  a file, or {@code seed:N} for one that is generated
     * @param passes  how often each engine is measured, each time in a new process
     * @param seconds to measure in each of them, after it has warmed up
     */
    public void replay(final String stream, final int passes, final double seconds)
        throws IOException, InterruptedException {
        for (int pass = 0; pass < passes; pass++) {
            final List<Subject> order = Arrays.asList(Subject.values());
            for (final Subject subject : pass % 2 == 0 ? order : order.reversed()) {
                onProgress.accept("pass " + (pass + 1) + " of " + passes + ", " + subject.row());
                take(subject, children.run(BookReplay.class, HEAP, text -> { }, subject.name(),
                    Double.toString(seconds), stream));
            }
        }
        if (totals.size() > 1) {
            problems.add("engines do not reach the same totals: " + totals);
        }
    }

    private void take(final Subject subject, final BenchLines said) {
        final double[] rates = said.values(BookReplay.RATE).stream().mapToDouble(Double::doubleValue).toArray();
        medians.get(subject).add(Ratio.of(rates).median());
        bytes.get(subject).addAll(said.values(BookReplay.BYTES));
        said.histograms(subject.row()).forEach(histogram -> latencies.merge(subject, histogram, (sum, added) -> {
            sum.add(added);
            return sum;
        }));
        totals.addAll(said.texts(BookReplay.TOTALS));
        isStreamSure = said.values(BookReplay.EXPECTED).stream().anyMatch(count -> count > 0);
        note(said);
    }

    private void note(final BenchLines said) {
        problems.addAll(said.problems());
        environment = said.environment().orElseThrow();
    }

    /** Measures how the cost grows with the size of the book. */
    public void growth() throws IOException, InterruptedException {
        for (final Subject subject : List.of(Subject.MUEX, Subject.DIRECT)) {
            final BenchLines said = children.run(BookGrowth.class, GROWTH_HEAP, onProgress, subject.name());
            others.addAll(said.rows());
            note(said);
        }
    }

    /** Measures single operations with JMH. */
    public void jmh() throws IOException, InterruptedException {
        final BenchLines said = children.run(JmhProcess.class, HEAP, onProgress);
        others.addAll(said.rows());
        note(said);
    }

    /** Totals that all engines reached, for people. */
    public String totals() {
        return totals.isEmpty() ? "" : "totals of all engines" + (isStreamSure ? ", and of the stream" : "") + ": "
            + String.join("; ", totals);
    }

    /** What was measured so far. */
    public BenchReport report() {
        final List<BenchRow> rows = new ArrayList<>();
        final Map<String, Ratio> ratios = new LinkedHashMap<>();
        for (final Subject subject : Subject.values()) {
            if (latencies.containsKey(subject)) {
                rows.add(row(subject));
            }
        }
        if (!latencies.isEmpty()) {
            putRatio(ratios, Subject.MUEX, Subject.DIRECT);
            putRatio(ratios, Subject.MUEX_DEPTH, Subject.DIRECT);
            putRatio(ratios, Subject.MUEX, Subject.NAIVE);
        }
        rows.addAll(others);
        rows.stream().filter(row -> row.name().startsWith(Subject.MUEX.row()) && row.allocatedBytesPerOp() > NOTHING)
            .forEach(row -> problems.add(row.name() + " allocates " + row.allocatedBytesPerOp() + " bytes/op"));
        return new BenchReport(rows, ratios, List.copyOf(problems), environment);
    }

    private BenchRow row(final Subject subject) {
        return BenchRow.ofNanoseconds(subject.row(), latencies.get(subject), median(medians.get(subject)),
            median(bytes.get(subject)));
    }

    private static double median(final List<Double> values) {
        return Ratio.of(values.stream().mapToDouble(Double::doubleValue).toArray()).median();
    }

    private void putRatio(final Map<String, Ratio> ratios, final Subject ours, final Subject theirs) {
        final double[] pairs = new double[medians.get(ours).size()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = medians.get(ours).get(i) / medians.get(theirs).get(i);
        }
        ratios.put(ours.row() + " / " + theirs.row(), Ratio.of(pairs));
    }
}
