package io.muex.exchange.matching;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.protocol.CommandDecoder;
import io.muex.exchange.protocol.QueryBookFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.Side;

/** Questions that go through the log, so that the answer is as of one place in it. They change nothing. */
final class Queries {
    /** Orders told in one answer. */
    static final int MAX_ORDERS = 256;

    private final Market market;

    Queries(final Market market) {
        this.market = market;
    }

    void book(final QueryBookFlyweight query) {
        final Instrument instrument = market.instruments.find(query.instrumentId());
        if (instrument == null) {
            market.events.commandRejected(
                QueryBookFlyweight.TEMPLATE_ID, 0, query.instrumentId(), RejectReason.UNKNOWN_INSTRUMENT);
            return;
        }
        final int levels = Math.min(query.levels(), CommandDecoder.MAX_DEPTH_LEVELS);
        final int bids = tellLevels(instrument, Side.BUY, levels);
        final int asks = tellLevels(instrument, Side.SELL, levels);
        market.events.bookSnapshot(instrument, bids, asks);
    }

    private int tellLevels(final Instrument instrument, final Side side, final int levels) {
        final OrderBook book = instrument.book();
        int told = 0;
        int level = book.bestLevel(side.code() - 1);
        while (level != OrderBook.NO_LEVEL && told < levels) {
            market.events.bookLevel(instrument.id(), side, told, book.levelPrice(level), book.levelQuantity(level),
                book.levelOrders(level));
            told++;
            level = book.nextLevel(level);
        }
        return told;
    }

    void orders(final QueryOrdersFlyweight query) {
        final LiveOrders orders = market.orders;
        int slot = market.step.sender.firstOrder;
        while (slot != LiveOrders.NONE && orders.orderId(slot) <= query.afterOrderId()) {
            slot = orders.nextOfSession(slot);
        }
        int told = 0;
        while (slot != LiveOrders.NONE && told < MAX_ORDERS) {
            final OrderBook book = market.instruments.find(orders.instrument(slot)).book();
            final int order = book.order(orders.orderId(slot));
            market.events.openOrder(slot, book.openQuantityAt(order), book.stopPriceAt(order));
            told++;
            slot = orders.nextOfSession(slot);
        }
        market.events.openOrdersEnd(told, slot != LiveOrders.NONE);
    }
}
