package io.muex.gateway.marketdata;

import java.util.concurrent.TimeUnit;

/**
 * How many requests a reader may make: a few at once and then so many a second. A bounded number of readers is kept
 * apart; a reader takes the place of one that has been quiet for long, or else gets nothing. So whoever asks too much
 * costs others nothing, and whoever comes under ever new names costs the others who ask no more than a table's worth of
 * requests. Time is handed in. One thread.
 */
final class RequestLimits {
    private static final int READERS = 256;
    private static final int BURST = 16;
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);

    private final int[] readers = new int[READERS];
    /** When all that a reader has used is given back. */
    private final long[] paidNs = new long[READERS];
    private int count;

    /** True if this reader may ask now; then that counts as asked. */
    boolean admit(final int reader, final long nowNs) {
        int found = -1;
        for (int i = 0; i < count && found < 0; i++) {
            if (readers[i] == reader) {
                found = i;
            }
        }
        if (found < 0) {
            found = place(nowNs);
            if (found < 0) {
                return false;
            }
            readers[found] = reader;
            paidNs[found] = nowNs;
        }
        if (paidNs[found] - nowNs > (BURST - 1) * INTERVAL_NS) {
            return false;
        }
        paidNs[found] = Math.max(0, paidNs[found] - nowNs) + nowNs + INTERVAL_NS;
        return true;
    }

    private int place(final long nowNs) {
        if (count < READERS) {
            return count++;
        }
        for (int i = 0; i < READERS; i++) {
            if (nowNs - paidNs[i] > QUIET_NS) {
                return i;
            }
        }
        return -1;
    }
}
