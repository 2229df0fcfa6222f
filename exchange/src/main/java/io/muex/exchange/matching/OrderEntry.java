package io.muex.exchange.matching;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.ReduceOrderFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.TimeInForce;

/** New, cancel, reduce and replace. All checks come before the first change. */
final class OrderEntry {
    private final Market market;
    private final Step step;
    private final LiveOrders orders;
    private final SelfTrades selfTrades;

    OrderEntry(final Market market) {
        this.market = market;
        step = market.step;
        orders = market.orders;
        selfTrades = new SelfTrades(market);
    }

    void newOrder(final NewOrderFlyweight order) {
        final Instrument instrument = market.instruments.find(order.instrumentId());
        final RejectReason reason = check(order, instrument);
        if (reason != RejectReason.NONE) {
            market.events.rejected(order.clOrdId(), reason);
            return;
        }
        final long orderId = market.nextOrderId();
        final int slot = orders.allocate();
        orders.write(slot, orderId, order.clOrdId(), order.price(), step.expiryNs, LiveOrders.attributes(
            order.side(), order.conditions(), order.timeInForce(), order.selfTradePrevention()));
        step.order = slot;
        step.cancelReason = CancelReason.IMMEDIATE_OR_CANCEL;
        if (order.selfTradePrevention() == SelfTradePrevention.NONE
            || !selfTrades.enter(order, instrument, orderId)) {
            instrument.book().add(orderId, order.side().code() - 1, order.quantity(), order.price(), order.stopPrice(),
                order.conditions().code(), slot, market.bookEvents.of(instrument));
        }
        if (step.isAccepted) {
            market.orderIdIsUsed();
        } else {
            orders.release(slot);
        }
    }

    private RejectReason check(final NewOrderFlyweight order, final Instrument instrument) {
        final SessionState sender = step.sender;
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        } else if (instrument.isHalted()) {
            return RejectReason.INSTRUMENT_HALTED;
        } else if (orders.find(sender.index(), order.clOrdId()) != LiveOrders.NONE) {
            return RejectReason.DUPLICATE_CL_ORD_ID;
        } else if (!sender.mayHaveOneMoreOrder()) {
            return RejectReason.TOO_MANY_ORDERS;
        } else if (orders.isFull()) {
            return RejectReason.EXCHANGE_FULL;
        }
        final TimeInForce timeInForce = order.timeInForce();
        step.expiryNs = instrument.expiryNs(timeInForce, order.expireTimeNs(), step.nowNs);
        if (timeInForce == TimeInForce.GTD && step.expiryNs <= step.nowNs) {
            return RejectReason.INVALID_EXPIRE_TIME;
        }
        final RejectReason size = instrument.checkQuantity(order.quantity(), true);
        if (size != RejectReason.NONE) {
            return size;
        }
        final RejectReason price = instrument.checkPrice(order.price());
        return price != RejectReason.NONE ? price : sender.checkSize(order.price(), order.quantity(), 0, 0);
    }

    void cancel(final CancelOrderFlyweight cancel) {
        final int slot = orders.find(step.sender.index(), cancel.clOrdId());
        if (slot == LiveOrders.NONE) {
            market.events.cancelRejected(cancel.clOrdId(), RejectReason.UNKNOWN_ORDER);
        } else {
            step.order = slot;
            market.cancel(slot);
        }
    }

    void reduce(final ReduceOrderFlyweight reduce) {
        final int slot = orders.find(step.sender.index(), reduce.clOrdId());
        if (slot == LiveOrders.NONE) {
            market.events.reduceRejected(reduce.clOrdId(), RejectReason.UNKNOWN_ORDER);
            return;
        }
        step.order = slot;
        final Instrument instrument = market.instruments.find(orders.instrument(slot));
        instrument.book().reduce(orders.orderId(slot), reduce.quantity(), market.bookEvents.of(instrument));
    }

    void replace(final ReplaceOrderFlyweight replace) {
        final int slot = orders.find(step.sender.index(), replace.clOrdId());
        if (slot == LiveOrders.NONE) {
            market.events.replaceRejected(replace.clOrdId(), RejectReason.UNKNOWN_ORDER);
            return;
        }
        step.order = slot;
        final Instrument instrument = market.instruments.find(orders.instrument(slot));
        final OrderBook book = instrument.book();
        final long orderId = orders.orderId(slot);
        final long open = book.openQuantity(orderId);
        final RejectReason reason = checkReplace(replace, instrument, slot, open);
        if (reason != RejectReason.NONE) {
            market.events.replaceRejected(replace.clOrdId(), reason);
            return;
        }
        step.cancelReason = CancelReason.IMMEDIATE_OR_CANCEL;
        book.replace(orderId, replace.delta(), replace.newPrice(), market.bookEvents.of(instrument));
    }

    private RejectReason checkReplace(
        final ReplaceOrderFlyweight replace, final Instrument instrument, final int slot, final long open) {
        if (instrument.isHalted()) {
            return RejectReason.INSTRUMENT_HALTED;
        }
        final long delta = Math.max(replace.delta(), -open);
        final long price = replace.newPrice() == 0 ? orders.price(slot) : replace.newPrice();
        if (delta > Long.MAX_VALUE - open) {
            return RejectReason.QUANTITY_OVERFLOW;
        }
        final long wanted = open + delta;
        RejectReason reason = RejectReason.NONE;
        if (delta > 0) {
            reason = instrument.checkQuantity(wanted, false);
        }
        if (reason == RejectReason.NONE && replace.newPrice() != 0) {
            reason = instrument.checkPrice(price);
        }
        if (reason == RejectReason.NONE && (delta > 0 || price > orders.price(slot))) {
            reason = step.sender.checkSize(price, wanted, orders.price(slot), open);
        }
        return reason != RejectReason.NONE ? reason : selfTrades.checkReplace(instrument, slot, price, wanted);
    }
}
