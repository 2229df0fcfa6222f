package io.muex.exchange.book;

/**
 * All price levels of a book in one array, eight words each, named by a handle (0 is no level).
 *
 * <p>A level is a list of orders, earliest first, with its sums. Levels of one ranking are linked from the best to the
 * worst. The key ranks them: the higher, the better ({@link Ranking}). Links of the level NONE are written, so that
 * linking needs no case distinction, and mean nothing.
 */
final class LevelPool {
    static final int NONE = 0;

    private static final int SHIFT = 3;
    private static final int KEY = 0;
    private static final int TOTAL = 1;
    private static final int COUNT = 2;
    private static final int FIRST = 3;
    private static final int LAST = 4;
    private static final int WORSE = 5;
    private static final int BETTER = 6;

    private final long[] words;
    private int firstFree = NONE;
    private int everUsed;
    private int count;

    LevelPool(final int capacity) {
        words = new long[(capacity + 1) << SHIFT];
    }

    /** Levels allocated and not released. */
    int count() {
        return count;
    }

    int allocate(final long key) {
        count++;
        int level = firstFree;
        if (level != NONE) {
            firstFree = worse(level);
        } else {
            level = ++everUsed;
        }
        final int base = level << SHIFT;
        final long[] w = words;
        w[base + KEY] = key;
        w[base + TOTAL] = 0;
        w[base + COUNT] = 0;
        w[base + FIRST] = OrderPool.NONE;
        w[base + LAST] = OrderPool.NONE;
        w[base + WORSE] = NONE;
        w[base + BETTER] = NONE;
        return level;
    }

    void release(final int level) {
        count--;
        words[(level << SHIFT) + WORSE] = firstFree;
        firstFree = level;
    }

    void clear() {
        firstFree = NONE;
        everUsed = 0;
        count = 0;
    }

    /** Of the same capacity. */
    void copyFrom(final LevelPool other) {
        System.arraycopy(other.words, 0, words, 0, (other.everUsed + 1) << SHIFT);
        firstFree = other.firstFree;
        everUsed = other.everUsed;
        count = other.count;
    }

    long key(final int level) {
        return words[(level << SHIFT) + KEY];
    }

    int orders(final int level) {
        return (int) words[(level << SHIFT) + COUNT];
    }

    long total(final int level) {
        return words[(level << SHIFT) + TOTAL];
    }

    int first(final int level) {
        return (int) words[(level << SHIFT) + FIRST];
    }

    int worse(final int level) {
        return (int) words[(level << SHIFT) + WORSE];
    }

    int better(final int level) {
        return (int) words[(level << SHIFT) + BETTER];
    }

    /** Puts a level between two others; worse may be NONE. They are only written, not read. */
    void link(final int level, final int better, final int worse) {
        final int base = level << SHIFT;
        words[base + BETTER] = better;
        words[base + WORSE] = worse;
        words[(better << SHIFT) + WORSE] = level;
        words[(worse << SHIFT) + BETTER] = level;
    }

    void unlink(final int level) {
        final int base = level << SHIFT;
        final int better = (int) words[base + BETTER];
        final int worse = (int) words[base + WORSE];
        words[(better << SHIFT) + WORSE] = worse;
        words[(worse << SHIFT) + BETTER] = better;
    }

    /** Appends an order as the last of the level. */
    void append(final int level, final OrderPool orders, final int order, final long quantity) {
        final int base = level << SHIFT;
        final long[] w = words;
        final int last = (int) w[base + LAST];
        orders.append(order, last, level);
        w[base + LAST] = order;
        if (last == OrderPool.NONE) {
            w[base + FIRST] = order;
        }
        w[base + TOTAL] += quantity;
        w[base + COUNT]++;
    }

    /** Takes an order out. Returns how many are left. */
    int remove(final int level, final OrderPool orders, final int order, final long quantity) {
        final int base = level << SHIFT;
        final long[] w = words;
        final int previous = orders.previous(order);
        final int next = orders.next(order);
        orders.join(previous, next);
        // Conditional moves: where in its level an order stands is not predictable.
        final long first = w[base + FIRST];
        final long last = w[base + LAST];
        w[base + FIRST] = previous == OrderPool.NONE ? next : first;
        w[base + LAST] = next == OrderPool.NONE ? previous : last;
        w[base + TOTAL] -= quantity;
        return (int) --w[base + COUNT];
    }

    void subtract(final int level, final long quantity) {
        words[(level << SHIFT) + TOTAL] -= quantity;
    }
}
