package io.muex.load.bench.order;

import io.muex.load.bench.BenchReport;
import io.muex.load.bench.BenchRow;
import io.muex.load.bench.Ratio;
import io.muex.load.report.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what was measured as rows and single figures. One thread. */
final class OrderRows {
    private static final double MICRO_NS = 1e3;

    private final List<BenchRow> rows = new ArrayList<>();
    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** The whole and its stages. */
    void add(final String suffix, final LoadResult result) {
        rows.add(BenchRow.ofMicroseconds("end-to-end" + suffix, result.latency(), result.perSecond(),
            (double) result.allocated() / Math.max(1, result.answered())));
        value("late sends" + suffix, result.lateSends());
        check("end-to-end" + suffix, result);
        final Stages stages = result.stages();
        if (stages.complete() > 0) {
            addStages(suffix, stages);
        }
    }

    private void addStages(final String suffix, final Stages stages) {
        double sumUs = 0;
        for (final Stage stage : Stage.values()) {
            rows.add(BenchRow.ofMicroseconds(stage + suffix, stages.histogram(stage), Double.NaN, Double.NaN));
            final double meanUs = stages.sumNs(stage) / MICRO_NS / stages.complete();
            sumUs += meanUs;
            value("mean us " + stage + suffix, meanUs);
        }
        value("mean us of all stages together" + suffix, sumUs);
        value("mean us end-to-end of the same commands" + suffix, stages.wholeNs() / MICRO_NS / stages.complete());
        value("commands without all stamps" + suffix, stages.incomplete());
    }

    /** The whole only. */
    void addWhole(final String name, final LoadResult result) {
        rows.add(BenchRow.ofMicroseconds(name, result.latency(), result.perSecond(), Double.NaN));
        check(name, result);
    }

    private void check(final String name, final LoadResult result) {
        if (result.unanswered() > 0) {
            problem(name + ": " + result.unanswered() + " commands are unanswered");
        }
        if (result.unusual() > 0) {
            problem(name + ": " + result.unusual() + " commands were settled without their reports");
        }
    }

    void value(final String name, final double value) {
        values.put(name, value);
    }

    void ratio(final String name, final Ratio ratio) {
        ratios.put(name, ratio);
    }

    void problem(final String text) {
        problems.add(text);
    }

    BenchReport report() {
        return new BenchReport(List.copyOf(rows), ratios, values, List.copyOf(problems), Environment.here());
    }
}
