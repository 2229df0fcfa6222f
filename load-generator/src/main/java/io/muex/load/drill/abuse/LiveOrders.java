package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.gateway.client.Report;
import io.muex.gateway.client.ReportListener;
import org.agrona.collections.LongArrayList;

/** Client order ids of the live orders of one session, from its reports. One thread. */
final class LiveOrders implements ReportListener {
    private final LongArrayList ids = new LongArrayList();

    /** Not to be changed. */
    LongArrayList ids() {
        return ids;
    }

    @Override
    public void onOrderAccepted(final Report report, final OrderAcceptedFlyweight accepted) {
        ids.addLong(accepted.clOrdId());
    }

    @Override
    public void onFill(final Report report, final FillFlyweight fill) {
        removeIfGone(fill.clOrdId(), fill.leavesQuantity());
    }

    @Override
    public void onOrderCancelled(final Report report, final OrderCancelledFlyweight cancelled) {
        removeIfGone(cancelled.clOrdId(), 0);
    }

    @Override
    public void onOrderReduced(final Report report, final OrderReducedFlyweight reduced) {
        removeIfGone(reduced.clOrdId(), reduced.leavesQuantity());
    }

    @Override
    public void onOrderReplaced(final Report report, final OrderReplacedFlyweight replaced) {
        removeIfGone(replaced.clOrdId(), replaced.leavesQuantity());
    }

    private void removeIfGone(final long clOrdId, final long leaves) {
        final int index = leaves == 0 ? ids.indexOf(clOrdId) : -1;
        if (index >= 0) {
            ids.fastUnorderedRemove(index);
        }
    }
}
