package io.muex.gateway.client;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.mu.session.EventEnvelope;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The live orders of one session, kept from its reports. Stands between a client and its listener:
 * <pre>
 *   final OpenOrders orders = new OpenOrders(listener);
 *   final ExchangeClient client = new ExchangeClient(config, orders);
 *   orders.bind(client);
 * </pre>
 * When the session is established, and whenever reports are gone, it asks the exchange by itself. The question goes
 * through the log, so its answer is as of one place among the reports, and whatever comes after it is added to it;
 * until the answer is whole, {@link #isComplete()} says no. The listener hears nothing of the question. The thread
 * that polls; allocates only when there are more orders than ever before.
 */
public final class OpenOrders implements ClientListener {
    private static final long NONE = 0;

    private final ClientListener listener;
    private final ReportDispatcher dispatcher = new ReportDispatcher(new Changes());
    private final Long2ObjectHashMap<OpenOrder> byOrderId = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<OpenOrder> byClOrdId = new Long2ObjectHashMap<>();
    private final ArrayDeque<OpenOrder> unused = new ArrayDeque<>();
    private CommandSender client;
    private boolean questionDue;
    private long question = NONE;
    private boolean isWhole;
    private long lastTold;

    /** Passes everything on to {@code listener}. */
    public OpenOrders(final ClientListener listener) {
        this.listener = Objects.requireNonNull(listener);
    }

    /** The client to ask through; before it is polled for the first time. */
    public void bind(final CommandSender asked) {
        client = Objects.requireNonNull(asked);
    }

    /** True if these are all live orders as of the last report. */
    public boolean isComplete() {
        return isWhole;
    }

    /** Live orders. */
    public int count() {
        return byOrderId.size();
    }

    /** The live order of that name, or null. */
    public OpenOrder find(final long clOrdId) {
        return byClOrdId.get(clOrdId);
    }

    /** Gives every live order to {@code taker}, in no particular order. */
    public void forEach(final Consumer<OpenOrder> taker) {
        byOrderId.values().forEach(taker);
    }

    private void forget() {
        byOrderId.values().forEach(unused::add);
        byOrderId.clear();
        byClOrdId.clear();
        isWhole = false;
        questionDue = true;
        question = NONE;
        lastTold = 0;
    }

    /** Tried whenever something happens: what stands in its way now ends with a settlement or another state. */
    private void askIfDue() {
        if (questionDue) {
            final long number = client.queryOrders(lastTold);
            if (number > 0) {
                question = number;
                questionDue = false;
            }
        }
    }

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        dispatcher.onReport(buffer, offset);
        if (question == NONE || EventEnvelope.number(buffer, offset) != question) {
            listener.onReport(buffer, offset);
        }
        askIfDue();
    }

    @Override
    public void onSettled(final long number, final CommandOutcome outcome) {
        if (number == question) {
            // Refused, answered in part, or answered by reports that are gone: asked once more.
            questionDue |= !isWhole;
            question = NONE;
        } else {
            listener.onSettled(number, outcome);
        }
        askIfDue();
    }

    @Override
    public void onThrottled(final long number) {
        listener.onThrottled(number);
    }

    @Override
    public void onState(final ClientState state) {
        listener.onState(state);
        if (state == ClientState.ESTABLISHED) {
            questionDue |= !isWhole && question == NONE;
            askIfDue();
        }
    }

    @Override
    public void onReportsGone(final long firstEventSeq) {
        forget();
        listener.onReportsGone(firstEventSeq);
    }

    @Override
    public void onClusterReset() {
        forget();
        listener.onClusterReset();
    }

    private void put(final long orderId, final long clOrdId, final int instrumentId, final Side side,
        final long price, final long leaves) {
        OpenOrder order = byOrderId.get(orderId);
        if (order == null) {
            order = unused.isEmpty() ? new OpenOrder() : unused.pop();
            byOrderId.put(orderId, order);
            byClOrdId.put(clOrdId, order);
        }
        order.is(orderId, clOrdId, instrumentId, side, price, leaves);
    }

    private void left(final long orderId, final long leaves) {
        final OpenOrder order = byOrderId.get(orderId);
        if (order != null && leaves > 0) {
            order.leaves(leaves);
        } else if (order != null) {
            byOrderId.remove(orderId);
            byClOrdId.remove(order.clOrdId());
            unused.push(order);
        }
    }

    /** What a report changes. Of orders that it does not know yet the answer under way will tell. */
    private final class Changes implements ReportListener {
        @Override
        public void onOrderAccepted(final Report report, final OrderAcceptedFlyweight accepted) {
            put(accepted.orderId(), accepted.clOrdId(), accepted.instrumentId(), accepted.side(), accepted.price(),
                accepted.quantity());
        }

        @Override
        public void onFill(final Report report, final FillFlyweight fill) {
            left(fill.orderId(), fill.leavesQuantity());
        }

        @Override
        public void onOrderCancelled(final Report report, final OrderCancelledFlyweight cancelled) {
            left(cancelled.orderId(), 0);
        }

        @Override
        public void onOrderReduced(final Report report, final OrderReducedFlyweight reduced) {
            left(reduced.orderId(), reduced.leavesQuantity());
        }

        @Override
        public void onOrderReplaced(final Report report, final OrderReplacedFlyweight replaced) {
            final OpenOrder order = byOrderId.get(replaced.orderId());
            if (order != null) {
                order.price(replaced.price());
            }
            left(replaced.orderId(), replaced.leavesQuantity());
        }

        @Override
        public void onOpenOrder(final Report report, final OpenOrderFlyweight order) {
            if (question != NONE && report.number() == question) {
                put(order.orderId(), order.clOrdId(), order.instrumentId(), order.side(), order.price(),
                    order.leavesQuantity());
                lastTold = order.orderId();
            }
        }

        @Override
        public void onOpenOrdersEnd(final Report report, final OpenOrdersEndFlyweight end) {
            if (question != NONE && report.number() == question) {
                isWhole = end.remaining() == 0;
            }
        }
    }
}
