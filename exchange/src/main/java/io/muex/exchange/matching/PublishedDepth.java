package io.muex.exchange.matching;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.protocol.Side;

/** The visible levels of a book as last told to the public; finds what is different now. */
final class PublishedDepth {
    private static final int FIELDS = 3;

    private final int levels;
    private final long[] buy;
    private final long[] sell;

    PublishedDepth(final int levels) {
        this.levels = levels;
        buy = new long[levels * FIELDS];
        sell = new long[levels * FIELDS];
    }

    /** Takes over the visible levels of the book without telling anybody. */
    void restore(final OrderBook book) {
        update(book, Side.BUY, buy, 0, null);
        update(book, Side.SELL, sell, 0, null);
    }

    /** Takes over the visible levels of the book and tells every level that is different, best first, buy side first. */
    void update(final OrderBook book, final int instrumentId, final EventWriter events) {
        update(book, Side.BUY, buy, instrumentId, events);
        update(book, Side.SELL, sell, instrumentId, events);
    }

    private void update(final OrderBook book, final Side side, final long[] published, final int instrumentId,
                        final EventWriter events) {
        int cursor = book.bestLevel(side.code() - 1);
        for (int level = 0; level < levels; level++) {
            final boolean present = cursor != OrderBook.NO_LEVEL;
            final long price = present ? book.levelPrice(cursor) : 0;
            final long quantity = present ? book.levelQuantity(cursor) : 0;
            final int orders = present ? book.levelOrders(cursor) : 0;
            final int at = level * FIELDS;
            if (published[at] != price || published[at + 1] != quantity || published[at + 2] != orders) {
                published[at] = price;
                published[at + 1] = quantity;
                published[at + 2] = orders;
                if (events != null) {
                    events.depthChanged(instrumentId, side, level, price, quantity, orders);
                }
            }
            cursor = present ? book.nextLevel(cursor) : cursor;
        }
    }
}
