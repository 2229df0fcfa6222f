package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.Side;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * The live orders of the exchange as far as a publisher must know them: a level is what its orders add up to, and
 * events name orders, not levels. Allocates only when there are more orders than ever before. One thread.
 */
final class OrderTable {
    static final int NONE = -1;
    private static final int FIRST_ORDERS = 1_024;
    private static final float LOAD = 0.6f;
    private static final int SELL = 1;
    private static final int WAITING = 2;
    private static final int FLAG_BITS = 2;

    private final Long2LongHashMap slots = new Long2LongHashMap(2 * FIRST_ORDERS, LOAD, NONE, false);
    private long[] prices = new long[FIRST_ORDERS];
    private long[] open = new long[FIRST_ORDERS];
    /** Instrument and flags. */
    private int[] traits = new int[FIRST_ORDERS];
    private int[] free = new int[FIRST_ORDERS];
    private int freeCount;
    private int used;

    int count() {
        return slots.size();
    }

    /** Slot of an order, or {@link #NONE}. */
    int find(final long orderId) {
        return (int) slots.get(orderId);
    }

    int add(final long orderId, final int instrumentId, final Side side, final long price, final long openQuantity,
        final boolean isWaiting) {
        if (freeCount == 0 && used == prices.length) {
            grow();
        }
        final int slot = freeCount > 0 ? free[--freeCount] : used++;
        slots.put(orderId, slot);
        prices[slot] = price;
        open[slot] = openQuantity;
        traits[slot] = instrumentId << FLAG_BITS | (side == Side.SELL ? SELL : 0) | (isWaiting ? WAITING : 0);
        return slot;
    }

    void remove(final long orderId, final int slot) {
        slots.remove(orderId);
        free[freeCount++] = slot;
    }

    int instrumentId(final int slot) {
        return traits[slot] >> FLAG_BITS;
    }

    Side side(final int slot) {
        return (traits[slot] & SELL) != 0 ? Side.SELL : Side.BUY;
    }

    boolean isWaiting(final int slot) {
        return (traits[slot] & WAITING) != 0;
    }

    void triggered(final int slot) {
        traits[slot] &= ~WAITING;
    }

    /** Ticks; 0 = market order. */
    long price(final int slot) {
        return prices[slot];
    }

    void price(final int slot, final long price) {
        prices[slot] = price;
    }

    long open(final int slot) {
        return open[slot];
    }

    void open(final int slot, final long quantity) {
        open[slot] = quantity;
    }

    void clear() {
        slots.clear();
        freeCount = 0;
        used = 0;
    }

    private void grow() {
        final int capacity = 2 * prices.length;
        prices = Arrays.copyOf(prices, capacity);
        open = Arrays.copyOf(open, capacity);
        traits = Arrays.copyOf(traits, capacity);
        free = Arrays.copyOf(free, capacity);
    }
}
