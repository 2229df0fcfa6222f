package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps accounts of orders from the events alone and holds the book to what must always be true of it.
 */
final class BookLedger {
    private static final class Entry {
        long open;
        int side;
        boolean isAon;
        long filledNow;
    }

    private final Map<Long, Entry> entries = new HashMap<>();
    private final Set<Long> touched = new HashSet<>();

    /** Enters the events of an operation; checks quantities and the all-or-none promise. */
    void onOperation(final RandomFlow operation, final EventLog events, final OrderBook book) {
        touched.clear();
        int at = 0;
        while (at < events.length()) {
            onEvent((int) events.word(at), at + 2, operation, events);
            at += 2 + (int) events.word(at + 1);
        }
        for (final long id : touched) {
            final Entry entry = entries.get(id);
            final long open = entry == null ? 0 : entry.open;
            assertEquals(open, book.openQuantity(id), () -> "open quantity of " + id);
            assertEquals(open > 0, book.isLive(id), () -> "liveness of " + id);
            if (entry != null) {
                assertTrue(!entry.isAon || entry.filledNow == 0 || open == 0, () -> id + " is partly filled");
                entry.filledNow = 0;
                if (open == 0) {
                    entries.remove(id);
                }
            }
        }
    }

    private void onEvent(final int kind, final int fields, final RandomFlow operation, final EventLog events) {
        switch (kind) {
            case EventLog.ACC -> {
                final Entry entry = new Entry();
                entry.open = operation.quantity;
                entry.side = operation.side;
                entry.isAon = (operation.conditions & Conditions.AON) != 0;
                assertTrue(entries.put(operation.id, entry) == null, "accepted twice");
                touched.add(operation.id);
            }
            case EventLog.FILL -> {
                final long quantity = events.word(fields + 2);
                assertTrue(quantity > 0 && events.word(fields + 3) > 0, "a fill of nothing, or without a price");
                fill(events.word(fields), quantity, events.word(fields + 4));
                fill(events.word(fields + 1), quantity, events.word(fields + 5));
            }
            case EventLog.CXL -> {
                final Entry entry = entry(events.word(fields));
                assertEquals(entry.open, events.word(fields + 1), "cancelled quantity");
                entry.open = 0;
            }
            case EventLog.RED -> {
                final Entry entry = entry(events.word(fields));
                entry.open -= events.word(fields + 1);
                assertEquals(entry.open, events.word(fields + 2), "reduced quantity");
            }
            case EventLog.REPL -> {
                final Entry entry = entry(events.word(fields));
                entry.open += events.word(fields + 1);
                assertEquals(entry.open, events.word(fields + 3), "replaced quantity");
            }
            default -> {
                // Moves no quantity.
            }
        }
    }

    private Entry entry(final long id) {
        touched.add(id);
        final Entry entry = entries.get(id);
        assertTrue(entry != null, () -> "an event of " + id + ", which is not live");
        return entry;
    }

    private void fill(final long id, final long quantity, final long left) {
        final Entry entry = entry(id);
        entry.filledNow += quantity;
        entry.open -= quantity;
        assertEquals(entry.open, left, () -> "left of " + id);
    }

    /** Looks at every order and level of the book. */
    void checkWholeBook(final OrderBook book) {
        final long[] totals = new long[2];
        for (final Entry entry : entries.values()) {
            totals[entry.side] = Math.addExact(totals[entry.side], entry.open);
        }
        assertEquals(totals[Side.BUY], book.sideTotal(Side.BUY), "bought quantity is conserved");
        assertEquals(totals[Side.SELL], book.sideTotal(Side.SELL), "sold quantity is conserved");
        assertEquals(entries.size(), book.orderCount());
        for (int side = 0; side < 2; side++) {
            checkLevels(book, side);
            checkStops(book, side);
        }
        checkCrossing(book);
    }

    private static void checkLevels(final OrderBook book, final int side) {
        int order = book.firstOrder(side);
        int count = 0;
        while (order != OrderBook.NO_ORDER && book.priceAt(order) == 0) {
            order = book.nextOrder(order);
            count++;
        }
        int levelCount = 0;
        long priceBefore = side == Side.BUY ? Long.MAX_VALUE : 0;
        for (int level = book.bestLevel(side); level != OrderBook.NO_LEVEL; level = book.nextLevel(level)) {
            final long price = book.levelPrice(level);
            final boolean isWorse = side == Side.BUY ? price <= priceBefore : price > priceBefore;
            assertTrue(isWorse && (levelCount == 0 || price != priceBefore), "levels are ranked");
            priceBefore = price;
            levelCount++;
            long quantity = 0;
            for (int i = 0; i < book.levelOrders(level); i++) {
                assertEquals(price, book.priceAt(order), "orders stand at their level");
                assertEquals(0, book.conditionsAt(order) & Conditions.IOC, "no immediate-or-cancel order rests");
                quantity += book.openQuantityAt(order);
                order = book.nextOrder(order);
                count++;
            }
            assertEquals(quantity, book.levelQuantity(level), "levels sum up their orders");
        }
        assertEquals(OrderBook.NO_ORDER, order);
        assertEquals(book.levelCount(side), levelCount);
        assertEquals(book.orderCount(side), count);
    }

    private static void checkStops(final OrderBook book, final int side) {
        final int place = Place.BUY_STOPS + side;
        long stopBefore = side == Side.BUY ? 0 : Long.MAX_VALUE;
        int count = 0;
        for (int order = book.firstOrder(place); order != OrderBook.NO_ORDER; order = book.nextOrder(order)) {
            final long stop = book.stopPriceAt(order);
            assertTrue(side == Side.BUY ? stop >= stopBefore : stop <= stopBefore, "stops are ranked");
            final long market = book.marketPrice();
            assertTrue(market == 0 || (side == Side.BUY ? market < stop : market > stop), "no reached stop waits");
            stopBefore = stop;
            count++;
        }
        assertEquals(book.orderCount(place), count);
    }

    /** Two ordinary orders may only face each other unfilled if both are market orders. */
    private static void checkCrossing(final OrderBook book) {
        final int bid = firstOrdinary(book, Place.BIDS, false);
        final int ask = firstOrdinary(book, Place.ASKS, false);
        final int limitBid = firstOrdinary(book, Place.BIDS, true);
        final int limitAsk = firstOrdinary(book, Place.ASKS, true);
        if (limitBid != OrderBook.NO_ORDER && limitAsk != OrderBook.NO_ORDER) {
            assertTrue(book.priceAt(limitBid) < book.priceAt(limitAsk), "ordinary limit orders do not cross");
        }
        if (bid != OrderBook.NO_ORDER && ask != OrderBook.NO_ORDER) {
            final boolean isMarketBid = book.priceAt(bid) == 0;
            final boolean isMarketAsk = book.priceAt(ask) == 0;
            assertTrue(!isMarketBid || limitAsk == OrderBook.NO_ORDER, "no market bid faces a limit ask");
            assertTrue(!isMarketAsk || limitBid == OrderBook.NO_ORDER, "no market ask faces a limit bid");
        }
    }

    private static int firstOrdinary(final OrderBook book, final int place, final boolean isLimit) {
        int order = book.firstOrder(place);
        while (order != OrderBook.NO_ORDER
            && ((book.conditionsAt(order) & Conditions.AON) != 0 || isLimit && book.priceAt(order) == 0)) {
            order = book.nextOrder(order);
        }
        return order;
    }
}
