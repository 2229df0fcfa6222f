package io.muex.exchange.matching;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.CancelRejectedFlyweight;
import io.muex.exchange.protocol.CommandRejectedFlyweight;
import io.muex.exchange.protocol.DepthChangedFlyweight;
import io.muex.exchange.protocol.ExchangeStartedFlyweight;
import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.InstrumentStatusChangedFlyweight;
import io.muex.exchange.protocol.MarketPriceSetFlyweight;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.MassCancelledFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderRejectedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.OrdersExpiredFlyweight;
import io.muex.exchange.protocol.ReduceRejectedFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.ReplaceRejectedFlyweight;
import io.muex.exchange.protocol.SessionLimitsSetFlyweight;
import io.muex.exchange.protocol.SetSessionLimitsFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.mu.session.CommandEnvelope;

/**
 * Writes events straight into the sink of the running step. What is about the order that the command names answers the
 * command; what is about anybody else's order goes to the session of that order unasked.
 */
final class EventWriter {
    private final Step step;
    private final LiveOrders orders;
    private final Sessions sessions;

    private final OrderAcceptedFlyweight accepted = new OrderAcceptedFlyweight();
    private final OrderRejectedFlyweight rejected = new OrderRejectedFlyweight();
    private final OrderTriggeredFlyweight triggered = new OrderTriggeredFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final OrderCancelledFlyweight cancelled = new OrderCancelledFlyweight();
    private final CancelRejectedFlyweight cancelRejected = new CancelRejectedFlyweight();
    private final OrderReducedFlyweight reduced = new OrderReducedFlyweight();
    private final ReduceRejectedFlyweight reduceRejected = new ReduceRejectedFlyweight();
    private final OrderReplacedFlyweight replaced = new OrderReplacedFlyweight();
    private final ReplaceRejectedFlyweight replaceRejected = new ReplaceRejectedFlyweight();
    private final MarketPriceSetFlyweight marketPriceSet = new MarketPriceSetFlyweight();
    private final InstrumentAddedFlyweight instrumentAdded = new InstrumentAddedFlyweight();
    private final InstrumentStatusChangedFlyweight statusChanged = new InstrumentStatusChangedFlyweight();
    private final MassCancelledFlyweight massCancelled = new MassCancelledFlyweight();
    private final SessionLimitsSetFlyweight limitsSet = new SessionLimitsSetFlyweight();
    private final OrdersExpiredFlyweight expired = new OrdersExpiredFlyweight();
    private final BookLevelFlyweight bookLevel = new BookLevelFlyweight();
    private final BookSnapshotFlyweight bookSnapshot = new BookSnapshotFlyweight();
    private final DepthChangedFlyweight depth = new DepthChangedFlyweight();
    private final OpenOrderFlyweight openOrder = new OpenOrderFlyweight();
    private final OpenOrdersEndFlyweight openOrdersEnd = new OpenOrdersEndFlyweight();
    private final CommandRejectedFlyweight commandRejected = new CommandRejectedFlyweight();
    private final ExchangeStartedFlyweight started = new ExchangeStartedFlyweight();

    EventWriter(final Step step, final LiveOrders orders, final Sessions sessions) {
        this.step = step;
        this.orders = orders;
        this.sessions = sessions;
    }

    private int answer(final int templateId, final int length) {
        return step.sink.claimAnswer(templateId, length);
    }

    private int about(final int slot, final int templateId, final int length) {
        final SessionState owner = sessions.at(orders.session(slot));
        final boolean answers = slot == step.order || step.answersForSender && owner == step.sender;
        return answers ? step.sink.claimAnswer(templateId, length)
            : step.sink.claimUnsolicited(owner.session(), templateId, length);
    }

    private int publicly(final int templateId, final int length) {
        return step.sink.claimUnsolicited(CommandEnvelope.NO_SESSION, templateId, length);
    }

    void started(final GenesisFlyweight genesis) {
        final int at = publicly(ExchangeStartedFlyweight.TEMPLATE_ID, ExchangeStartedFlyweight.LENGTH);
        started.wrapForWrite(step.sink.buffer(), at)
            .maxOrders(genesis.maxOrders()).maxLevels(genesis.maxLevels()).maxInstruments(genesis.maxInstruments())
            .maxOpenOrders(genesis.maxOpenOrders()).maxCommandsPerSecond(genesis.maxCommandsPerSecond())
            .maxCommandBurst(genesis.maxCommandBurst());
    }

