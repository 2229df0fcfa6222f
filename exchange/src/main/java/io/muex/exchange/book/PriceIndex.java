package io.muex.exchange.book;

import java.util.Arrays;

/**
 * Finds the levels of one ranking by key, and the neighbours of a new one.
 *
 * <p>Keys that follow each other share a page, where a bit says which of them have levels. Creating and removing a
 * level among others is done there, with two bit operations and no search. Pages are found by a direct-mapped cache,
 * and behind it, when it does not know, or pages come or go, by a {@link PageDirectory}. What is found does not depend
 * on the cache.
 */
final class PriceIndex {
    /** Covers 2^17 prices around the touch in 32 KiB. */
    static final int MAX_CACHE_BITS = 17 - PagePool.SHIFT;
    /** For stops, which are rarely many and never urgent. */
    static final int SMALL_CACHE_BITS = 8;

    private final LevelPool levels;
    private final PagePool pages;
    /** Those of the pool, so that a search has one step less. */
    private final long[] numbers;
    private final int[] levelsInPages;
    private final PageDirectory directory;
    private final int[] cache;
    /** Its length is a power of two. */
    private final int cacheMask;

    /** The page the last search ended in; the new key belongs there. */
    private int foundPage;
    private int betterNeighbour;
    private int worseNeighbour;

    PriceIndex(final LevelPool levels, final PagePool pages, final int maxLevels, final int maxCacheBits) {
        this.levels = levels;
        this.pages = pages;
        numbers = pages.numbers;
        levelsInPages = pages.levels;
        directory = new PageDirectory(pages.chunks, maxLevels);
        cache = new int[1 << Math.min(maxCacheBits, 31 - Integer.numberOfLeadingZeros(maxLevels))];
        cacheMask = cache.length - 1;
    }

    /** After the pools were cleared. */
    void clear() {
        Arrays.fill(cache, PagePool.NONE);
        directory.clear();
    }

    /** Of the same capacity, after the pools were copied. */
    void copyFrom(final PriceIndex other) {
        System.arraycopy(other.cache, 0, cache, 0, cache.length);
        directory.copyFrom(other.directory);
    }

    /** The level with this key, or NONE; then {@link #insert} may follow. */
    int find(final long key) {
        final int page = pageOf(key >> PagePool.SHIFT);
        foundPage = page;
        return levelsInPages[(page << PagePool.SHIFT) + positionOf(key)];
    }

    /** The page with this number, or NONE, in which there are no levels. */
    private int pageOf(final long number) {
        final int cached = cache[cacheSlot(number)];
        return numbers[cached] == number ? cached : pageInDirectory(number);
    }

    private int pageInDirectory(final long number) {
        final int page = directory.find(number);
        if (page != PagePool.NONE) {
            cache[cacheSlot(number)] = page;
        }
        return page;
    }

    /** Adds a level for the key that was just searched for in vain. */
    void insert(final long key, final int level) {
        final int position = positionOf(key);
        int page = foundPage;
        if (page == PagePool.NONE) {
            page = createPage(key >> PagePool.SHIFT);
        } else {
            findNeighbours(page, position);
        }
        pages.levels[(page << PagePool.SHIFT) + position] = level;
        pages.occupied[page] |= 1 << position;
    }

    private void findNeighbours(final int page, final int position) {
        final int first = page << PagePool.SHIFT;
        final int occupied = pages.occupied[page];
        final int better = occupied >>> position;
        final int worse = occupied & (1 << position) - 1;
        // One of the two is in the page, which is not empty.
        if (better == 0) {
            worseNeighbour = pages.levels[first + highest(worse)];
            betterNeighbour = levels.better(worseNeighbour);
        } else {
            betterNeighbour = pages.levels[first + position + Integer.numberOfTrailingZeros(better)];
            worseNeighbour = worse == 0 ? levels.worse(betterNeighbour) : pages.levels[first + highest(worse)];
        }
    }

    private static int highest(final int bits) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(bits);
    }

    private int createPage(final long number) {
        final int page = pages.allocate(number);
        directory.insert(number, page);
        cache[cacheSlot(number)] = page;
        final int better = directory.better();
        final int worse = directory.worse();
        betterNeighbour = better == PagePool.NONE ? LevelPool.NONE
            : pages.levels[(better << PagePool.SHIFT) + Integer.numberOfTrailingZeros(pages.occupied[better])];
        worseNeighbour = worse == PagePool.NONE ? LevelPool.NONE
            : pages.levels[(worse << PagePool.SHIFT) + highest(pages.occupied[worse])];
        return page;
    }

    /** The next better level of the one just inserted; undefined if that is the best. */
    int betterNeighbour() {
        return betterNeighbour;
    }

    /** The next worse level of the one just inserted, or NONE. */
    int worseNeighbour() {
        return worseNeighbour;
    }

    /** The key must have a level. */
    void remove(final long key) {
        final long number = key >> PagePool.SHIFT;
        final int page = pageOf(number);
        final int position = positionOf(key);
        pages.levels[(page << PagePool.SHIFT) + position] = LevelPool.NONE;
        final int left = pages.occupied[page] & ~(1 << position);
        pages.occupied[page] = left;
        if (left == 0) {
            // The page may become one of another index, with the same number even. If this throws out another page,
            // that is found in the directory.
            cache[cacheSlot(number)] = PagePool.NONE;
            directory.remove(number);
            pages.release(page);
        }
    }

    private static int positionOf(final long key) {
        return (int) key & (PagePool.LENGTH - 1);
    }

    /** Pages that stand beside each other do so here too; the upper bits keep apart those that are far from it. */
    private int cacheSlot(final long number) {
        return (int) (number ^ (number >> MAX_CACHE_BITS)) & cacheMask;
    }
}
