package io.muex.mu.session;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;

/**
 * The state hash as it was at the latest multiples of {@value #INTERVAL} of the log index, for comparison between
 * replicas. The sample at index i covers every command below i. Since the log holds entries that are no commands, the
 * sample is taken when the first command at or beyond i arrives, which is the same command at every replica; where
 * several multiples lie between two commands, only the latest is sampled. Replication thread.
 */
public final class HashSamples {
    /** Log indices between two samples. */
    public static final int INTERVAL = 1024;
    /** Samples kept. */
    public static final int CAPACITY = 64;

    private final long[] index = new long[CAPACITY];
    private final long[] hash = new long[CAPACITY];
    private long count;

    /** Number of samples ever taken; the latest {@value #CAPACITY} are kept. */
    public long count() {
        return count;
    }

    /** Log index of sample {@code i}, {@code count() - CAPACITY <= i < count()}. */
    public long index(final long i) {
        return index[(int) (i % CAPACITY)];
    }

    /** Hash of sample {@code i}, {@code count() - CAPACITY <= i < count()}. */
    public long hash(final long i) {
        return hash[(int) (i % CAPACITY)];
    }

    /** The command at {@code commandIndex} is about to be applied to a state that hashes to {@code value}. */
    void onCommand(final long commandIndex, final long value) {
        final long boundary = commandIndex & -INTERVAL;
        if (boundary > (count == 0 ? 0 : index(count - 1))) {
            final int slot = (int) (count % CAPACITY);
            index[slot] = boundary;
            hash[slot] = value;
            count++;
        }
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putLong(count);
        for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
            out.putLong(index(i));
            out.putLong(hash(i));
        }
    }

    void loadSnapshot(final SnapshotReader in) {
        count = in.getLong();
        for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
            index[(int) (i % CAPACITY)] = in.getLong();
            hash[(int) (i % CAPACITY)] = in.getLong();
        }
    }
}
