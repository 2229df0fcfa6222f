package io.muex.exchange.book;

/**
 * All price levels of a book in one array, eight words each, named by a handle (0 is no level).
 *
 * <p>A level is a list of orders, earliest first, with its sums. Levels of one ranking are linked from the best to the
 * worst. The key ranks them: the higher, the better ({@link Ranking}).
 */
final class LevelPool {
    static final int NONE = 0;

    private static final int SHIFT = 3;
    private static final int KEY = 0;
    private static final int TOTAL = 1;
    /** Low half: first order, high half: last order. */
    private static final int ENDS = 2;
    /** Low half: next worse level, high half: next better one. */
    private static final int LINKS = 3;
    /** Low half: number of orders, high half: place. */
    private static final int COUNT = 4;

    private static final long LOW = 0xFFFF_FFFFL;

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

    int allocate(final long key, final int place) {
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
        w[base + ENDS] = 0;
        w[base + LINKS] = 0;
        w[base + COUNT] = (long) place << 32;
        return level;
    }

    void release(final int level) {
        count--;
        words[(level << SHIFT) + LINKS] = firstFree;
        firstFree = level;
    }

    void clear() {
        firstFree = NONE;
        everUsed = 0;
        count = 0;
    }

    long key(final int level) {
        return words[(level << SHIFT) + KEY];
    }

    int place(final int level) {
        return (int) (words[(level << SHIFT) + COUNT] >>> 32);
    }

    int orders(final int level) {
        return (int) words[(level << SHIFT) + COUNT];
    }

    long total(final int level) {
        return words[(level << SHIFT) + TOTAL];
    }

    int first(final int level) {
        return (int) words[(level << SHIFT) + ENDS];
    }

    int last(final int level) {
        return (int) (words[(level << SHIFT) + ENDS] >>> 32);
    }

    int worse(final int level) {
        return (int) words[(level << SHIFT) + LINKS];
    }

    int better(final int level) {
        return (int) (words[(level << SHIFT) + LINKS] >>> 32);
    }

    /** Puts a level between two neighbours; worse may be NONE. */
    void link(final int level, final int better, final int worse) {
        words[(level << SHIFT) + LINKS] = ((long) better << 32) | worse;
        setWorse(better, level);
        if (worse != NONE) {
            setBetter(worse, level);
        }
    }

    void unlink(final int level) {
        final int better = better(level);
        final int worse = worse(level);
        setWorse(better, worse);
        if (worse != NONE) {
            setBetter(worse, better);
        }
    }

    /** Appends an order as the last of the level. */
    void append(final int level, final OrderPool orders, final int order, final long quantity) {
        final int base = level << SHIFT;
        final long[] w = words;
        final long ends = w[base + ENDS];
        final int last = (int) (ends >>> 32);
        orders.links(order, last, OrderPool.NONE);
        orders.level(order, level);
        if (last == OrderPool.NONE) {
            w[base + ENDS] = ((long) order << 32) | order;
        } else {
            orders.next(last, order);
            w[base + ENDS] = ((long) order << 32) | (ends & LOW);
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
        if (previous == OrderPool.NONE) {
            w[base + ENDS] = (w[base + ENDS] & ~LOW) | next;
        } else {
            orders.next(previous, next);
        }
        if (next == OrderPool.NONE) {
            w[base + ENDS] = ((long) previous << 32) | (w[base + ENDS] & LOW);
        } else {
            orders.previous(next, previous);
        }
        w[base + TOTAL] -= quantity;
        return (int) --w[base + COUNT];
    }

    void subtract(final int level, final long quantity) {
        words[(level << SHIFT) + TOTAL] -= quantity;
    }

    private void setWorse(final int level, final int worse) {
        final int at = (level << SHIFT) + LINKS;
        words[at] = (words[at] & ~LOW) | worse;
    }

    private void setBetter(final int level, final int better) {
        final int at = (level << SHIFT) + LINKS;
        words[at] = ((long) better << 32) | (words[at] & LOW);
    }
}
