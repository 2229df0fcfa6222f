package io.muex.exchange.book;

import java.util.Arrays;

/**
 * Pages of the four price indexes of a book, named by a number from 1 on (0 is no page): the levels of a few prices
 * that follow each other, side by side in one cache line. Holds the memory of their directories too.
 */
final class PagePool {
    static final int NONE = 0;
    static final int SHIFT = 4;
    static final int LENGTH = 1 << SHIFT;
    /** No page of prices has it. */
    private static final long NO_NUMBER = Long.MIN_VALUE;

    /** By page and position: the level, or NONE. Better keys have higher positions. */
    final int[] levels;
    /** By page: a bit for each position that has a level; while the page is free, the next free page. */
    final int[] occupied;
    /** By page: its keys without their last {@link #SHIFT} bits. */
    final long[] numbers;
    /** For the directories. */
    final ChunkPool chunks;

    private int firstFree = NONE;
    private int everUsed;

    PagePool(final int maxPages) {
        levels = new int[(maxPages + 1) << SHIFT];
        occupied = new int[maxPages + 1];
        numbers = new long[maxPages + 1];
        numbers[NONE] = NO_NUMBER;
        chunks = new ChunkPool(maxPages);
    }

    /** An empty page. */
    int allocate(final long number) {
        int page = firstFree;
        if (page != NONE) {
            firstFree = occupied[page];
        } else {
            page = ++everUsed;
        }
        numbers[page] = number;
        occupied[page] = 0;
        return page;
    }

    /** Only an empty page, so that nothing is left in it. */
    void release(final int page) {
        occupied[page] = firstFree;
        firstFree = page;
    }

    void clear() {
        Arrays.fill(levels, 0, (everUsed + 1) << SHIFT, LevelPool.NONE);
        firstFree = NONE;
        everUsed = 0;
        chunks.clear();
    }

    /** Of the same capacity. */
    void copyFrom(final PagePool other) {
        Arrays.fill(levels, 0, (everUsed + 1) << SHIFT, LevelPool.NONE);
        System.arraycopy(other.levels, 0, levels, 0, (other.everUsed + 1) << SHIFT);
        System.arraycopy(other.occupied, 0, occupied, 0, other.everUsed + 1);
        System.arraycopy(other.numbers, 0, numbers, 0, other.everUsed + 1);
        firstFree = other.firstFree;
        everUsed = other.everUsed;
        chunks.copyFrom(other.chunks);
    }
}
