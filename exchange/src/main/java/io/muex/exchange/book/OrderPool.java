package io.muex.exchange.book;

/**
 * All orders of a book in one array, eight words each, named by a handle (1 to capacity; 0 is no order).
 *
 * <p>What matching needs stands in front. A released order keeps its content, except for its links,
 * until the handle is allocated again: the tags of orders that just ended can still be read. Links of order NONE are
 * written, so that linking needs no case distinction, and never read.
 */
final class OrderPool {
    static final int NONE = 0;

    private static final int SHIFT = 3;
    private static final int ID = 0;
    private static final int OPEN = 1;
    private static final int NEXT = 2;
    private static final int PREVIOUS = 3;
    /** Low 28 bits: level, then side and conditions, high half: next order of the short list the order is in. */
    private static final int PLACE = 4;
    private static final int PRICE = 5;
    private static final int STOP = 6;
    private static final int TAG = 7;

    private static final int SIDE_SHIFT = 28;
    private static final long LEVEL_MASK = (1L << SIDE_SHIFT) - 1;
    private static final int CONDITIONS_SHIFT = SIDE_SHIFT + 1;
    private static final long FLAGS_MASK = (1L | (long) Conditions.FOK << 1) << SIDE_SHIFT;
    private static final long AON_FLAG = (long) Conditions.AON << CONDITIONS_SHIFT;
    private static final long IOC_FLAG = (long) Conditions.IOC << CONDITIONS_SHIFT;
    private static final long LOW = 0xFFFF_FFFFL;

    private final long[] words;
    private final int capacity;
    private int firstFree = NONE;
    private int everUsed;
    private int count;

    OrderPool(final int capacity) {
        this.capacity = capacity;
        words = new long[(capacity + 1) << SHIFT];
    }

    int capacity() {
        return capacity;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == capacity;
    }

    /** Only if not full. */
    int allocate() {
        count++;
        final int order = firstFree;
        if (order != NONE) {
            firstFree = next(order);
            return order;
        }
        return ++everUsed;
    }

    void release(final int order) {
        count--;
        words[(order << SHIFT) + NEXT] = firstFree;
        firstFree = order;
    }

    void clear() {
        firstFree = NONE;
        everUsed = 0;
        count = 0;
    }

    /** Of the same capacity. */
    void copyFrom(final OrderPool other) {
        System.arraycopy(other.words, 0, words, 0, (other.everUsed + 1) << SHIFT);
        firstFree = other.firstFree;
        everUsed = other.everUsed;
        count = other.count;
    }

    void write(final int order, final long id, final int side, final long open, final long price, final long stop,
                final int conditions, final long tag) {
        final int base = order << SHIFT;
        final long[] w = words;
        w[base + ID] = id;
        w[base + OPEN] = open;
        w[base + PLACE] = ((long) side << SIDE_SHIFT) | ((long) conditions << CONDITIONS_SHIFT);
        w[base + PRICE] = price;
        w[base + STOP] = stop;
        w[base + TAG] = tag;
    }

    long id(final int order) {
        return words[(order << SHIFT) + ID];
    }

    long open(final int order) {
        return words[(order << SHIFT) + OPEN];
    }

    void open(final int order, final long quantity) {
        words[(order << SHIFT) + OPEN] = quantity;
    }

    long price(final int order) {
        return words[(order << SHIFT) + PRICE];
    }

    void price(final int order, final long price) {
        words[(order << SHIFT) + PRICE] = price;
    }

    long stop(final int order) {
        return words[(order << SHIFT) + STOP];
    }

    void stop(final int order, final long price) {
        words[(order << SHIFT) + STOP] = price;
    }

    long tag(final int order) {
        return words[(order << SHIFT) + TAG];
    }

    int side(final int order) {
        return (int) (words[(order << SHIFT) + PLACE] >>> SIDE_SHIFT) & 1;
    }

    int conditions(final int order) {
        return (int) (words[(order << SHIFT) + PLACE] >>> CONDITIONS_SHIFT) & Conditions.FOK;
    }

    boolean isAon(final int order) {
        return (words[(order << SHIFT) + PLACE] & AON_FLAG) != 0;
    }

    /** 1 if it is all-or-none, else 0. */
    int aon(final int order) {
        return (int) (words[(order << SHIFT) + PLACE] >>> CONDITIONS_SHIFT) & Conditions.AON;
    }

    boolean isIoc(final int order) {
        return (words[(order << SHIFT) + PLACE] & IOC_FLAG) != 0;
    }

    int level(final int order) {
        return (int) (words[(order << SHIFT) + PLACE] & LEVEL_MASK);
    }

    int next(final int order) {
        return (int) words[(order << SHIFT) + NEXT];
    }

    int previous(final int order) {
        return (int) words[(order << SHIFT) + PREVIOUS];
    }

    /** Puts an order behind the last one of a level; NONE if it is the first. */
    void append(final int order, final int last, final int level) {
        final long[] w = words;
        final int base = order << SHIFT;
        w[base + NEXT] = NONE;
        w[base + PREVIOUS] = last;
        w[base + PLACE] = w[base + PLACE] & FLAGS_MASK | level;
        w[(last << SHIFT) + NEXT] = order;
    }

    /** Joins the neighbours of an order that leaves. They are only written, not read, so they need not be at hand. */
    void join(final int previous, final int next) {
        final long[] w = words;
        w[(previous << SHIFT) + NEXT] = next;
        w[(next << SHIFT) + PREVIOUS] = previous;
    }

    int queueNext(final int order) {
        return (int) (words[(order << SHIFT) + PLACE] >>> 32);
    }

    void queueNext(final int order, final int next) {
        final int at = (order << SHIFT) + PLACE;
        words[at] = words[at] & LOW | (long) next << 32;
    }
}
