package io.muex.exchange.matching;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.Place;
import io.muex.exchange.book.Side;
import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.SelfTradePrevention;

/**
 * Self-trade prevention, in front of the book, which knows no owners. Before an order enters, the other side is walked
 * best first as far as the order could trade. What surely fills the order before an order of the same owner comes up is
 * counted: ordinary orders of others that can be priced. If that does not suffice, the own order is in reach, and the
 * mode of the incoming order decides who gives way.
 * <p>
 * The order itself may then still trade with the quantity that was counted, and with no more: the rest is withheld
 * from the book. An all-or-none order that would need the rest trades nothing. All-or-none orders of others are not
 * counted, because they may be passed over; so prevention sometimes acts although matching would have stopped
 * earlier, but never the other way round.
 * <p>
 * A triggered stop order enters in the middle of an operation of the book, where nobody can step in: stop orders cannot
 * have prevention, and as incoming orders they trade with whom they meet.
 */
final class SelfTrades {
    /** Resting orders that one incoming order may cancel; behind them the rest of it is cancelled. */
    static final int MAX_CANCELLED = 256;

    private final Market market;
    private final int[] makers = new int[MAX_CANCELLED];
    private int makerCount;
    private boolean isFound;
    private boolean isLimited;
    private long ahead;

    SelfTrades(final Market market) {
        this.market = market;
    }

    /**
     * Enters an order that has passed all checks if an order of its owner is in reach.
     *
     * @return false if none is; then nothing was done
     */
    boolean enter(final NewOrderFlyweight order, final Instrument instrument, final long orderId) {
        final Step step = market.step;
        final int side = order.side().code() - 1;
        final int conditions = order.conditions().code();
        scan(instrument.book(), side, order.price(), order.quantity(), order.selfTradePrevention());
        if (!isFound) {
            return false;
        }
        final RejectReason room = checkRoom(instrument.book(), side, order.quantity());
        if (room != RejectReason.NONE) {
            market.events.rejected(order.clOrdId(), room);
            return true;
        }
        market.bookEvents.of(instrument);
        market.bookEvents.accept(step.order);
        step.cancelReason = CancelReason.SELF_TRADE;
        for (int i = 0; i < makerCount; i++) {
            market.cancel(makers[i]);
        }
        step.cancelReason = CancelReason.IMMEDIATE_OR_CANCEL;
        if (!isLimited) {
            instrument.book().add(orderId, side, order.quantity(), order.price(), 0, conditions, step.order,
                market.bookEvents.of(instrument));
        } else if (ahead == 0 || (conditions & Conditions.AON) != 0) {
            step.withheld = order.quantity();
            market.bookEvents.cancelWithheld(step.order);
        } else {
            step.withheld = order.quantity() - ahead;
            instrument.book().add(orderId, side, ahead, order.price(), 0, Conditions.IOC, step.order,
                market.bookEvents.of(instrument));
        }
        return true;
    }

    /** A replace is refused rather than that it cancels anything: the order stays as it is. */
    RejectReason checkReplace(final Instrument instrument, final int slot, final long price, final long quantity) {
        final SelfTradePrevention mode = market.orders.selfTradePrevention(slot);
        if (mode == SelfTradePrevention.NONE || quantity == 0) {
            return RejectReason.NONE;
        }
        scan(instrument.book(), market.orders.side(slot).code() - 1, price, quantity, mode);
        return isFound ? RejectReason.SELF_TRADE : RejectReason.NONE;
    }

    private void scan(final OrderBook book, final int side, final long price, final long quantity,
                      final SelfTradePrevention mode) {
        makerCount = 0;
        isFound = false;
        isLimited = false;
        ahead = 0;
        final long owner = market.step.sender.owner();
        int resting = book.firstOrder(side == Side.BUY ? Place.ASKS : Place.BIDS);
        while (resting != OrderBook.NO_ORDER && ahead < quantity && !isLimited
            && crosses(side, price, book.priceAt(resting))) {
            final int slot = (int) book.tagAt(resting);
            if (market.sessions.at(market.orders.session(slot)).owner() == owner) {
                isFound = true;
                meet(slot, mode);
            } else if (isSureToTrade(book, resting, price)) {
                ahead += book.openQuantityAt(resting);
            }
            resting = book.nextOrder(resting);
        }
    }

    private void meet(final int slot, final SelfTradePrevention mode) {
        final boolean cancelsMaker = mode != SelfTradePrevention.EXPIRE_TAKER && makerCount < MAX_CANCELLED;
        if (cancelsMaker) {
            makers[makerCount++] = slot;
        }
        isLimited = mode != SelfTradePrevention.EXPIRE_MAKER || !cancelsMaker;
    }

    private static boolean crosses(final int side, final long price, final long restingPrice) {
        return price == 0 || restingPrice == 0 || (side == Side.BUY ? price >= restingPrice : price <= restingPrice);
    }

    private static boolean isSureToTrade(final OrderBook book, final int resting, final long price) {
        final boolean isPriced = price != 0 || book.priceAt(resting) != 0 || book.marketPrice() != 0;
        return isPriced && (book.conditionsAt(resting) & Conditions.AON) == 0;
    }

    /**
     * What the book would say, asked before anything is changed. Price levels are counted generously, so that close to
     * the limit an order may be refused that would just have fitted.
     */
    private static RejectReason checkRoom(final OrderBook book, final int side, final long quantity) {
        if (quantity > Long.MAX_VALUE - book.sideTotal(side)) {
            return RejectReason.QUANTITY_OVERFLOW;
        }
        final OrderBookConfig config = book.config();
        final int waiting = book.orderCount(Place.BUY_STOPS) + book.orderCount(Place.SELL_STOPS);
        final long levels = (long) book.levelCount(Side.BUY) + book.levelCount(Side.SELL) + 2L * waiting;
        final boolean isFull = book.orderCount() >= config.maxOrders()
            || config.maxLevels() < config.maxOrders() && levels >= config.maxLevels();
        return isFull ? RejectReason.BOOK_FULL : RejectReason.NONE;
    }
}
