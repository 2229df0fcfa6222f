package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.Side;
import java.util.Arrays;

/**
 * The price levels of one side of a book. Sorted arrays with the best price last, since that is where most levels come
 * and go. Allocates only when there are more levels than ever before. One thread.
 */
public final class PublicSide {
    private static final int FIRST_LEVELS = 64;
    private static final int NONE = -1;

    private final Side side;
    private final long sign;
    /** Prices of the buy side, negated prices of the sell side: rising. */
    private long[] keys = new long[FIRST_LEVELS];
    private long[] quantities = new long[FIRST_LEVELS];
    private int[] orders = new int[FIRST_LEVELS];
    /** Last command that touched the level; of the publisher only. */
    private long[] marks = new long[FIRST_LEVELS];
    private int count;

    PublicSide(final Side side) {
        this.side = side;
        sign = side == Side.BUY ? 1 : -1;
    }

    /** Which side this is. */
    public Side side() {
        return side;
    }

    /** Price levels. */
    public int levels() {
        return count;
    }

    /** Price in ticks of a level; rank 0 is the best one, only ranks below {@link #levels()}. */
    public long price(final int rank) {
        return keys[at(rank)] * sign;
    }

    /** Lots open at a level. */
    public long quantity(final int rank) {
        return quantities[at(rank)];
    }

    /** Orders at a level. */
    public int orders(final int rank) {
        return orders[at(rank)];
    }

    private int at(final int rank) {
        if (rank < 0 || rank >= count) {
            throw new IndexOutOfBoundsException("rank " + rank + " of " + count);
        }
        return count - 1 - rank;
    }

    /** Lots open at a price, 0 if nothing rests there. */
    public long quantityAt(final long price) {
        final int found = find(price * sign);
        return found < 0 ? 0 : quantities[found];
    }

    /** Orders at a price. */
    public int ordersAt(final long price) {
        final int found = find(price * sign);
        return found < 0 ? 0 : orders[found];
    }

    void clear() {
        count = 0;
    }

    /** Sets what rests at a price; no orders: nothing. */
    void set(final long price, final long quantity, final int orderCount) {
        final int found = find(price * sign);
        if (orderCount == 0) {
            if (found >= 0) {
                remove(found);
            }
            return;
        }
        final int level = found >= 0 ? found : insert(-found - 1, price * sign);
        quantities[level] = quantity;
        orders[level] = orderCount;
    }

    /** Adds to what rests at a price; a level that becomes empty stays until {@link #drop}. Returns its index. */
    int add(final long price, final long quantity, final int orderCount) {
        final int found = find(price * sign);
        final int level = found >= 0 ? found : insert(-found - 1, price * sign);
        quantities[level] += quantity;
        orders[level] += orderCount;
        return level;
    }

    /** Sets the mark of the level at an index and returns the former one. */
    long mark(final int level, final long mark) {
        final long before = marks[level];
        marks[level] = mark;
        return before;
    }

    long quantityOf(final int level) {
        return quantities[level];
    }

    int ordersOf(final int level) {
        return orders[level];
    }

    /** Removes the level of a price if nothing rests there any more. */
    void drop(final long price) {
        final int found = find(price * sign);
        if (found >= 0 && orders[found] == 0) {
            remove(found);
        }
    }

    void copyFrom(final PublicSide other) {
        ensure(other.count);
        System.arraycopy(other.keys, 0, keys, 0, other.count);
        System.arraycopy(other.quantities, 0, quantities, 0, other.count);
        System.arraycopy(other.orders, 0, orders, 0, other.count);
        count = other.count;
    }

    long hash(final long before) {
        long hash = before;
        for (int level = count - 1; level >= 0; level--) {
            hash = BookHash.level(hash, side, keys[level] * sign, quantities[level], orders[level]);
        }
        return hash;
    }

    /** Index of a key, or -(where it belongs) - 1. Looks near the best level first. */
    private int find(final long key) {
        int low = 0;
        int high = count - 1;
        int step = 1;
        while (high >= low && high - step >= 0 && keys[high - step] >= key) {
            high -= step;
            step <<= 1;
        }
        low = Math.max(low, high - step);
        while (low <= high) {
            final int middle = low + high >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else if (keys[middle] > key) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return NONE - low;
    }

    private int insert(final int index, final long key) {
        ensure(count + 1);
        final int moved = count - index;
        System.arraycopy(keys, index, keys, index + 1, moved);
        System.arraycopy(quantities, index, quantities, index + 1, moved);
        System.arraycopy(orders, index, orders, index + 1, moved);
        System.arraycopy(marks, index, marks, index + 1, moved);
        keys[index] = key;
        quantities[index] = 0;
        orders[index] = 0;
        marks[index] = 0;
        count++;
        return index;
    }

    private void remove(final int index) {
        final int moved = --count - index;
        System.arraycopy(keys, index + 1, keys, index, moved);
        System.arraycopy(quantities, index + 1, quantities, index, moved);
        System.arraycopy(orders, index + 1, orders, index, moved);
        System.arraycopy(marks, index + 1, marks, index, moved);
    }

    private void ensure(final int levels) {
        if (levels > keys.length) {
            final int capacity = Math.max(levels, 2 * keys.length);
            keys = Arrays.copyOf(keys, capacity);
            quantities = Arrays.copyOf(quantities, capacity);
            orders = Arrays.copyOf(orders, capacity);
            marks = Arrays.copyOf(marks, capacity);
        }
    }
}
