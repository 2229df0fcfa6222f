package io.muex.load.bench;

import org.HdrHistogram.Histogram;

/**
 * One measured subject; as JSON the names of the components are the keys.
 *
 * @param name                of what was measured
 * @param unit                of the percentiles and the maximum
 * @param count               of operations whose latency was measured
 * @param p50                 median
 * @param p90                 nine in ten are not larger
 * @param p99                 99 in a hundred are not larger
 * @param p999                999 in a thousand are not larger
 * @param max                 largest
 * @param throughputPerSecond operations per second, NaN (null as JSON) where it was not measured
 * @param allocatedBytesPerOp bytes allocated on the heap per operation, NaN where it was not measured
 */
public record BenchRow(String name, String unit, long count, double p50, double p90, double p99, double p999,
    double max, double throughputPerSecond, double allocatedBytesPerOp) {
    private static final double MICRO_NS = 1e3;
    private static final double P50 = 50;
    private static final double P90 = 90;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    /** A histogram of nanoseconds, in nanoseconds. */
    public static BenchRow ofNanoseconds(final String name, final Histogram histogram,
                                         final double throughputPerSecond, final double allocatedBytesPerOp) {
        return of(name, "ns", 1, histogram, throughputPerSecond, allocatedBytesPerOp);
    }

    /** A histogram of nanoseconds, in microseconds. */
    public static BenchRow ofMicroseconds(final String name, final Histogram histogram,
                                          final double throughputPerSecond, final double allocatedBytesPerOp) {
        return of(name, "us", MICRO_NS, histogram, throughputPerSecond, allocatedBytesPerOp);
    }

    private static BenchRow of(final String name, final String unit, final double unitNs, final Histogram histogram,
                               final double throughputPerSecond, final double allocatedBytesPerOp) {
        return new BenchRow(name, unit, histogram.getTotalCount(), histogram.getValueAtPercentile(P50) / unitNs,
            histogram.getValueAtPercentile(P90) / unitNs, histogram.getValueAtPercentile(P99) / unitNs,
            histogram.getValueAtPercentile(P999) / unitNs, histogram.getMaxValue() / unitNs, throughputPerSecond,
            allocatedBytesPerOp);
    }

    /** The same figures under another name. */
    public BenchRow named(final String newName) {
        return new BenchRow(newName, unit, count, p50, p90, p99, p999, max, throughputPerSecond, allocatedBytesPerOp);
    }
}
