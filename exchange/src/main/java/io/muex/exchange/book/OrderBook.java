package io.muex.exchange.book;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The limit order book of one instrument: price-time priority, market and stop orders, all-or-none and
 * immediate-or-cancel conditions.
 *
 * <p>A deterministic state machine: next state and events depend on the state and the operation only. Ids, prices
 * (ticks) and quantities (lots) are 64-bit, valid from 1 to 2^63-1; price 0 means market order, stop price 0 no stop
 * order, market price 0 not known. Nothing wraps: the open quantities of a side, resting and waiting, never add up to
 * more than 2^63-1; what would break that is refused with {@link RejectCode#QUANTITY_OVERFLOW}.
 *
 * <p>Every operation is answered through the {@link BookListener} it is given, and returns true if it is an ADD or a
 * REPLACE that traded. A refused operation changes nothing and tells only that.
 *
 * <p>Single-threaded. Allocates at construction only. Orders and levels are read through cursors (ints) that are
 * valid until the next operation; {@link #NO_ORDER} and {@link #NO_LEVEL} end an iteration.
 */
public final class OrderBook {
    /** No order: the end of an iteration, or an id that is not live. */
    public static final int NO_ORDER = OrderPool.NONE;
    /** No level: the end of an iteration. */
    public static final int NO_LEVEL = LevelPool.NONE;

    private final OrderBookConfig config;
    private final OrderPool orders;
    private final LevelPool levels;
    private final PagePool pages;
    private final IdIndex ids;
    private final Ranking[] rankings = new Ranking[Place.COUNT];
    /** Null in a book that publishes nothing. */
    private final VisibleDepth visible;
    private final Events events;
    private final Matcher matcher;
    private final Admission admission;
    private final BookSnapshot snapshot;
    private boolean isBusy;

    /** Takes all memory the book will ever use; the configuration is its size. */
    public OrderBook(final OrderBookConfig config) {
        this.config = config;
        final int maxLevels = Math.min(config.maxLevels(), config.maxOrders());
        orders = new OrderPool(config.maxOrders());
        levels = new LevelPool(maxLevels + Place.COUNT);
        pages = new PagePool(maxLevels);
        ids = new IdIndex(orders);
        for (int place = 0; place < Place.COUNT; place++) {
            final int cacheBits = place < Place.BUY_STOPS ? PriceIndex.MAX_CACHE_BITS : PriceIndex.SMALL_CACHE_BITS;
            final PriceIndex index = new PriceIndex(levels, pages, maxLevels, cacheBits);
            rankings[place] = new Ranking(place, orders, levels, index);
        }
        final int depthLevels = Math.min(config.depthLevels(), maxLevels);
        visible = depthLevels == 0 ? null
            : new VisibleDepth(rankings[Place.BIDS], rankings[Place.ASKS], levels, depthLevels);
        events = new Events(orders);
        matcher = new Matcher(orders, levels, ids, events, rankings);
        admission = new Admission(config, orders, levels, ids, matcher, rankings);
        snapshot = new BookSnapshot(this, orders, ids, rankings, admission);
    }

    /** Its size, as given at construction. */
    public OrderBookConfig config() {
        return config;
    }

    /** {@link #add(long, int, long, long, long, int, long, BookListener)} with tag 0. */
    public boolean add(final long id, final int side, final long quantity, final long price, final long stopPrice,
                       final int conditions, final BookListener listener) {
        return add(id, side, quantity, price, stopPrice, conditions, 0, listener);
    }

    /**
     * ADD: accepts an order, matches it, and lets it rest, wait or end.
     *
     * <p>Codes, in this order: INVALID_ID, INVALID_QUANTITY, INVALID_PRICE, INVALID_STOP_PRICE, DUPLICATE_ORDER,
     * QUANTITY_OVERFLOW, BOOK_FULL. The last two are judged before and regardless of any matching.
     *
     * @param id         1 or more; must not be live
     * @param side       {@link Side#BUY} or {@link Side#SELL}
     * @param quantity   1 or more
     * @param price      limit price, 0 for a market order
     * @param stopPrice  0 for none; otherwise the order waits until the market price reaches it
     * @param conditions bits of {@link Conditions}
     * @param tag        any number; kept with the order for the caller
     * @param listener   told what happens
     * @return whether it traded
     */
    public boolean add(final long id, final int side, final long quantity, final long price, final long stopPrice,
                       final int conditions, final long tag, final BookListener listener) {
        if ((side & ~1) != 0 || (conditions & ~Conditions.FOK) != 0) {
            throw new IllegalArgumentException("side " + side + ", conditions " + conditions);
        }
        begin(listener);
        final RejectCode code = admission.checkAdd(id, side, quantity, price, stopPrice, conditions);
        if (code != null) {
            events.rejected(listener, id, code);
            return end(listener, false);
        }
        final int order = orders.allocate();
        orders.write(order, id, side, quantity, price, stopPrice, conditions, tag);
        events.accepted(listener, order, id);
        if (stopPrice != 0) {
            if (!matcher.isReached(side, stopPrice)) {
                ids.put(id, order);
                rankings[Place.BUY_STOPS + side].place(order, stopPrice, quantity);
                return end(listener, false);
            }
            events.triggered(listener, order, id);
            orders.stop(order, 0);
        }
        if (matcher.placeUnlessCrossing(order, side, quantity, price, conditions)) {
            return end(listener, false);
        }
        final long fillsBefore = matcher.fillCount();
        captureIfCascading(side, price);
        matcher.enter(order, false, listener);
        matcher.enterTriggered(listener);
        return end(listener, matcher.fillCount() != fillsBefore);
    }

    /**
     * CANCEL: ends an order, resting or waiting. Never matches anything. Code: UNKNOWN_ORDER.
     *
     * @param id       of the order
     * @param listener told what happens
     * @return false
     */
    public boolean cancel(final long id, final BookListener listener) {
        begin(listener);
        final int order = ids.find(id);
        if (order == OrderPool.NONE) {
            events.cancelRejected(listener, id, RejectCode.UNKNOWN_ORDER);
        } else {
            endOrder(order, id, listener);
        }
        return end(listener, false);
    }

    private void endOrder(final int order, final long id, final BookListener listener) {
        final long open = orders.open(order);
        rankingOf(order).remove(order, open);
        ids.remove(id, order);
        orders.release(order);
        events.cancelled(listener, order, id, open);
    }

    /**
     * REDUCE: takes quantity off an order without touching its rank; with nothing left it is a CANCEL. Never matches
     * anything. Codes: INVALID_QUANTITY, UNKNOWN_ORDER.
     *
     * @param id       of the order
     * @param quantity to take off, 1 or more
     * @param listener told what happens
     * @return false
     */
    public boolean reduce(final long id, final long quantity, final BookListener listener) {
        begin(listener);
        final int order = quantity < 1 ? OrderPool.NONE : ids.find(id);
        if (order == OrderPool.NONE) {
            events.reduceRejected(listener, id,
                quantity < 1 ? RejectCode.INVALID_QUANTITY : RejectCode.UNKNOWN_ORDER);
        } else {
            final long left = orders.open(order) - quantity;
            if (left <= 0) {
                endOrder(order, id, listener);
            } else {
                orders.open(order, left);
                rankingOf(order).subtract(order, quantity);
                events.reduced(listener, order, id, quantity, left);
            }
        }
        return end(listener, false);
    }

    /**
     * REPLACE: changes open quantity and price of an order, which goes behind all of its rank and, if it is resting,
     * is matched like a new one. Codes: INVALID_PRICE, UNKNOWN_ORDER, QUANTITY_OVERFLOW, BOOK_FULL (only in a book
     * with fewer levels than orders).
     *
     * @param id       of the order
     * @param delta    added to the open quantity; any number, what takes away more than is open ends the order
     * @param newPrice limit price, 0 for unchanged
     * @param listener told what happens
     * @return whether it traded
     */
    public boolean replace(final long id, final long delta, final long newPrice, final BookListener listener) {
        begin(listener);
        final int order = newPrice < 0 ? OrderPool.NONE : ids.find(id);
        final RejectCode code = admission.checkReplace(order, delta, newPrice);
        if (code != null) {
            events.replaceRejected(listener, id, code);
            return end(listener, false);
        }
        final long openBefore = orders.open(order);
        final long priceBefore = orders.price(order);
        final Ranking ranking = rankingOf(order);
        final boolean isWaiting = orders.stop(order) != 0;
        final boolean isCaptured =
            !isWaiting && captureIfCascading(orders.side(order), newPrice != 0 ? newPrice : priceBefore);
        ranking.remove(order, openBefore);
        final long change = Math.max(delta, -openBefore);
        final long open = openBefore + change;
        orders.open(order, open);
        if (newPrice != 0) {
            orders.price(order, newPrice);
        }
        final long fillsBefore = matcher.fillCount();
        events.replaced(listener, order, change, orders.price(order), open);
        if (open == 0) {
            ids.remove(id, order);
            orders.release(order);
            events.cancelled(listener, order, id, 0);
        } else if (isWaiting) {
            ranking.place(order, orders.stop(order), open);
        } else {
            matcher.enter(order, true, listener);
            matcher.enterTriggered(listener);
            if (!isCaptured && orders.open(order) == openBefore && orders.price(order) == priceBefore) {
                // It left its level and came back as it was, and nothing else can have changed on this side.
                ranking.forgetChanges();
            }
        }
        return end(listener, matcher.fillCount() != fillsBefore);
    }

    /**
     * MARKET: sets the market price, which may trigger stops. Never matches resting orders by itself. Code:
     * INVALID_PRICE.
     *
     * @param price    1 or more
     * @param listener told what happens
     * @return false
     */
    public boolean marketPrice(final long price, final BookListener listener) {
        begin(listener);
        if (price < 1) {
            events.marketPriceRejected(listener, RejectCode.INVALID_PRICE);
        } else {
            events.marketPrice(listener, price);
            matcher.setMarketPrice(price);
            if (matcher.hasTriggered()) {
                if (visible != null) {
                    visible.capture();
                }
                matcher.enterTriggered(listener);
            }
        }
        return end(listener, false);
    }

    private void begin(final BookListener listener) {
        Objects.requireNonNull(listener, "listener");
        checkIdle();
        isBusy = true;
    }

    private void checkIdle() {
        if (isBusy) {
            throw new IllegalStateException("the book is in the middle of an operation; a listener must not call it");
        }
    }

    /** Publishes market data, then lets out what the listener threw. */
    private boolean end(final BookListener listener, final boolean hasTraded) {
        if (visible != null) {
            visible.publish(events, listener, this);
        }
        isBusy = false;
        if (events.hasFailure()) {
            events.throwFailure();
        }
        return hasTraded;
    }

    private boolean captureIfCascading(final int side, final long price) {
        if (visible == null || !matcher.mayCascade(side, price)) {
            return false;
        }
        visible.capture();
        return true;
    }

    private Ranking rankingOf(final int order) {
        return rankings[placeAt(order)];
    }

    /** Forgets all orders and the market price, as if the book had just been built. Publishes nothing. */
    public void clear() {
        checkIdle();
        orders.clear();
        levels.clear();
        pages.clear();
        ids.clear();
        for (final Ranking ranking : rankings) {
            ranking.clear();
        }
        acceptVisible();
        matcher.restoreMarketPrice(0);
    }

    private void acceptVisible() {
        if (visible != null) {
            visible.accept();
        }
    }

    /** Tag of the order the event is about; for a fill, of the active order. 0 if it names no order of the book. */
    public long activeTag() {
        return events.activeTag();
    }

    /** Tag of the passive order while a fill is delivered, otherwise 0. */
    public long passiveTag() {
        return events.passiveTag();
    }

    /** Whether the order is resting or waiting. */
    public boolean isLive(final long id) {
        return ids.find(id) != OrderPool.NONE;
    }

    /** Open quantity of the order, 0 if it is not live. */
    public long openQuantity(final long id) {
        final int order = ids.find(id);
        return order == OrderPool.NONE ? 0 : orders.open(order);
    }

    /** Cursor of a live order, or {@link #NO_ORDER}. */
    public int order(final long id) {
        return ids.find(id);
    }

    /** Cursor of the first order in rank order, or {@link #NO_ORDER}; place as in {@link Place}. */
    public int firstOrder(final int place) {
        return rankings[place].firstOrder();
    }

    /** Cursor of the next order of the same place, or {@link #NO_ORDER}. */
    public int nextOrder(final int order) {
        return rankingOf(order).nextOrder(order);
    }

    /** Id of the order at the cursor. */
    public long idAt(final int order) {
        return orders.id(order);
    }

    /** Side of the order at the cursor. */
    public int sideAt(final int order) {
        return orders.side(order);
    }

    /** Where the order at the cursor stands, as in {@link Place}. */
    public int placeAt(final int order) {
        final int side = orders.side(order);
        return orders.stop(order) == 0 ? side : Place.BUY_STOPS + side;
    }

    /** Open quantity of the order at the cursor. */
    public long openQuantityAt(final int order) {
        return orders.open(order);
    }

    /** Limit price of the order at the cursor, 0 for a market order. */
    public long priceAt(final int order) {
        return orders.price(order);
    }

    /** Stop price of the order at the cursor, 0 if it is not waiting. */
    public long stopPriceAt(final int order) {
        return orders.stop(order);
    }

    /** Conditions of the order at the cursor, as in {@link Conditions}. */
    public int conditionsAt(final int order) {
        return orders.conditions(order);
    }

    /** Tag of the order at the cursor. */
    public long tagAt(final int order) {
        return orders.tag(order);
    }

    /** Cursor of the best level of a side, or {@link #NO_LEVEL}. Market orders have no level. */
    public int bestLevel(final int side) {
        return rankings[side].bestLevel();
    }

    /** Cursor of the next worse level, or {@link #NO_LEVEL}. */
    public int nextLevel(final int level) {
        return levels.worse(level);
    }

    /** Price of the level at the cursor. */
    public long levelPrice(final int level) {
        return Math.abs(levels.key(level));
    }

    /** How many orders stand at the level at the cursor. */
    public int levelOrders(final int level) {
        return levels.orders(level);
    }

    /** Sum of their open quantities, all-or-none orders included. */
    public long levelQuantity(final int level) {
        return levels.total(level);
    }

    /** Number of price levels of a side. */
    public int levelCount(final int side) {
        return rankings[side].levelCount();
    }

    /** Visible levels a side, 0 for a book that publishes nothing. */
    public int depthLevels() {
        return config.depthLevels();
    }

    /** Last reference price, 0 if not known. */
    public long marketPrice() {
        return matcher.marketPrice();
    }

    /** Number of live orders. */
    public int orderCount() {
        return orders.count();
    }

    /** Number of orders in a place, as in {@link Place}. */
    public int orderCount(final int place) {
        return rankings[place].orderCount();
    }

    /** Sum of the open quantities of a side, resting and waiting. */
    public long sideTotal(final int side) {
        return rankings[side].total() + rankings[Place.BUY_STOPS + side].total();
    }

    /** Bytes {@link #writeSnapshot} will write. */
    public int snapshotLength() {
        return BookSnapshot.length(orders.count());
    }

    /**
     * Writes the logical state: orders in rank order and the market price, independent of where they are in memory.
     *
     * @return bytes written
     */
    public int writeSnapshot(final MutableDirectBuffer buffer, final int offset) {
        checkIdle();
        return snapshot.write(buffer, offset);
    }

    /**
     * Replaces the state by that of a snapshot; from then on the book behaves exactly as the one that wrote it.
     * Publishes nothing.
     *
     * @return bytes read
     * @throws IllegalArgumentException if it is no snapshot of a possible state, or too large for this book; the book
     *                                  is empty then
     */
    public int loadSnapshot(final DirectBuffer buffer, final int offset) {
        clear();
        try {
            final int length = snapshot.load(buffer, offset);
            matcher.restoreMarketPrice(BookSnapshot.marketPrice(buffer, offset));
            acceptVisible();
            return length;
        } catch (final IllegalArgumentException | IndexOutOfBoundsException unusable) {
            clear();
            throw new IllegalArgumentException("not a usable snapshot: " + unusable.getMessage(), unusable);
        }
    }

    /**
     * Becomes an exact copy of another book, in a few bulk copies: what a thread with little time does before another
     * one writes the snapshot at leisure. About 100 bytes per order are copied. Publishes nothing.
     *
     * @param other of the same configuration, between two operations
     */
    public void copyFrom(final OrderBook other) {
        checkIdle();
        other.checkIdle();
        if (!config.equals(other.config)) {
            throw new IllegalArgumentException("cannot copy a book of " + other.config + " into one of " + config);
        }
        orders.copyFrom(other.orders);
        levels.copyFrom(other.levels);
        pages.copyFrom(other.pages);
        ids.copyFrom(other.ids);
        for (int place = 0; place < Place.COUNT; place++) {
            rankings[place].copyFrom(other.rankings[place]);
        }
        matcher.restoreMarketPrice(other.marketPrice());
        acceptVisible();
    }
}
