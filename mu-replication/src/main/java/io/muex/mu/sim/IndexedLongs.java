package io.muex.mu.sim;

import java.util.Arrays;

/** Numbers by log index; 0 means none. Grows; one thread. */
final class IndexedLongs {
    private long[] values = new long[64];

    long get(final long index) {
        return index < values.length ? values[(int) index] : 0;
    }

    void put(final long index, final long value) {
        if (index >= values.length) {
            values = Arrays.copyOf(values, (int) Math.max(index + 1, 2L * values.length));
        }
        values[(int) index] = value;
    }
}
