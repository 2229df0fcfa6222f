package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.Table;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.BenchRow;
import io.muex.load.bench.Ratio;
import io.muex.load.report.Environment;
import java.util.Locale;
import java.util.Map;

/** The figures of a benchmark for people. */
final class BenchOutput {
    private static final double TEN = 10;

    private BenchOutput() {
    }

    /** Prints rows, ratios, single figures, where they come from, and what did not hold. */
    static void print(final Console console, final BenchReport report) {
        final Table rows = new Table("", "unit", "count", "p50", "p90", "p99", "p99.9", "max", "ops/s", "bytes/op");
        for (final BenchRow row : report.results()) {
            rows.row(row.name(), row.unit(), "%,d".formatted(row.count()), figure(row.p50()), figure(row.p90()),
                figure(row.p99()), figure(row.p999()), figure(row.max()), whole(row.throughputPerSecond()),
                figure(row.allocatedBytesPerOp()));
        }
        console.table(rows);
        if (!report.ratios().isEmpty()) {
            console.line("");
            final Table ratios = new Table("ratio", "median", "min", "max", "pairs");
            for (final Map.Entry<String, Ratio> entry : report.ratios().entrySet()) {
                final Ratio ratio = entry.getValue();
                ratios.row(entry.getKey(), ratioText(ratio.median()), ratioText(ratio.min()),
                    ratioText(ratio.max()), ratio.pairs());
            }
            console.table(ratios);
        }
        if (!report.values().isEmpty()) {
            console.line("");
            final Table values = new Table("value", "");
            report.values().forEach((name, value) -> values.row(name, figure(value)));
            console.table(values);
        }
        final Environment environment = report.environment();
        console.line("");
        console.line(environment.cpu() + ", " + environment.cores() + " cores, JDK " + environment.jdk() + ", "
            + environment.gc() + ", commit " + environment.commit());
        console.line(report.holds() ? "held" : "DID NOT HOLD");
        report.problems().forEach(problem -> console.line("  " + problem));
    }

    /** One decimal where it says something. */
    private static String figure(final double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        final boolean isWhole = value == Math.rint(value) || Math.abs(value) >= TEN * TEN;
        return String.format(Locale.ROOT, isWhole ? "%,.0f" : "%,.1f", value);
    }

    private static String whole(final double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String ratioText(final double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
