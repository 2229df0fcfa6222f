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
import io.muex.mu.session.SessionReject;

/**
 * One callback per kind of report; override what matters. The report says which event it is and what it answers, the
 * message what happened; both are valid only during the call. Called by a {@link ReportDispatcher}.
 */
public interface ReportListener {
    default void onOrderAccepted(final Report report, final OrderAcceptedFlyweight accepted) {
    }

    default void onOrderRejected(final Report report, final OrderRejectedFlyweight rejected) {
    }

    default void onOrderTriggered(final Report report, final OrderTriggeredFlyweight triggered) {
    }

    default void onFill(final Report report, final FillFlyweight fill) {
    }

    default void onOrderCancelled(final Report report, final OrderCancelledFlyweight cancelled) {
    }

    default void onCancelRejected(final Report report, final CancelRejectedFlyweight rejected) {
    }

    default void onOrderReduced(final Report report, final OrderReducedFlyweight reduced) {
    }

    default void onReduceRejected(final Report report, final ReduceRejectedFlyweight rejected) {
    }

    default void onOrderReplaced(final Report report, final OrderReplacedFlyweight replaced) {
    }

    default void onReplaceRejected(final Report report, final ReplaceRejectedFlyweight rejected) {
    }

    default void onMarketPriceSet(final Report report, final MarketPriceSetFlyweight set) {
    }

    default void onInstrumentAdded(final Report report, final InstrumentAddedFlyweight added) {
    }

    default void onInstrumentStatusChanged(final Report report, final InstrumentStatusChangedFlyweight changed) {
    }

    default void onMassCancelled(final Report report, final MassCancelledFlyweight cancelled) {
    }

    default void onSessionLimitsSet(final Report report, final SessionLimitsSetFlyweight set) {
    }

    default void onBookLevel(final Report report, final BookLevelFlyweight level) {
    }

    default void onBookSnapshot(final Report report, final BookSnapshotFlyweight snapshot) {
    }

    default void onOpenOrder(final Report report, final OpenOrderFlyweight order) {
    }

    default void onOpenOrdersEnd(final Report report, final OpenOrdersEndFlyweight end) {
    }

    default void onCommandRejected(final Report report, final CommandRejectedFlyweight rejected) {
    }

    /** A session was opened by this one. */
    default void onSessionOpened(final Report report, final long session, final long role) {
    }

    /** A session was removed by this one. */
    default void onSessionClosed(final Report report, final long session) {
    }

    /** The session layer refused a command; {@code reason} is null for a code that this version does not know. */
    default void onSessionReject(final Report report, final SessionReject reason) {
    }

    /** A report of a kind that this version does not know, or one that says nothing but "done". */
    default void onOther(final Report report) {
    }
}
