package io.muex.load.drill.kind;

import java.util.List;

/**
 * What one fault came to.
 *
 * @param number            from 1, in the order in which they happened
 * @param kind              as people write it
 * @param target            what was broken, in words
 * @param atSeconds         when, since the beginning of the drill
 * @param kills             processes that it killed
 * @param unanswered        commands that had been sent and not answered when it began
 * @param clientGapMicros   the client saw the first report for a command that was due after it; -1 = never
 * @param maxLatencyMicros  longest latency of a command that was due between its beginning and its end
 * @param wholeAfterSeconds from its beginning until all replicas voted again under one leader; -1 = never
 * @param ratios            disturbed over undisturbed; null where that is not measured
 * @param notes             what else is worth knowing, in words
 */
public record FaultEntry(int number, String kind, String target, double atSeconds, int kills, long unanswered,
    long clientGapMicros, double maxLatencyMicros, double wholeAfterSeconds, Ratios ratios, List<String> notes) {
    /**
     * Latencies of intervals with a fault over those of the undisturbed intervals beside them.
     *
     * @param pairs of intervals
     * @param p50   of the medians
     * @param p99   of the 99th percentiles
     */
    public record Ratios(int pairs, Spread p50, Spread p99) {
    }

    /**
     * How a ratio is spread over all pairs.
     *
     * @param median over all pairs
     * @param min    smallest
     * @param max    largest
     */
    public record Spread(double median, double min, double max) {
    }
}
