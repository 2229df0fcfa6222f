package io.muex.load.drill.kind;

import io.muex.load.play.Report;
import io.muex.load.play.RunListener;
import org.HdrHistogram.Histogram;

/**
 * When reports arrived, and the latencies of the present interval. Written by the player's thread, read by the drill's.
 */
public final class Arrivals implements RunListener {
    private static final int DIGITS = 3;

    private volatile long latestNs;
    private volatile long count;
    private Histogram before = fresh();
    private Histogram present = fresh();
    private long presentFromNs = Long.MIN_VALUE;
    private long maxNs;

    private static Histogram fresh() {
        final Histogram histogram = new Histogram(DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    @Override
    public void onReport(final Report report) {
        latestNs = report.receivedNs();
        count = count + 1;
    }

    @Override
    public synchronized void onLatency(final long dueNs, final long endNs) {
        final long latencyNs = Math.max(0, endNs - dueNs);
        (dueNs - presentFromNs >= 0 || presentFromNs == Long.MIN_VALUE ? present : before).recordValue(latencyNs);
        maxNs = Math.max(maxNs, latencyNs);
    }

    /** When the latest report arrived, monotonic nanoseconds. */
    public long latestNs() {
        return latestNs;
    }

    /** How many arrived. */
    public long count() {
        return count;
    }

    /**
     * Begins a new interval: what was due from now on belongs to it.
     *
     * @return the one before; still fills with what was due in it, until the next call
     */
    public synchronized Histogram beginInterval() {
        before = present;
        present = fresh();
        presentFromNs = System.nanoTime();
        return before;
    }

    /** The longest latency that was recorded since the last call. */
    public synchronized long takeMaxNs() {
        final long max = maxNs;
        maxNs = 0;
        return max;
    }
}
