package io.muex.exchange.book;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The order book of one instrument. */
public final class OrderBook {
    public static final int NO_ORDER = 0;
    public static final int NO_LEVEL = 0;

    public OrderBook(final OrderBookConfig config) {
    }

    public boolean add(final long id, final int side, final long quantity, final long price, final long stopPrice,
                       final int conditions, final long tag, final BookListener listener) {
        throw new UnsupportedOperationException();
    }

    public boolean add(final long id, final int side, final long quantity, final long price, final long stopPrice,
                       final int conditions, final BookListener listener) {
        return add(id, side, quantity, price, stopPrice, conditions, 0, listener);
    }

    public boolean cancel(final long id, final BookListener listener) {
        throw new UnsupportedOperationException();
    }

    public boolean reduce(final long id, final long quantity, final BookListener listener) {
        throw new UnsupportedOperationException();
    }

    public boolean replace(final long id, final long delta, final long newPrice, final BookListener listener) {
        throw new UnsupportedOperationException();
    }

    public boolean marketPrice(final long price, final BookListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Forgets everything. */
    public void clear() {
        throw new UnsupportedOperationException();
    }

    // During an event: tags of the orders it names.
    public long activeTag() {
        throw new UnsupportedOperationException();
    }

    public long passiveTag() {
        throw new UnsupportedOperationException();
    }

    // By id.
    public boolean isLive(final long id) {
        throw new UnsupportedOperationException();
    }

    public long openQuantity(final long id) {
        throw new UnsupportedOperationException();
    }

    /** Cursor of the live order, NO_ORDER if there is none; valid until the next operation. */
    public int order(final long id) {
        throw new UnsupportedOperationException();
    }

    // By cursor, in rank order.
    public int firstOrder(final int place) {
        throw new UnsupportedOperationException();
    }

    public int nextOrder(final int order) {
        throw new UnsupportedOperationException();
    }

    public long idAt(final int order) {
        throw new UnsupportedOperationException();
    }

    public int sideAt(final int order) {
        throw new UnsupportedOperationException();
    }

    public long openQuantityAt(final int order) {
        throw new UnsupportedOperationException();
    }

    public long priceAt(final int order) {
        throw new UnsupportedOperationException();
    }

    public long stopPriceAt(final int order) {
        throw new UnsupportedOperationException();
    }

    public int conditionsAt(final int order) {
        throw new UnsupportedOperationException();
    }

    public long tagAt(final int order) {
        throw new UnsupportedOperationException();
    }

    // Levels of resting limit orders, best first.
    public int bestLevel(final int side) {
        throw new UnsupportedOperationException();
    }

    public int nextLevel(final int level) {
        throw new UnsupportedOperationException();
    }

    public long levelPrice(final int level) {
        throw new UnsupportedOperationException();
    }

    public int levelOrders(final int level) {
        throw new UnsupportedOperationException();
    }

    public long levelQuantity(final int level) {
        throw new UnsupportedOperationException();
    }

    public int levelCount(final int side) {
        throw new UnsupportedOperationException();
    }

    // Totals.
    public int depthLevels() {
        throw new UnsupportedOperationException();
    }

    public long marketPrice() {
        throw new UnsupportedOperationException();
    }

    public int orderCount(final int place) {
        throw new UnsupportedOperationException();
    }

    public int orderCount() {
        throw new UnsupportedOperationException();
    }

    /** Open quantity of the side, resting and waiting. */
    public long sideTotal(final int side) {
        throw new UnsupportedOperationException();
    }

    // Snapshot.
    public int snapshotLength() {
        throw new UnsupportedOperationException();
    }

    public int writeSnapshot(final MutableDirectBuffer buffer, final int offset) {
        throw new UnsupportedOperationException();
    }

    public int loadSnapshot(final DirectBuffer buffer, final int offset) {
        throw new UnsupportedOperationException();
    }
}
