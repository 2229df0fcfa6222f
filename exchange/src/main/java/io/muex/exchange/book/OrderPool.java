package io.muex.exchange.book;

/**
 * All orders of a book in one array, eight words each, named by a handle (1 to capacity; 0 is no order).
 *
 * <p>What matching needs stands in the first four words. A released order keeps its content, except for its links,
 * until the handle is allocated again: the tags of orders that just ended can still be read. Links of order NONE are
 * written, so that linking needs no case distinction, and never read.
 */
final class OrderPool {
    static final int NONE = 0;

    private static final int SHIFT = 3;
    private static final int ID = 0;
    private static final int OPEN = 1;
    /** Low half: next order of the level, high half: previous one. */
    private static final int LINKS = 2;
    /** Low half: level, high half: side and conditions. */
    private static final int PLACE = 3;
    private static final int PRICE = 4;
    private static final int STOP = 5;
    private static final int TAG = 6;
    /** Next order of the short list (deferred, partners or triggered) the order is in during an operation. */
    private static final int QUEUE = 7;

    private static final int FLAGS_SHIFT = 32;
    private static final long SIDE_FLAG = 1L << FLAGS_SHIFT;
    private static final int CONDITIONS_SHIFT = FLAGS_SHIFT + 1;
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
        words[(order << SHIFT) + LINKS] = firstFree;
        firstFree = order;
    }

    void clear() {
        firstFree = NONE;
        everUsed = 0;
        count = 0;
    }

    void write(final int order, final long id, final int side, final long open, final long price, final long stop,
                final int conditions, final long tag) {
        final int base = order << SHIFT;
        final long[] w = words;
        w[base + ID] = id;
        w[base + OPEN] = open;
        w[base + PLACE] = ((long) side << FLAGS_SHIFT) | ((long) conditions << CONDITIONS_SHIFT);
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
        return (words[(order << SHIFT) + PLACE] & SIDE_FLAG) == 0 ? Side.BUY : Side.SELL;
    }

    int conditions(final int order) {
        return (int) (words[(order << SHIFT) + PLACE] >>> CONDITIONS_SHIFT);
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
        return (int) words[(order << SHIFT) + PLACE];
    }

    void level(final int order, final int level) {
        final int at = (order << SHIFT) + PLACE;
        words[at] = (words[at] & ~LOW) | level;
    }

    int next(final int order) {
        return (int) words[(order << SHIFT) + LINKS];
    }

    /** Puts an order behind the last one of a level; NONE if it is the first. */
    void append(final int order, final int last, final int level) {
        final long[] w = words;
        final int base = order << SHIFT;
        final int lastLinks = (last << SHIFT) + LINKS;
        w[base + LINKS] = (long) last << 32;
        w[base + PLACE] = w[base + PLACE] & ~LOW | level;
        w[lastLinks] = w[lastLinks] & ~LOW | order;
    }

    /** Takes an order out from between its neighbours. Returns its links. */
    long unlink(final int order) {
        final long[] w = words;
        final long links = w[(order << SHIFT) + LINKS];
        final int previousLinks = ((int) (links >>> 32) << SHIFT) + LINKS;
        final int nextLinks = ((int) links << SHIFT) + LINKS;
        w[previousLinks] = w[previousLinks] & ~LOW | links & LOW;
        w[nextLinks] = w[nextLinks] & LOW | links & ~LOW;
        return links;
    }

    static int previous(final long links) {
        return (int) (links >>> 32);
    }

    static int next(final long links) {
        return (int) links;
    }

    int queueNext(final int order) {
        return (int) words[(order << SHIFT) + QUEUE];
    }

    void queueNext(final int order, final int next) {
        words[(order << SHIFT) + QUEUE] = next;
    }
}
