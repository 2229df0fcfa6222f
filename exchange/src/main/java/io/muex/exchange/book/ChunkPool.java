package io.muex.exchange.book;

import java.util.Arrays;

/**
 * Sorted chunks of (key, value) pairs for the four page directories of a book, named by a number.
 *
 * <p>The directories merge small neighbours, so that a chunk holds on average at least a quarter of {@link #LENGTH};
 * that bounds how many chunks a given number of pairs can need.
 */
final class ChunkPool {
    static final int SHIFT = 5;
    static final int LENGTH = 1 << SHIFT;
    static final int HALF = LENGTH / 2;
    /** Fills the positions behind the last key; no key is above it. */
    static final long FILLER = Long.MAX_VALUE;

    /** Sorted; behind the last key of a chunk stands FILLER. */
    final long[] keys;
    final int[] values;
    /** Pairs in the chunk; while the chunk is free, the next free chunk. */
    final int[] sizes;

    private int firstFree = -1;
    private int everUsed;

    ChunkPool(final int maxPairs) {
        final int chunks = chunksFor(maxPairs);
        keys = new long[chunks << SHIFT];
        values = new int[chunks << SHIFT];
        sizes = new int[chunks];
    }

    /** Neighbours together hold more than HALF; each of four directories may have one chunk without a partner. */
    static int chunksFor(final int maxPairs) {
        return (int) (2L * maxPairs / (HALF + 1)) + 2 * Place.COUNT;
    }

    int allocate() {
        int chunk = firstFree;
        if (chunk >= 0) {
            firstFree = sizes[chunk];
        } else {
            chunk = everUsed++;
        }
        sizes[chunk] = 0;
        Arrays.fill(keys, chunk << SHIFT, (chunk + 1) << SHIFT, FILLER);
        return chunk;
    }

    void release(final int chunk) {
        sizes[chunk] = firstFree;
        firstFree = chunk;
    }

    void clear() {
        firstFree = -1;
        everUsed = 0;
    }

    /** Of the same capacity. */
    void copyFrom(final ChunkPool other) {
        System.arraycopy(other.keys, 0, keys, 0, other.everUsed << SHIFT);
        System.arraycopy(other.values, 0, values, 0, other.everUsed << SHIFT);
        System.arraycopy(other.sizes, 0, sizes, 0, other.everUsed);
        firstFree = other.firstFree;
        everUsed = other.everUsed;
    }
}