    void accepted(final int slot, final NewOrderFlyweight order) {
        final int at = about(slot, OrderAcceptedFlyweight.TEMPLATE_ID, OrderAcceptedFlyweight.LENGTH);
        accepted.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot))
            .quantity(order.quantity()).price(order.price()).stopPrice(order.stopPrice())
            .expireTimeNs(orders.expiryNs(slot)).instrumentId(order.instrumentId())
            .side(order.side()).conditions(order.conditions()).timeInForce(order.timeInForce())
            .selfTradePrevention(order.selfTradePrevention());
    }

    void rejected(final long clOrdId, final RejectReason reason) {
        final int at = answer(OrderRejectedFlyweight.TEMPLATE_ID, OrderRejectedFlyweight.LENGTH);
        rejected.wrapForWrite(step.sink.buffer(), at).clOrdId(clOrdId).reason(reason);
    }

    void triggered(final int slot) {
        final int at = about(slot, OrderTriggeredFlyweight.TEMPLATE_ID, OrderTriggeredFlyweight.LENGTH);
        triggered.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot)).instrumentId(orders.instrument(slot));
    }

    void fill(final int slot, final FillRole role, final long tradeId, final int other, final long quantity,
              final long price, final long leaves) {
        final int at = about(slot, FillFlyweight.TEMPLATE_ID, FillFlyweight.LENGTH);
        fill.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot)).tradeId(tradeId)
            .counterpartyOrderId(orders.orderId(other)).quantity(quantity).price(price).leavesQuantity(leaves)
            .instrumentId(orders.instrument(slot)).side(orders.side(slot)).role(role);
    }

    void cancelled(final int slot, final long quantity, final CancelReason reason) {
        final int at = about(slot, OrderCancelledFlyweight.TEMPLATE_ID, OrderCancelledFlyweight.LENGTH);
        cancelled.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot)).quantity(quantity)
            .instrumentId(orders.instrument(slot)).reason(reason);
    }

    void cancelRejected(final long clOrdId, final RejectReason reason) {
        final int at = answer(CancelRejectedFlyweight.TEMPLATE_ID, CancelRejectedFlyweight.LENGTH);
        cancelRejected.wrapForWrite(step.sink.buffer(), at).clOrdId(clOrdId).reason(reason);
    }

    void reduced(final int slot, final long quantity, final long leaves) {
        final int at = about(slot, OrderReducedFlyweight.TEMPLATE_ID, OrderReducedFlyweight.LENGTH);
        reduced.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot)).quantity(quantity).leavesQuantity(leaves)
            .instrumentId(orders.instrument(slot));
    }

    void reduceRejected(final long clOrdId, final RejectReason reason) {
        final int at = answer(ReduceRejectedFlyweight.TEMPLATE_ID, ReduceRejectedFlyweight.LENGTH);
        reduceRejected.wrapForWrite(step.sink.buffer(), at).clOrdId(clOrdId).reason(reason);
    }

    void replaced(final int slot, final long delta, final long price, final long leaves) {
        final int at = about(slot, OrderReplacedFlyweight.TEMPLATE_ID, OrderReplacedFlyweight.LENGTH);
        replaced.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot)).delta(delta).price(price)
            .leavesQuantity(leaves).instrumentId(orders.instrument(slot));
    }

    void replaceRejected(final long clOrdId, final RejectReason reason) {
        final int at = answer(ReplaceRejectedFlyweight.TEMPLATE_ID, ReplaceRejectedFlyweight.LENGTH);
        replaceRejected.wrapForWrite(step.sink.buffer(), at).clOrdId(clOrdId).reason(reason);
    }

    void marketPriceSet(final int instrumentId, final long price) {
        final int at = answer(MarketPriceSetFlyweight.TEMPLATE_ID, MarketPriceSetFlyweight.LENGTH);
        marketPriceSet.wrapForWrite(step.sink.buffer(), at).price(price).instrumentId(instrumentId);
    }

    void instrumentAdded(final Instrument added) {
        final int at = answer(InstrumentAddedFlyweight.TEMPLATE_ID, InstrumentAddedFlyweight.LENGTH);
        instrumentAdded.wrapForWrite(step.sink.buffer(), at)
            .symbolWords(added.definition().symbolWord0(), added.definition().symbolWord1())
            .tickMantissa(added.definition().tickMantissa()).tickExponent(added.definition().tickExponent())
            .lotMantissa(added.definition().lotMantissa()).lotExponent(added.definition().lotExponent())
            .minQuantity(added.definition().minQuantity()).maxQuantity(added.definition().maxQuantity())
            .dayEndNs(added.definition().dayEndNs()).instrumentId(added.id())
            .depthLevels(added.definition().depthLevels()).maxOrders(added.definition().maxOrders())
            .maxLevels(added.definition().maxLevels()).priceBand(added.definition().priceBand());
    }

    void statusChanged(final Instrument instrument) {
        final int at = answer(InstrumentStatusChangedFlyweight.TEMPLATE_ID, InstrumentStatusChangedFlyweight.LENGTH);
        statusChanged.wrapForWrite(step.sink.buffer(), at).instrumentId(instrument.id()).status(instrument.status());
    }

    void massCancelled(final long targetSession, final int count, final boolean hasMore, final int instrumentId,
                       final MassCancelScope scope, final BookSide side) {
        final int at = answer(MassCancelledFlyweight.TEMPLATE_ID, MassCancelledFlyweight.LENGTH);
        massCancelled.wrapForWrite(step.sink.buffer(), at)
            .targetSession(targetSession).cancelled(count).remaining(hasMore ? 1 : 0).instrumentId(instrumentId)
            .scope(scope).side(side);
    }

    void limitsSet(final SetSessionLimitsFlyweight limits, final long owner) {
        final int at = answer(SessionLimitsSetFlyweight.TEMPLATE_ID, SessionLimitsSetFlyweight.LENGTH);
        limitsSet.wrapForWrite(step.sink.buffer(), at)
            .targetSession(limits.targetSession()).owner(owner).maxQuantity(limits.maxQuantity())
            .maxNotional(limits.maxNotional()).maxOpenNotional(limits.maxOpenNotional())
            .maxOpenOrders(limits.maxOpenOrders()).maxCommandsPerSecond(limits.maxCommandsPerSecond())
            .maxCommandBurst(limits.maxCommandBurst()).cancelOnDisconnect(limits.cancelOnDisconnect());
    }

    void expired(final long timeNs, final int count, final boolean hasMore) {
        final int at = answer(OrdersExpiredFlyweight.TEMPLATE_ID, OrdersExpiredFlyweight.LENGTH);
        expired.wrapForWrite(step.sink.buffer(), at).timeNs(timeNs).expired(count).remaining(hasMore ? 1 : 0);
    }

    void bookLevel(final int instrumentId, final Side side, final int level, final long price, final long quantity,
                   final int count) {
        final int at = answer(BookLevelFlyweight.TEMPLATE_ID, BookLevelFlyweight.LENGTH);
        bookLevel.wrapForWrite(step.sink.buffer(), at)
            .price(price).quantity(quantity).orders(count).level(level).instrumentId(instrumentId).side(side);
    }

    void bookSnapshot(final Instrument instrument, final int bidLevels, final int askLevels) {
        final int at = answer(BookSnapshotFlyweight.TEMPLATE_ID, BookSnapshotFlyweight.LENGTH);
        bookSnapshot.wrapForWrite(step.sink.buffer(), at)
            .marketPrice(instrument.book().marketPrice()).instrumentId(instrument.id())
            .bidLevels(bidLevels).askLevels(askLevels).status(instrument.status());
    }

    void depthChanged(
        final int instrumentId, final Side side, final long price, final long quantity, final int count) {
        final int at = publicly(DepthChangedFlyweight.TEMPLATE_ID, DepthChangedFlyweight.LENGTH);
        depth.wrapForWrite(step.sink.buffer(), at)
            .price(price).quantity(quantity).orders(count).instrumentId(instrumentId).side(side);
    }

    void openOrder(final int slot, final long leaves, final long stopPrice) {
        final int at = answer(OpenOrderFlyweight.TEMPLATE_ID, OpenOrderFlyweight.LENGTH);
        openOrder.wrapForWrite(step.sink.buffer(), at)
            .orderId(orders.orderId(slot)).clOrdId(orders.clOrdId(slot)).leavesQuantity(leaves)
            .price(orders.price(slot)).stopPrice(stopPrice).expireTimeNs(orders.expiryNs(slot))
            .instrumentId(orders.instrument(slot)).side(orders.side(slot)).conditions(orders.conditions(slot))
            .timeInForce(orders.timeInForce(slot)).selfTradePrevention(orders.selfTradePrevention(slot));
    }

    void openOrdersEnd(final int count, final boolean hasMore) {
        final int at = answer(OpenOrdersEndFlyweight.TEMPLATE_ID, OpenOrdersEndFlyweight.LENGTH);
        openOrdersEnd.wrapForWrite(step.sink.buffer(), at).orders(count).remaining(hasMore ? 1 : 0);
    }

    void commandRejected(final int templateId, final long reference, final int instrumentId,
                         final RejectReason reason) {
        final int at = answer(CommandRejectedFlyweight.TEMPLATE_ID, CommandRejectedFlyweight.LENGTH);
        commandRejected.wrapForWrite(step.sink.buffer(), at)
            .reference(reference).instrumentId(instrumentId).reason(reason).commandTemplateId(templateId);
    }
}
