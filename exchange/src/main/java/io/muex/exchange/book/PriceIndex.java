package io.muex.exchange.book;

import java.util.Arrays;

/**
 * Finds the levels of one ranking by key, and the place of a new one.
 *
 * <p>Two parts. A direct-mapped cache answers for a price that has a level, which is nearly always the case, with one
 * look. Behind it stands the truth: a list of sorted chunks with a directory of their lowest keys, best chunk last, so
 * that work near the touch moves few entries and the cost far from it grows with the square root of the book, in
 * steps of whole cache lines. What is found does not depend on the cache.
 */
final class PriceIndex {
    /** Covers 2^17 prices around the touch in 512 KiB. */
    static final int MAX_CACHE_BITS = 17;
    /** For stops, which are rarely many and never urgent. */
    static final int SMALL_CACHE_BITS = 10;
    private static final int STRIDE = 8;

    private final LevelPool levels;
    private final ChunkPool chunks;
    /** By slot: the chunk, and a key not above its lowest and above all keys of the slot before. */
    private final int[] directory;
    private final long[] lows;
    private int slotCount;

    private final int[] cache;
    private final int cacheMask;

    /** Where the last unsuccessful search ended: the new key belongs there. */
    private int foundSlot;
    private int foundPosition;
    private int betterNeighbour;
    private int worseNeighbour;

    PriceIndex(final LevelPool levels, final ChunkPool chunks, final int maxLevels, final int maxCacheBits) {
        this.levels = levels;
        this.chunks = chunks;
        final int maxSlots = ChunkPool.chunksFor(maxLevels);
        directory = new int[maxSlots];
        lows = new long[maxSlots];
        final int bits = Math.min(maxCacheBits, 33 - Integer.numberOfLeadingZeros(maxLevels));
        cache = new int[1 << bits];
        cacheMask = cache.length - 1;
        addFirstChunk();
    }

    void clear() {
        Arrays.fill(cache, LevelPool.NONE);
        slotCount = 0;
        addFirstChunk();
    }

    /** Of the same capacity, after the pools were copied. */
    void copyFrom(final PriceIndex other) {
        System.arraycopy(other.cache, 0, cache, 0, cache.length);
        System.arraycopy(other.directory, 0, directory, 0, other.slotCount);
        System.arraycopy(other.lows, 0, lows, 0, other.slotCount);
        slotCount = other.slotCount;
    }

    private void addFirstChunk() {
        directory[0] = chunks.allocate();
        lows[0] = Long.MIN_VALUE;
        slotCount = 1;
    }

    /** The level with this key, or NONE; then {@link #insert} may follow. */
    int find(final long key) {
        final int at = cacheSlot(key);
        final int cached = cache[at];
        // No level has key 0, so the word of NONE never matches.
        return levels.key(cached) == key ? cached : findInChunks(key, at);
    }

    private int findInChunks(final long key, final int cacheAt) {
        final int slot = slotOf(key);
        final int chunk = directory[slot];
        final int position = positionOf(chunk, key);
        final int at = (chunk << ChunkPool.SHIFT) + position;
        if (position < chunks.sizes[chunk] && chunks.keys[at] == key) {
            final int level = chunks.levels[at];
            cache[cacheAt] = level;
            return level;
        }
        foundSlot = slot;
        foundPosition = position;
        return LevelPool.NONE;
    }

    /** Adds a level for the key that was just searched for in vain. */
    void insert(final long key, final int level) {
        int slot = foundSlot;
        int position = foundPosition;
        if (chunks.sizes[directory[slot]] == ChunkPool.LENGTH) {
            split(slot);
            if (position > ChunkPool.HALF) {
                slot++;
                position -= ChunkPool.HALF;
            }
        }
        final int chunk = directory[slot];
        final int size = chunks.sizes[chunk];
        final int at = (chunk << ChunkPool.SHIFT) + position;
        final int moved = size - position;
        System.arraycopy(chunks.keys, at, chunks.keys, at + 1, moved);
        System.arraycopy(chunks.levels, at, chunks.levels, at + 1, moved);
        chunks.keys[at] = key;
        chunks.levels[at] = level;
        chunks.sizes[chunk] = size + 1;
        cache[cacheSlot(key)] = level;
        betterNeighbour = moved > 0 ? chunks.levels[at + 1] : firstLevelOf(slot + 1);
        worseNeighbour = position > 0 ? chunks.levels[at - 1] : lastLevelOf(slot - 1);
    }

    /** The next better level of the one just inserted, or NONE. */
    int betterNeighbour() {
        return betterNeighbour;
    }

    /** The next worse level of the one just inserted, or NONE. */
    int worseNeighbour() {
        return worseNeighbour;
    }

