package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.InstrumentStatusChangedFlyweight;
import io.muex.exchange.protocol.MarketPriceSetFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.mu.session.EventEnvelope;
import org.agrona.DirectBuffer;

/**
 * Follows every order through the events and thereby every price level; at the end of each command it has the
 * {@link IncrementWriter} say what is different for the public. A function of the events alone, so that all publishers
 * say the same.
 * <p>
 * An order counts at its price from its acceptance on, although it may first trade, or be cancelled at once: within one
 * command that cancels out. Market orders and waiting stop orders are followed and do not count; a stop order counts
 * when it is triggered. All-or-none orders count in full. A trade is told once, with what the active order's event
 * says.
 * <p>
 * One thread. Allocates for new instruments, and when there are more orders or levels than ever before.
 */
final class MarketTracker {
    private static final int BODY = EventEnvelope.HEADER_LENGTH;

    private final PublicMarket market = new PublicMarket();
    private final OrderTable orders = new OrderTable();
    private final IncrementWriter writer;
    private final OrderAcceptedFlyweight accepted = new OrderAcceptedFlyweight();
    private final OrderTriggeredFlyweight triggered = new OrderTriggeredFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final OrderCancelledFlyweight cancelled = new OrderCancelledFlyweight();
    private final OrderReducedFlyweight reduced = new OrderReducedFlyweight();
    private final OrderReplacedFlyweight replaced = new OrderReplacedFlyweight();
    private final MarketPriceSetFlyweight priceSet = new MarketPriceSetFlyweight();
    private final InstrumentAddedFlyweight instrumentAdded = new InstrumentAddedFlyweight();
    private final InstrumentStatusChangedFlyweight statusChanged = new InstrumentStatusChangedFlyweight();
    private long eventSeq;
    private long contradictions;
    private boolean isAtEnd = true;

    MarketTracker(final IncrementWriter writer) {
        this.writer = writer;
    }

    PublicMarket market() {
        return market;
    }

    /** Live orders, waiting ones included. */
    int orders() {
        return orders.count();
    }

    /** The last event that was taken. */
    long eventSeq() {
        return eventSeq;
    }

    /** Times that an event spoke of an order that should exist and does not. Then the books cannot be trusted. */
    long contradictions() {
        return contradictions;
    }

    /** Forgets everything; events from {@code fromEventSeq} on are expected. */
    void begin(final long fromEventSeq) {
        market.clear();
        orders.clear();
        eventSeq = fromEventSeq - 1;
        contradictions = 0;
        isAtEnd = true;
    }

    /** True if the last event was the last one of its command: only then do the levels of a book belong together. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    /** An instrument as a replica has it as of an event, without its orders; they follow before the next event. */
    PublicBook restoreInstrument(final InstrumentAddedFlyweight definition, final InstrumentStatus status,
        final long marketPrice, final long asOf) {
        final PublicBook book = market.findOrAdd(definition.instrumentId());
        if (book != null) {
            define(book, definition);
            book.status(status);
            book.marketPrice(marketPrice);
            book.known(asOf);
        }
        return book;
    }

    /** All instruments are restored; the events behind this one come next. */
    void continueBehind(final long lastEventSeq) {
        eventSeq = lastEventSeq;
        isAtEnd = true;
    }

    /** One order of an instrument that is being restored. */
    void restoreOrder(final PublicBook book, final long orderId, final Side side, final long price,
        final long openQuantity, final boolean isWaiting) {
        orders.add(orderId, book.instrumentId(), side, price, openQuantity, isWaiting);
        if (!isWaiting && price != 0) {
            book.side(side).add(price, openQuantity, 1);
        }
    }

    /** Takes the next event; at the end of a command the writer is told. */
    void onEvent(final DirectBuffer buffer, final int offset) {
        eventSeq = EventEnvelope.eventSeq(buffer, offset);
        final int body = offset + BODY;
        switch (EventEnvelope.kind(buffer, offset)) {
            case OrderAcceptedFlyweight.TEMPLATE_ID -> onAccepted(accepted.wrap(buffer, body));
            case OrderTriggeredFlyweight.TEMPLATE_ID -> onTriggered(triggered.wrap(buffer, body));
            case FillFlyweight.TEMPLATE_ID -> onFill(fill.wrap(buffer, body));
            case OrderCancelledFlyweight.TEMPLATE_ID -> onCancelled(cancelled.wrap(buffer, body));
            case OrderReducedFlyweight.TEMPLATE_ID -> onReduced(reduced.wrap(buffer, body));
            case OrderReplacedFlyweight.TEMPLATE_ID -> onReplaced(replaced.wrap(buffer, body));
            case MarketPriceSetFlyweight.TEMPLATE_ID -> onMarketPrice(priceSet.wrap(buffer, body));
            case InstrumentAddedFlyweight.TEMPLATE_ID -> onInstrument(instrumentAdded.wrap(buffer, body));
            case InstrumentStatusChangedFlyweight.TEMPLATE_ID -> onStatus(statusChanged.wrap(buffer, body));
            default -> {
                // Nothing that the public sees, or visible levels, which follow from the orders.
            }
        }
        isAtEnd = EventEnvelope.isEnd(buffer, offset);
        if (isAtEnd) {
            writer.end(eventSeq, EventEnvelope.timestampNs(buffer, offset));
        }
    }

