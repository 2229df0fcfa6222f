package io.muex.exchange.book;

import java.util.Arrays;

/**
 * The pages of one {@link PriceIndex} in order of their numbers: a list of sorted chunks with a directory of their
 * lowest numbers, best chunk last, so that work near the touch moves few entries and the cost far from it grows with
 * the square root of the book, in steps of whole cache lines.
 */
final class PageDirectory {
    private static final int STRIDE = 8;

    private final ChunkPool chunks;
    /** By slot: the chunk, and a number not above its lowest and above all numbers of the slot before. */
    private final int[] directory;
    private final long[] lows;
    private int slotCount;

    /** Where the last search ended: a new page belongs there. */
    private int foundSlot;
    private int foundPosition;

    PageDirectory(final ChunkPool chunks, final int maxPages) {
        this.chunks = chunks;
        final int maxSlots = ChunkPool.chunksFor(maxPages);
        directory = new int[maxSlots];
        lows = new long[maxSlots];
        addFirstChunk();
    }

    void clear() {
        slotCount = 0;
        addFirstChunk();
    }

    /** Of the same capacity, after the pools were copied. */
    void copyFrom(final PageDirectory other) {
        System.arraycopy(other.directory, 0, directory, 0, other.slotCount);
        System.arraycopy(other.lows, 0, lows, 0, other.slotCount);
        slotCount = other.slotCount;
    }

    private void addFirstChunk() {
        directory[0] = chunks.allocate();
        lows[0] = Long.MIN_VALUE;
        slotCount = 1;
    }

    /** The page with this number, or NONE; then {@link #insert} may follow. */
    int find(final long number) {
        final int slot = slotOf(number);
        final int chunk = directory[slot];
        final int position = positionOf(chunk, number);
        foundSlot = slot;
        foundPosition = position;
        final int at = (chunk << ChunkPool.SHIFT) + position;
        return position < chunks.sizes[chunk] && chunks.keys[at] == number ? chunks.values[at] : PagePool.NONE;
    }

    /** Adds a page whose number was just searched for in vain. */
    void insert(final long number, final int page) {
        if (chunks.sizes[directory[foundSlot]] == ChunkPool.LENGTH) {
            split(foundSlot);
            if (foundPosition > ChunkPool.HALF) {
                foundSlot++;
                foundPosition -= ChunkPool.HALF;
            }
        }
        final int chunk = directory[foundSlot];
        final int size = chunks.sizes[chunk];
        final int at = (chunk << ChunkPool.SHIFT) + foundPosition;
        final int moved = size - foundPosition;
        System.arraycopy(chunks.keys, at, chunks.keys, at + 1, moved);
        System.arraycopy(chunks.values, at, chunks.values, at + 1, moved);
        chunks.keys[at] = number;
        chunks.values[at] = page;
        chunks.sizes[chunk] = size + 1;
    }

    /** The next better page of the one just inserted, or NONE. */
    int better() {
        final int chunk = directory[foundSlot];
        if (foundPosition + 1 < chunks.sizes[chunk]) {
            return chunks.values[(chunk << ChunkPool.SHIFT) + foundPosition + 1];
        }
        return foundSlot + 1 == slotCount ? PagePool.NONE : chunks.values[directory[foundSlot + 1] << ChunkPool.SHIFT];
    }

    /** The next worse page of the one just inserted, or NONE. */
    int worse() {
        if (foundPosition > 0) {
            return chunks.values[(directory[foundSlot] << ChunkPool.SHIFT) + foundPosition - 1];
        }
        if (foundSlot == 0) {
            return PagePool.NONE;
        }
        final int chunk = directory[foundSlot - 1];
        return chunks.values[(chunk << ChunkPool.SHIFT) + chunks.sizes[chunk] - 1];
    }

    void remove(final long number) {
        final int slot = slotOf(number);
        final int chunk = directory[slot];
        final int position = positionOf(chunk, number);
        final int at = (chunk << ChunkPool.SHIFT) + position;
        final int size = --chunks.sizes[chunk];
        final int moved = size - position;
        System.arraycopy(chunks.keys, at + 1, chunks.keys, at, moved);
        System.arraycopy(chunks.values, at + 1, chunks.values, at, moved);
        chunks.keys[at + moved] = ChunkPool.FILLER;
        if (size <= ChunkPool.HALF && slotCount > 1) {
            shrink(slot, size);
        }
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

    private int slotOf(final long number) {
        int high = slotCount - 1;
        if (number >= lows[high]) {
            return high;
        }
        int low = 0;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (lows[middle] <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * First position whose number is not below the given one. Counts instead of halving: the loads do not depend on
     * each other, so a chunk that is far away in memory is waited for once and not at every step.
     */
    private int positionOf(final int chunk, final long number) {
        final long[] keys = chunks.keys;
        final int base = chunk << ChunkPool.SHIFT;
        int strides = 0;
        for (int i = STRIDE; i < ChunkPool.LENGTH; i += STRIDE) {
            strides += keys[base + i] < number ? 1 : 0;
        }
        int position = strides * STRIDE;
        final int from = base + position;
        for (int i = 0; i < STRIDE; i++) {
            position += keys[from + i] < number ? 1 : 0;
        }
        return position;
    }

    private void split(final int slot) {
        final int lower = directory[slot];
        final int upper = chunks.allocate();
        final int from = (lower << ChunkPool.SHIFT) + ChunkPool.HALF;
        final int to = upper << ChunkPool.SHIFT;
        System.arraycopy(chunks.keys, from, chunks.keys, to, ChunkPool.HALF);
        System.arraycopy(chunks.values, from, chunks.values, to, ChunkPool.HALF);
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
        System.arraycopy(chunks.values, from, chunks.values, to, upperSize);
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
