package io.muex.exchange.matching;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.protocol.Side;

/**
 * The visible levels of a book as last told to the public; finds what is different now. A level is known by its price,
 * so a new best price is one event for itself and one for the level that it pushes out of view.
 */
final class PublishedDepth {
    private final OneSide buy;
    private final OneSide sell;

    PublishedDepth(final int levels) {
        buy = new OneSide(Side.BUY, levels);
        sell = new OneSide(Side.SELL, levels);
    }

    /** Takes over the visible levels of the book without telling anybody. */
    void restore(final OrderBook book) {
        buy.update(book, 0, null);
        sell.update(book, 0, null);
    }

    /** Takes over the visible levels of the book and tells every one that is different, best first, buy side first. */
    void update(final OrderBook book, final int instrumentId, final EventWriter events) {
        buy.update(book, instrumentId, events);
        sell.update(book, instrumentId, events);
    }

    private static final class OneSide {
        private final Side side;
        private final int levels;
        private final long[] prices;
        private final long[] quantities;
        private final int[] orders;
        private final long[] oldPrices;
        private final long[] oldQuantities;
        private final int[] oldOrders;
        private int count;

        OneSide(final Side side, final int levels) {
            this.side = side;
            this.levels = levels;
            prices = new long[levels];
            quantities = new long[levels];
            orders = new int[levels];
            oldPrices = new long[levels];
            oldQuantities = new long[levels];
            oldOrders = new int[levels];
        }

        void update(final OrderBook book, final int instrumentId, final EventWriter events) {
            final int oldCount = count;
            System.arraycopy(prices, 0, oldPrices, 0, oldCount);
            System.arraycopy(quantities, 0, oldQuantities, 0, oldCount);
            System.arraycopy(orders, 0, oldOrders, 0, oldCount);
            count = 0;
            int cursor = book.bestLevel(side.code() - 1);
            while (cursor != OrderBook.NO_LEVEL && count < levels) {
                prices[count] = book.levelPrice(cursor);
                quantities[count] = book.levelQuantity(cursor);
                orders[count] = book.levelOrders(cursor);
                count++;
                cursor = book.nextLevel(cursor);
            }
            if (events != null) {
                tell(oldCount, instrumentId, events);
            }
        }

        /** Walks the old and the new levels together, best first. */
        private void tell(final int oldCount, final int instrumentId, final EventWriter events) {
            int old = 0;
            int now = 0;
            while (old < oldCount || now < count) {
                if (now == count || old < oldCount && isBetter(oldPrices[old], prices[now])) {
                    events.depthChanged(instrumentId, side, oldPrices[old], 0, 0);
                    old++;
                } else if (old == oldCount || oldPrices[old] != prices[now]) {
                    events.depthChanged(instrumentId, side, prices[now], quantities[now], orders[now]);
                    now++;
                } else {
                    if (oldQuantities[old] != quantities[now] || oldOrders[old] != orders[now]) {
                        events.depthChanged(instrumentId, side, prices[now], quantities[now], orders[now]);
                    }
                    old++;
                    now++;
                }
            }
        }

        private boolean isBetter(final long price, final long other) {
            return side == Side.BUY ? price > other : price < other;
        }
    }
}
