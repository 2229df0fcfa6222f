package io.muex.load.bench.book.jmh;

import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchRow;
import io.muex.load.process.LifeLine;
import io.muex.load.report.Environment;
import java.time.Duration;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Child process: runs JMH, which forks once more for every benchmark, and reports a row per benchmark. */
public final class JmhProcess {
    private static final double SECOND_NS = 1e9;
    private static final double P50 = 50;
    private static final double P90 = 90;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private JmhProcess() {
    }

    /** Runs. */
    public static void main(final String[] arguments) throws RunnerException {
        LifeLine.attachIfGiven(Duration.ofSeconds(1));
        for (final RunResult result : new Runner(new OptionsBuilder()
            .include(OrderBookJmh.class.getName() + "\\..*")
            .addProfiler(GCProfiler.class)
            .build()).run()) {
            BenchLines.print(System.out, row(result));
        }
        BenchLines.print(System.out, Environment.here());
    }

    /** The percentiles are those of the averages of iterations. */
    private static BenchRow row(final RunResult result) {
        final Result<?> primary = result.getPrimaryResult();
        final Statistics statistics = primary.getStatistics();
        final double bytes = result.getSecondaryResults().keySet().stream()
            .filter(name -> name.endsWith("gc.alloc.rate.norm"))
            .mapToDouble(name -> result.getSecondaryResults().get(name).getScore()).findFirst().orElse(Double.NaN);
        return new BenchRow("jmh " + primary.getLabel() + ", " + result.getParams().getParam("depthLevels")
            + " levels shown", "ns", statistics.getN(), statistics.getPercentile(P50), statistics.getPercentile(P90),
            statistics.getPercentile(P99), statistics.getPercentile(P999), statistics.getMax(),
            SECOND_NS / primary.getScore(), bytes);
    }
}
