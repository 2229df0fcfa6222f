package io.muex.gateway.client;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.exchange.protocol.CancelRejectedFlyweight;
import io.muex.exchange.protocol.CommandRejectedFlyweight;
import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.InstrumentStatusChangedFlyweight;
import io.muex.exchange.protocol.MarketPriceSetFlyweight;
import io.muex.exchange.protocol.MassCancelledFlyweight;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderRejectedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.ReduceRejectedFlyweight;
import io.muex.exchange.protocol.ReplaceRejectedFlyweight;
import io.muex.exchange.protocol.SessionLimitsSetFlyweight;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Gives every report to the one callback of a {@link ReportListener} that is for it. Allocates nothing. Subclasses may
 * override what is not about reports. One thread.
 */
public class ReportDispatcher implements ClientListener {
    private final ReportListener listener;
    private final Report report = new Report();
    private final OrderAcceptedFlyweight orderAccepted = new OrderAcceptedFlyweight();
    private final OrderRejectedFlyweight orderRejected = new OrderRejectedFlyweight();
    private final OrderTriggeredFlyweight orderTriggered = new OrderTriggeredFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final OrderCancelledFlyweight orderCancelled = new OrderCancelledFlyweight();
    private final CancelRejectedFlyweight cancelRejected = new CancelRejectedFlyweight();
    private final OrderReducedFlyweight orderReduced = new OrderReducedFlyweight();
    private final ReduceRejectedFlyweight reduceRejected = new ReduceRejectedFlyweight();
    private final OrderReplacedFlyweight orderReplaced = new OrderReplacedFlyweight();
    private final ReplaceRejectedFlyweight replaceRejected = new ReplaceRejectedFlyweight();
    private final MarketPriceSetFlyweight marketPriceSet = new MarketPriceSetFlyweight();
    private final InstrumentAddedFlyweight instrumentAdded = new InstrumentAddedFlyweight();
    private final InstrumentStatusChangedFlyweight instrumentStatusChanged = new InstrumentStatusChangedFlyweight();
    private final MassCancelledFlyweight massCancelled = new MassCancelledFlyweight();
    private final SessionLimitsSetFlyweight sessionLimitsSet = new SessionLimitsSetFlyweight();
    private final BookLevelFlyweight bookLevel = new BookLevelFlyweight();
    private final BookSnapshotFlyweight bookSnapshot = new BookSnapshotFlyweight();
    private final OpenOrderFlyweight openOrder = new OpenOrderFlyweight();
    private final OpenOrdersEndFlyweight openOrdersEnd = new OpenOrdersEndFlyweight();
    private final CommandRejectedFlyweight commandRejected = new CommandRejectedFlyweight();

    /** Dispatches to {@code listener}. */
    public ReportDispatcher(final ReportListener listener) {
        this.listener = Objects.requireNonNull(listener);
    }

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        report.wrap(buffer, offset);
        final int body = offset + EventEnvelope.HEADER_LENGTH;
        final int kind = report.kind();
        if (kind >= SessionEvents.FIRST_KIND) {
            onSessionEvent(kind, buffer, offset);
        } else if (!onOrderEvent(kind, buffer, body)) {
            onOperatorEvent(kind, buffer, body);
        }
    }

    private boolean onOrderEvent(final int kind, final DirectBuffer buffer, final int body) {
        switch (kind) {
            case OrderAcceptedFlyweight.TEMPLATE_ID ->
                listener.onOrderAccepted(report, orderAccepted.wrap(buffer, body));
            case OrderRejectedFlyweight.TEMPLATE_ID ->
                listener.onOrderRejected(report, orderRejected.wrap(buffer, body));
            case OrderTriggeredFlyweight.TEMPLATE_ID ->
                listener.onOrderTriggered(report, orderTriggered.wrap(buffer, body));
            case FillFlyweight.TEMPLATE_ID -> listener.onFill(report, fill.wrap(buffer, body));
            case OrderCancelledFlyweight.TEMPLATE_ID ->
                listener.onOrderCancelled(report, orderCancelled.wrap(buffer, body));
            case CancelRejectedFlyweight.TEMPLATE_ID ->
                listener.onCancelRejected(report, cancelRejected.wrap(buffer, body));
            case OrderReducedFlyweight.TEMPLATE_ID -> listener.onOrderReduced(report, orderReduced.wrap(buffer, body));
            case ReduceRejectedFlyweight.TEMPLATE_ID ->
                listener.onReduceRejected(report, reduceRejected.wrap(buffer, body));
            case OrderReplacedFlyweight.TEMPLATE_ID ->
                listener.onOrderReplaced(report, orderReplaced.wrap(buffer, body));
            case ReplaceRejectedFlyweight.TEMPLATE_ID ->
                listener.onReplaceRejected(report, replaceRejected.wrap(buffer, body));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onOperatorEvent(final int kind, final DirectBuffer buffer, final int body) {
        switch (kind) {
            case MarketPriceSetFlyweight.TEMPLATE_ID ->
                listener.onMarketPriceSet(report, marketPriceSet.wrap(buffer, body));
            case InstrumentAddedFlyweight.TEMPLATE_ID ->
                listener.onInstrumentAdded(report, instrumentAdded.wrap(buffer, body));
            case InstrumentStatusChangedFlyweight.TEMPLATE_ID ->
                listener.onInstrumentStatusChanged(report, instrumentStatusChanged.wrap(buffer, body));
            case MassCancelledFlyweight.TEMPLATE_ID ->
                listener.onMassCancelled(report, massCancelled.wrap(buffer, body));
            case SessionLimitsSetFlyweight.TEMPLATE_ID ->
                listener.onSessionLimitsSet(report, sessionLimitsSet.wrap(buffer, body));
            case BookLevelFlyweight.TEMPLATE_ID -> listener.onBookLevel(report, bookLevel.wrap(buffer, body));
            case BookSnapshotFlyweight.TEMPLATE_ID -> listener.onBookSnapshot(report, bookSnapshot.wrap(buffer, body));
            case OpenOrderFlyweight.TEMPLATE_ID -> listener.onOpenOrder(report, openOrder.wrap(buffer, body));
            case OpenOrdersEndFlyweight.TEMPLATE_ID ->
                listener.onOpenOrdersEnd(report, openOrdersEnd.wrap(buffer, body));
            case CommandRejectedFlyweight.TEMPLATE_ID ->
                listener.onCommandRejected(report, commandRejected.wrap(buffer, body));
            default -> listener.onOther(report);
        }
    }

    private void onSessionEvent(final int kind, final DirectBuffer buffer, final int event) {
        switch (kind) {
            case SessionEvents.REJECTED -> listener.onSessionReject(report, SessionEvents.reason(buffer, event));
            case SessionEvents.SESSION_OPENED -> listener.onSessionOpened(
                report, SessionEvents.subject(buffer, event), SessionEvents.role(buffer, event));
            case SessionEvents.SESSION_CLOSED ->
                listener.onSessionClosed(report, SessionEvents.subject(buffer, event));
            default -> listener.onOther(report);
        }
    }
}
