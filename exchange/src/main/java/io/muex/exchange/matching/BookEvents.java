package io.muex.exchange.matching;

import io.muex.exchange.book.BookListener;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.RejectCode;
import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.RejectReason;
import java.util.Arrays;

/**
 * Translates what a book says into events for the sessions concerned, and keeps the exchange's own record of live
 * orders in step with the book: an order is forgotten at the very event that ends it.
 */
final class BookEvents implements BookListener {
    private static final RejectReason[] REASONS = Arrays.stream(RejectCode.values())
        .map(code -> RejectReason.valueOf(code.name())).toArray(RejectReason[]::new);

    private final Step step;
    private final LiveOrders orders;
    private final ExpiryQueue expiries;
    private final Sessions sessions;
    private final EventWriter events;
    private final NewOrderFlyweight newOrder;
    private Instrument instrument;
    private long nextTradeId = 1;

    BookEvents(final Step step, final LiveOrders orders, final ExpiryQueue expiries, final Sessions sessions,
               final EventWriter events, final NewOrderFlyweight newOrder) {
        this.step = step;
        this.orders = orders;
        this.expiries = expiries;
        this.sessions = sessions;
        this.events = events;
        this.newOrder = newOrder;
    }

    /** Prepares for one operation of the book of an instrument. */
    BookListener of(final Instrument operated) {
        instrument = operated;
        return this;
    }

    long nextTradeId() {
        return nextTradeId;
    }

    void nextTradeId(final long id) {
        nextTradeId = id;
    }

    @Override
    public void onAccepted(final long id) {
        if (!step.isAccepted) {
            accept(step.order);
        }
    }

    /** Makes the new order a live order and says so. */
    void accept(final int slot) {
        final SessionState owner = step.sender;
        orders.link(slot, owner, instrument);
        owner.addNotional(newOrder.price(), newOrder.quantity());
        if (orders.expiryNs(slot) != 0) {
            expiries.add(slot);
        }
        step.isAccepted = true;
        events.accepted(slot, newOrder);
    }

    @Override
    public void onRejected(final long id, final RejectCode code) {
        if (step.isAccepted) {
            throw new IllegalStateException("the book refused order " + id + " that was accepted before: " + code);
        }
        events.rejected(newOrder.clOrdId(), reason(code));
    }

    @Override
    public void onTriggered(final long id) {
        events.triggered(slot());
    }

    @Override
    public void onFill(final long active, final long passive, final long quantity, final long price,
                       final long activeLeft, final long passiveLeft) {
        final int activeSlot = slot();
        final int passiveSlot = (int) instrument.book().passiveTag();
        final long tradeId = nextTradeId++;
        final long withheld = activeSlot == step.order ? step.withheld : 0;
        events.fill(activeSlot, FillRole.ACTIVE, tradeId, passiveSlot, quantity, price, activeLeft + withheld);
        events.fill(passiveSlot, FillRole.PASSIVE, tradeId, activeSlot, quantity, price, passiveLeft);
        lose(activeSlot, quantity);
        lose(passiveSlot, quantity);
        if (activeLeft == 0) {
            if (withheld != 0) {
                cancelWithheld(activeSlot);
            } else {
                forget(activeSlot);
            }
        }
        if (passiveLeft == 0) {
            forget(passiveSlot);
        }
    }

    /** Ends the order of the command where it would have traded with its own owner. */
    void cancelWithheld(final int slot) {
        events.cancelled(slot, step.withheld, CancelReason.SELF_TRADE);
        lose(slot, step.withheld);
        forget(slot);
    }

    @Override
    public void onCancelled(final long id, final long openQuantity) {
        final int slot = slot();
        if (slot == step.order && step.withheld != 0) {
            step.withheld += openQuantity;
            cancelWithheld(slot);
            return;
        }
        events.cancelled(slot, openQuantity, cancelReason(slot, openQuantity));
        lose(slot, openQuantity);
        forget(slot);
    }

    private CancelReason cancelReason(final int slot, final long openQuantity) {
        final boolean replacedToNothing = openQuantity == 0 && slot == step.order;
        return replacedToNothing ? CancelReason.REPLACED_TO_NOTHING : step.cancelReason;
    }

    @Override
    public void onCancelRejected(final long id, final RejectCode code) {
        throw unknownToTheBook(id, code);
    }

    @Override
    public void onReduced(final long id, final long quantity, final long left) {
        final int slot = slot();
        events.reduced(slot, quantity, left);
        lose(slot, quantity);
    }

    @Override
    public void onReduceRejected(final long id, final RejectCode code) {
        throw unknownToTheBook(id, code);
    }

    @Override
    public void onReplaced(final long id, final long delta, final long price, final long left) {
        final int slot = slot();
        final SessionState owner = sessions.at(orders.session(slot));
        owner.subtractNotional(orders.price(slot), left - delta);
        owner.addNotional(price, left);
        orders.price(slot, price);
        events.replaced(slot, delta, price, left);
    }

    @Override
    public void onReplaceRejected(final long id, final RejectCode code) {
        if (code == RejectCode.UNKNOWN_ORDER) {
            throw unknownToTheBook(id, code);
        }
        events.replaceRejected(orders.clOrdId(step.order), reason(code));
    }

    @Override
    public void onMarketPrice(final long price) {
        events.marketPriceSet(instrument.id(), price);
    }

    @Override
    public void onMarketPriceRejected(final RejectCode code) {
        throw new IllegalStateException("the book refused a market price that was checked before: " + code);
    }

    @Override
    public void onDepth(final OrderBook book) {
        instrument.depth().update(book, instrument.id(), events);
    }

    @Override
    public void onBestPrices(final OrderBook book) {
        // The best of the visible levels; what changed among them was published a moment ago.
    }

    private int slot() {
        return (int) instrument.book().activeTag();
    }

    private void lose(final int slot, final long quantity) {
        sessions.at(orders.session(slot)).subtractNotional(orders.price(slot), quantity);
    }

    private void forget(final int slot) {
        expiries.remove(slot);
        orders.remove(slot, sessions.at(orders.session(slot)), instrument);
    }

    private static IllegalStateException unknownToTheBook(final long id, final RejectCode code) {
        return new IllegalStateException("live order " + id + " is unknown to its book: " + code);
    }

    /** The codes of the book keep their names. */
    private static RejectReason reason(final RejectCode code) {
        return REASONS[code.ordinal()];
    }
}
