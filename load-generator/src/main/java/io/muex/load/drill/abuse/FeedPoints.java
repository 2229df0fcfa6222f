package io.muex.load.drill.abuse;

import java.util.Arrays;

/**
 * Hashes of all books as a reader of the public feed had them, at every event at which it said that they belong
 * together. Written by the reader's thread, read when that has ended.
 */
final class FeedPoints {
    private static final int FIRST = 1 << 12;

    private long[] seqs = new long[FIRST];
    private final long[][] hashes = new long[AbusePlan.INSTRUMENTS + 1][FIRST];
    private int count;

    /** Begins a point; the hashes of all instruments follow. */
    void begin(final long seq) {
        if (count == seqs.length) {
            seqs = Arrays.copyOf(seqs, 2 * count);
            for (int id = 1; id < hashes.length; id++) {
                hashes[id] = Arrays.copyOf(hashes[id], 2 * count);
            }
        }
        seqs[count++] = seq;
    }

    void hash(final int instrument, final long hash) {
        hashes[instrument][count - 1] = hash;
    }

    int count() {
        return count;
    }

    long seq(final int point) {
        return seqs[point];
    }

    long hash(final int point, final int instrument) {
        return hashes[instrument][point];
    }
}