    private int firstLevelOf(final int slot) {
        return slot == slotCount ? LevelPool.NONE : chunks.levels[directory[slot] << ChunkPool.SHIFT];
    }

    private int lastLevelOf(final int slot) {
        if (slot < 0) {
            return LevelPool.NONE;
        }
        final int chunk = directory[slot];
        return chunks.levels[(chunk << ChunkPool.SHIFT) + chunks.sizes[chunk] - 1];
    }

    void remove(final long key) {
        // This may throw out another level; it is found in its chunk then. Not looking saves waiting for memory.
        cache[cacheSlot(key)] = LevelPool.NONE;
        final int slot = slotOf(key);
        final int chunk = directory[slot];
        final int position = positionOf(chunk, key);
        final int at = (chunk << ChunkPool.SHIFT) + position;
        final int size = --chunks.sizes[chunk];
        final int moved = size - position;
        System.arraycopy(chunks.keys, at + 1, chunks.keys, at, moved);
        System.arraycopy(chunks.levels, at + 1, chunks.levels, at, moved);
        chunks.keys[at + moved] = ChunkPool.FILLER;
        if (size <= ChunkPool.HALF && slotCount > 1) {
            shrink(slot, size);
        }
    }

    /** Prices that stand beside each other do so here too; the upper bits keep apart those that are far from it. */
    private int cacheSlot(final long key) {
        return (int) (key ^ (key >> MAX_CACHE_BITS)) & cacheMask;
    }

    /** Keeps the promise of {@link ChunkPool}: no empty chunk, and neighbours hold more than HALF together. */
    private void shrink(final int slot, final int size) {
        if (size == 0) {
            removeSlot(slot);
        } else if (slot + 1 < slotCount && size + chunks.sizes[directory[slot + 1]] <= ChunkPool.HALF) {
            mergeWithNext(slot);
        } else if (slot > 0 && size + chunks.sizes[directory[slot - 1]] <= ChunkPool.HALF) {
            mergeWithNext(slot - 1);
        }
    }

    private int slotOf(final long key) {
        int high = slotCount - 1;
        if (key >= lows[high]) {
            return high;
        }
        int low = 0;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (lows[middle] <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * First position whose key is not below the given one. Counts instead of halving: the loads do not depend on each
     * other, so a chunk that is far away in memory is waited for once and not at every step.
     */
    private int positionOf(final int chunk, final long key) {
        final long[] keys = chunks.keys;
        final int base = chunk << ChunkPool.SHIFT;
        int strides = 0;
        for (int i = STRIDE; i < ChunkPool.LENGTH; i += STRIDE) {
            strides += keys[base + i] < key ? 1 : 0;
        }
        int position = strides * STRIDE;
        final int from = base + position;
        for (int i = 0; i < STRIDE; i++) {
            position += keys[from + i] < key ? 1 : 0;
        }
        return position;
    }

    private void split(final int slot) {
        final int lower = directory[slot];
        final int upper = chunks.allocate();
        final int from = (lower << ChunkPool.SHIFT) + ChunkPool.HALF;
        final int to = upper << ChunkPool.SHIFT;
        System.arraycopy(chunks.keys, from, chunks.keys, to, ChunkPool.HALF);
        System.arraycopy(chunks.levels, from, chunks.levels, to, ChunkPool.HALF);
        Arrays.fill(chunks.keys, from, from + ChunkPool.HALF, ChunkPool.FILLER);
        chunks.sizes[lower] = ChunkPool.HALF;
        chunks.sizes[upper] = ChunkPool.HALF;
        final int moved = slotCount - slot - 1;
        System.arraycopy(directory, slot + 1, directory, slot + 2, moved);
        System.arraycopy(lows, slot + 1, lows, slot + 2, moved);
        directory[slot + 1] = upper;
        lows[slot + 1] = chunks.keys[to];
        slotCount++;
    }

    private void mergeWithNext(final int slot) {
        final int lower = directory[slot];
        final int upper = directory[slot + 1];
        final int lowerSize = chunks.sizes[lower];
        final int upperSize = chunks.sizes[upper];
        final int from = upper << ChunkPool.SHIFT;
        final int to = (lower << ChunkPool.SHIFT) + lowerSize;
        System.arraycopy(chunks.keys, from, chunks.keys, to, upperSize);
        System.arraycopy(chunks.levels, from, chunks.levels, to, upperSize);
        chunks.sizes[lower] = lowerSize + upperSize;
        removeSlot(slot + 1);
    }

    private void removeSlot(final int slot) {
        chunks.release(directory[slot]);
        final int moved = --slotCount - slot;
        System.arraycopy(directory, slot + 1, directory, slot, moved);
        System.arraycopy(lows, slot + 1, lows, slot, moved);
        lows[0] = Long.MIN_VALUE;
    }
}
