package io.muex.load.report;

import org.HdrHistogram.Histogram;

/**
 * A latency distribution.
 *
 * @param unit  of all that follow but the count
 * @param count how many were measured
 * @param p50   median
 * @param p90   nine in ten are not larger
 * @param p99   99 in a hundred are not larger
 * @param p999  999 in a thousand are not larger
 * @param max   largest
 */
public record Latency(String unit, long count, double p50, double p90, double p99, double p999, double max) {
    private static final double MICRO_NS = 1e3;

    /** A histogram of nanoseconds, in microseconds. */
    public static Latency ofNanoseconds(final Histogram histogram) {
        return new Latency("us", histogram.getTotalCount(), micros(histogram.getValueAtPercentile(50)),
            micros(histogram.getValueAtPercentile(90)), micros(histogram.getValueAtPercentile(99)),
            micros(histogram.getValueAtPercentile(99.9)), micros(histogram.getMaxValue()));
    }

    private static double micros(final long nanoseconds) {
        return nanoseconds / MICRO_NS;
    }
}
