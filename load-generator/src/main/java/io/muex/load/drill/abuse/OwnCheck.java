package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.CancelRejectedFlyweight;
import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderRejectedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.gateway.client.Report;
import io.muex.gateway.client.ReportListener;

/**
 * Whether a report is about an order of the session that heard it: the client order id tells. What a session tried on
 * an order of another must have been refused as unknown. One thread.
 */
final class OwnCheck implements ReportListener {
    private final Findings findings;
    private long session;
    private long attempts;

    OwnCheck(final Findings findings) {
        this.findings = findings;
    }

    /** Who hears the next report. */
    void session(final long hearing) {
        session = hearing;
    }

    long attempts() {
        return attempts;
    }

    private void require(final Report report, final long clOrdId) {
        if (TradeFlow.owner(clOrdId) != session) {
            findings.add("session " + session + " heard event " + report.eventSeq() + " of kind " + report.kind()
                + " about order " + clOrdId + " of session " + TradeFlow.owner(clOrdId));
        }
    }

    @Override
    public void onOrderAccepted(final Report report, final OrderAcceptedFlyweight accepted) {
        require(report, accepted.clOrdId());
    }

    @Override
    public void onOrderRejected(final Report report, final OrderRejectedFlyweight rejected) {
        require(report, rejected.clOrdId());
    }

    @Override
    public void onOrderTriggered(final Report report, final OrderTriggeredFlyweight triggered) {
        require(report, triggered.clOrdId());
    }

    @Override
    public void onFill(final Report report, final FillFlyweight fill) {
        require(report, fill.clOrdId());
    }

    @Override
    public void onOrderCancelled(final Report report, final OrderCancelledFlyweight cancelled) {
        require(report, cancelled.clOrdId());
    }

    @Override
    public void onOrderReduced(final Report report, final OrderReducedFlyweight reduced) {
        require(report, reduced.clOrdId());
    }

    @Override
    public void onOrderReplaced(final Report report, final OrderReplacedFlyweight replaced) {
        require(report, replaced.clOrdId());
    }

    @Override
    public void onOpenOrder(final Report report, final OpenOrderFlyweight order) {
        require(report, order.clOrdId());
    }

    @Override
    public void onCancelRejected(final Report report, final CancelRejectedFlyweight rejected) {
        if (TradeFlow.owner(rejected.clOrdId()) == session) {
            return;
        }
        attempts++;
        if (rejected.reason() != RejectReason.UNKNOWN_ORDER) {
            findings.add("session " + session + " was told " + rejected.reason() + " about order "
                + rejected.clOrdId() + " of another");
        }
    }
}