    /** The book that this event changes; null if it was restored as of a later one. */
    private PublicBook changed(final int instrumentId) {
        final PublicBook book = market.find(instrumentId);
        if (book == null) {
            contradictions++;
        }
        return book == null || eventSeq <= book.asOf() ? null : book;
    }

    private int find(final long orderId) {
        final int slot = orders.find(orderId);
        if (slot == OrderTable.NONE) {
            contradictions++;
        }
        return slot;
    }

    private void onAccepted(final OrderAcceptedFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        if (book != null) {
            final int slot = orders.add(event.orderId(), event.instrumentId(), event.side(), event.price(),
                event.quantity(), event.stopPrice() != 0);
            count(book, slot, event.quantity(), 1);
        }
    }

    private void onTriggered(final OrderTriggeredFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        final int slot = book == null ? OrderTable.NONE : find(event.orderId());
        if (slot != OrderTable.NONE) {
            orders.triggered(slot);
            count(book, slot, orders.open(slot), 1);
        }
    }

    private void onFill(final FillFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        if (book == null) {
            return;
        }
        if (event.role() == FillRole.ACTIVE) {
            book.marketPrice(event.price());
            writer.trade(event.instrumentId(), event.tradeId(), event.side(), event.price(), event.quantity());
        }
        final int slot = find(event.orderId());
        if (slot != OrderTable.NONE) {
            leave(book, event.orderId(), slot, event.leavesQuantity());
        }
    }

    private void onCancelled(final OrderCancelledFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        final int slot = book == null ? OrderTable.NONE : find(event.orderId());
        if (slot != OrderTable.NONE) {
            leave(book, event.orderId(), slot, 0);
        }
    }

    private void onReduced(final OrderReducedFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        final int slot = book == null ? OrderTable.NONE : find(event.orderId());
        if (slot != OrderTable.NONE) {
            leave(book, event.orderId(), slot, event.leavesQuantity());
        }
    }

    private void leave(final PublicBook book, final long orderId, final int slot, final long leaves) {
        count(book, slot, leaves - orders.open(slot), leaves == 0 ? -1 : 0);
        orders.open(slot, leaves);
        if (leaves == 0) {
            orders.remove(orderId, slot);
        }
    }

    /** Nothing left: the cancel that follows removes the order, so until then it counts with nothing. */
    private void onReplaced(final OrderReplacedFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        final int slot = book == null ? OrderTable.NONE : find(event.orderId());
        if (slot != OrderTable.NONE) {
            count(book, slot, -orders.open(slot), -1);
            orders.price(slot, event.price());
            orders.open(slot, event.leavesQuantity());
            count(book, slot, event.leavesQuantity(), 1);
        }
    }

    private void count(final PublicBook book, final int slot, final long quantity, final int orderCount) {
        if (!orders.isWaiting(slot) && orders.price(slot) != 0) {
            writer.level(book, orders.side(slot), orders.price(slot), quantity, orderCount);
        }
    }

    private void onMarketPrice(final MarketPriceSetFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        if (book != null) {
            book.marketPrice(event.price());
            writer.marketPrice(book);
        }
    }

    private void onInstrument(final InstrumentAddedFlyweight event) {
        final PublicBook book = market.findOrAdd(event.instrumentId());
        if (book != null && !book.isKnown()) {
            define(book, event);
            book.known(eventSeq);
            writer.instrument(book);
        }
    }

    private static void define(final PublicBook book, final InstrumentAddedFlyweight definition) {
        book.symbolWords(definition.symbolWord0(), definition.symbolWord1());
        book.increments(definition.tickMantissa(), definition.tickExponent(), definition.lotMantissa(),
            definition.lotExponent());
    }

    private void onStatus(final InstrumentStatusChangedFlyweight event) {
        final PublicBook book = changed(event.instrumentId());
        if (book != null && book.status() != event.status()) {
            book.status(event.status());
            writer.status(book);
        }
    }
}
