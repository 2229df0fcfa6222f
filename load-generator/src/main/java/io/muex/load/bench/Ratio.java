package io.muex.load.bench;

import java.util.Arrays;

/**
 * How two subjects compare, over pairs of runs that were made one right after the other.
 *
 * @param median of the ratios of all pairs
 * @param min    smallest
 * @param max    largest
 * @param pairs  how many there were
 */
public record Ratio(double median, double min, double max, int pairs) {
    /**
     * The ratios of pairs.
     *
     * @param ratios at least one
     */
    public static Ratio of(final double... ratios) {
        if (ratios.length == 0) {
            throw new IllegalArgumentException("no pairs");
        }
        final double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        final int half = sorted.length / 2;
        final double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Ratio(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
