package io.muex.exchange.node;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.Place;
import io.muex.exchange.matching.Exchange;
import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.mu.session.EventRing;

/**
 * Tells a publisher of market data every instrument with its live orders, so that it can follow the events from there
 * on. One instrument at a time is copied, in one go, and sent in as many steps as it takes; each is as of its own
 * moment, and the events after the first of these moments are sent afterwards. Allocates the copy: publishers begin
 * seldom, and ask a replica that does not lead where there is one. Replication thread.
 */
final class MarketState {
    private static final int FIRST_ORDERS = 1_024;
    private static final int MOST_PER_STEP = 32;

    private final EventRing ring;
    private final ReplicaEngine engine;
    private final int replica;
    private long[] ids = new long[0];
    private long[] prices;
    private long[] open;
    private byte[] places;
    private int count;
    private int sent;
    private int instrumentId;
    private boolean isTold;
    private long requestId;
    private long firstAsOf;
    private long lastAsOf;
    private boolean isActive;

    MarketState(final ReplicaEngine engine) {
        this.engine = engine;
        this.ring = engine.machine().events();
        this.replica = engine.view().id();
    }

    boolean isActive() {
        return isActive;
    }

    void stop() {
        isActive = false;
        ids = new long[0];
    }

    void start(final long newRequestId) {
        requestId = newRequestId;
        firstAsOf = ring.lastEventSeq();
        lastAsOf = firstAsOf;
        instrumentId = 0;
        count = 0;
        sent = 0;
        isTold = true;
        isActive = true;
    }

    /** The event behind which reading goes on afterwards. */
    long firstAsOf() {
        return firstAsOf;
    }

    /** Sends some of what there is room for; true when all is sent. */
    boolean step(final LinkPublication out) {
        for (int i = 0; i < MOST_PER_STEP; i++) {
            if (isTold && sent == count) {
                if (!out.hasRoom()) {
                    return false;
                }
                if (!takeNext()) {
                    return end(out);
                }
            }
            if (isTold ? !sendOrders(out) : !sendInstrument(out)) {
                return false;
            }
        }
        return false;
    }

    /** Copies the next instrument; false if there is none. */
    private boolean takeNext() {
        final Exchange exchange = engine.exchange();
        do {
            instrumentId++;
        } while (instrumentId <= exchange.maxInstruments() && exchange.book(instrumentId) == null);
        if (instrumentId > exchange.maxInstruments()) {
            return false;
        }
        final OrderBook book = exchange.book(instrumentId);
        ensure(book.orderCount());
        count = 0;
        sent = 0;
        for (int place = Place.BIDS; place <= Place.SELL_STOPS; place++) {
            for (int order = book.firstOrder(place); order != OrderBook.NO_ORDER; order = book.nextOrder(order)) {
                ids[count] = book.idAt(order);
                prices[count] = book.priceAt(order);
                open[count] = book.openQuantityAt(order);
                places[count++] = (byte) place;
            }
        }
        lastAsOf = ring.lastEventSeq();
        isTold = false;
        return true;
    }

    private void ensure(final int orders) {
        if (ids.length < orders || ids.length == 0) {
            final int capacity = Math.max(FIRST_ORDERS, orders);
            ids = new long[capacity];
            prices = new long[capacity];
            open = new long[capacity];
            places = new byte[capacity];
        }
    }

    /** Before the next command is applied, so that definition and copied orders are as of the same event. */
    private boolean sendInstrument(final LinkPublication out) {
        if (!out.claim(MarketLink.MARKET_INSTRUMENT_LENGTH)) {
            isTold = true;
            sent = count;
            instrumentId--;
            return false;
        }
        final Exchange exchange = engine.exchange();
        final AddInstrumentFlyweight added = exchange.definition(instrumentId);
        MarketLink.encodeInstrument(out.buffer(), out.offset(), replica, requestId, lastAsOf,
            exchange.book(instrumentId).marketPrice(), exchange.status(instrumentId).code());
        new InstrumentAddedFlyweight().wrapForWrite(out.buffer(), out.offset() + MarketLink.DEFINITION)
            .symbolWords(added.symbolWord0(), added.symbolWord1())
            .tickMantissa(added.tickMantissa()).tickExponent(added.tickExponent())
            .lotMantissa(added.lotMantissa()).lotExponent(added.lotExponent())
            .minQuantity(added.minQuantity()).maxQuantity(added.maxQuantity())
            .dayEndNs(added.dayEndNs()).instrumentId(added.instrumentId())
            .depthLevels(added.depthLevels()).maxOrders(added.maxOrders()).maxLevels(added.maxLevels())
            .priceBand(added.priceBand());
        out.commit();
        isTold = true;
        return true;
    }

    private boolean sendOrders(final LinkPublication out) {
        final int room = (out.maxLength() - MarketLink.ORDERS_HEADER_LENGTH) / MarketLink.ORDER_LENGTH;
        final int batch = Math.min(count - sent, room);
        if (!out.claim(MarketLink.ORDERS_HEADER_LENGTH + batch * MarketLink.ORDER_LENGTH)) {
            return false;
        }
        MarketLink.encodeOrders(out.buffer(), out.offset(), replica, requestId, instrumentId, batch);
        for (int i = 0; i < batch; i++, sent++) {
            final int place = places[sent];
            final boolean isBuy = place == Place.BIDS || place == Place.BUY_STOPS;
            MarketLink.encodeOrder(out.buffer(), out.offset(), i, ids[sent], prices[sent], open[sent], isBuy ? 1 : 2,
                place == Place.BUY_STOPS || place == Place.SELL_STOPS);
        }
        out.commit();
        return true;
    }

    private boolean end(final LinkPublication out) {
        if (!out.claim(MarketLink.MARKET_END_LENGTH)) {
            instrumentId--;
            return false;
        }
        MarketLink.encodeEnd(out.buffer(), out.offset(), replica, requestId, firstAsOf, lastAsOf);
        out.commit();
        stop();
        return true;
    }
}
