package io.muex.exchange.matching;

import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.ExpireFlyweight;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.SessionDisconnectedFlyweight;

/** Commands that end many orders: mass cancel, expiry, loss of a client, end of a session. */
final class MassActions {
    /** Orders that one command may end, so that no command holds up the others for long. */
    static final int MAX_PER_COMMAND = 256;

    private final Market market;
    private final Step step;
    private final LiveOrders orders;
    private int ended;
    private boolean hasMore;

    MassActions(final Market market) {
        this.market = market;
        step = market.step;
        orders = market.orders;
    }

    void massCancel(final MassCancelFlyweight cancel) {
        final MassCancelScope scope = cancel.scope();
        final int instrumentId = cancel.instrumentId();
        final Instrument instrument = market.instruments.find(instrumentId);
        final SessionState target =
            scope == MassCancelScope.OWN ? step.sender : market.sessions.find(cancel.targetSession());
        final RejectReason reason = check(cancel, instrument, target);
        if (reason != RejectReason.NONE) {
            market.events.commandRejected(
                MassCancelFlyweight.TEMPLATE_ID, cancel.targetSession(), instrumentId, reason);
            return;
        }
        begin(CancelReason.MASS_CANCEL);
        step.answersForSender = true;
        if (scope == MassCancelScope.INSTRUMENT) {
            cancelAllOf(instrument, cancel.side());
        } else {
            cancelAllOf(target, instrumentId, cancel.side(), MAX_PER_COMMAND);
        }
        market.events.massCancelled(
            cancel.targetSession(), ended, hasMore, instrumentId, scope, cancel.side());
    }

    private RejectReason check(
        final MassCancelFlyweight cancel, final Instrument instrument, final SessionState target) {
        if (cancel.scope() != MassCancelScope.OWN && !step.sender.mayOperate()) {
            return RejectReason.NOT_PERMITTED;
        } else if (cancel.instrumentId() != 0 && instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        } else if (cancel.scope() == MassCancelScope.SESSION && target == null) {
            return RejectReason.UNKNOWN_SESSION;
        }
        return RejectReason.NONE;
    }

    void sessionDisconnected(final SessionDisconnectedFlyweight disconnected) {
        final SessionState target = market.sessions.find(disconnected.targetSession());
        if (target == null) {
            market.events.commandRejected(SessionDisconnectedFlyweight.TEMPLATE_ID, disconnected.targetSession(), 0,
                RejectReason.UNKNOWN_SESSION);
            return;
        }
        begin(CancelReason.DISCONNECTED);
        if (target.cancelsOnDisconnect()) {
            cancelAllOf(target, 0, BookSide.BOTH, MAX_PER_COMMAND);
        }
        market.events.massCancelled(
            target.session(), ended, hasMore, 0, MassCancelScope.DISCONNECTED, BookSide.BOTH);
    }

    /** The session layer has ended the connection; called until no order is left or the session is established. */
    void connectionEnded(final SessionState target) {
        if (target.cancelsOnDisconnect()) {
            begin(CancelReason.DISCONNECTED);
            cancelAllOf(target, 0, BookSide.BOTH, MAX_PER_COMMAND);
            market.events.massCancelled(
                target.session(), ended, hasMore, 0, MassCancelScope.DISCONNECTED, BookSide.BOTH);
        }
    }

    /** The session goes now and takes all its orders with it: the only mass action without a bound. */
    void sessionClosed(final SessionState closed) {
        begin(CancelReason.SESSION_CLOSED);
        cancelAllOf(closed, 0, BookSide.BOTH, Integer.MAX_VALUE);
        market.sessions.close(closed);
    }

    /** Expires what is due, in the order of (expiry, order id). Harmless when repeated: what is gone is not due. */
    void expire(final ExpireFlyweight expire) {
        begin(CancelReason.EXPIRED);
        final long timeNs = expire.timeNs();
        while (isDue(timeNs) && ended < MAX_PER_COMMAND) {
            market.cancel(market.expiries.first());
            ended++;
        }
        market.events.expired(timeNs, ended, isDue(timeNs));
    }

    private boolean isDue(final long timeNs) {
        final int first = market.expiries.first();
        return first != LiveOrders.NONE && orders.expiryNs(first) <= timeNs;
    }

    private void begin(final CancelReason reason) {
        step.cancelReason = reason;
        ended = 0;
        hasMore = false;
    }

    private void cancelAllOf(final SessionState owner, final int instrumentId, final BookSide side, final int limit) {
        int slot = owner.firstOrder;
        while (slot != LiveOrders.NONE && !hasMore) {
            final int next = orders.nextOfSession(slot);
            if ((instrumentId == 0 || orders.instrument(slot) == instrumentId) && isOn(side, slot)) {
                endOne(slot, limit);
            }
            slot = next;
        }
    }

    private void cancelAllOf(final Instrument instrument, final BookSide side) {
        int slot = instrument.firstOrder;
        while (slot != LiveOrders.NONE && !hasMore) {
            final int next = orders.nextOfInstrument(slot);
            if (isOn(side, slot)) {
                endOne(slot, MAX_PER_COMMAND);
            }
            slot = next;
        }
    }

    private void endOne(final int slot, final int limit) {
        if (ended == limit) {
            hasMore = true;
        } else {
            market.cancel(slot);
            ended++;
        }
    }

    private boolean isOn(final BookSide side, final int slot) {
        return side == BookSide.BOTH || side.code() == orders.side(slot).code();
    }
}
