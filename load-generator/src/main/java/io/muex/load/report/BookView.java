package io.muex.load.report;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.load.play.Report;
import io.muex.load.play.RunListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The book and the last trades, put together from nothing but the reports of the sessions that play: what a client
 * knows of the market without asking. Shows the latest instrument.
 */
public final class BookView implements RunListener {
    private static final int LAST_TRADES = 8;

    private final Long2ObjectHashMap<LiveOrder> orders = new Long2ObjectHashMap<>();
    private final Deque<LiveOrder> spare = new ArrayDeque<>();
    private final long[] tradePrices = new long[LAST_TRADES];
    private final long[] tradeQuantities = new long[LAST_TRADES];
    private final boolean[] tradeBuys = new boolean[LAST_TRADES];
    private long trades;

    private final InstrumentAddedFlyweight added = new InstrumentAddedFlyweight();
    private final OrderAcceptedFlyweight accepted = new OrderAcceptedFlyweight();
    private final OrderTriggeredFlyweight triggered = new OrderTriggeredFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final OrderCancelledFlyweight cancelled = new OrderCancelledFlyweight();
    private final OrderReducedFlyweight reduced = new OrderReducedFlyweight();
    private final OrderReplacedFlyweight replaced = new OrderReplacedFlyweight();

    /**
     * One price level.
     *
     * @param price    in ticks
     * @param orders   at this price
     * @param quantity open, in lots
     */
    public record Level(long price, int orders, long quantity) {
    }

    /**
     * One trade.
     *
     * @param price    in ticks
     * @param quantity in lots
     * @param isBuy    whether the active order bought
     */
    public record Trade(long price, long quantity, boolean isBuy) {
    }

    private static final class LiveOrder {
        private boolean isBuy;
        private boolean isWaiting;
        private long price;
        private long leaves;
    }

    @Override
    public void onReport(final Report report) {
        if (!report.isOfExchange()) {
            return;
        }
        final DirectBuffer in = report.buffer();
        final int at = report.messageOffset();
        switch (report.kind()) {
            case InstrumentAddedFlyweight.TEMPLATE_ID -> {
                added.wrap(in, at);
                orders.clear();
            }
            case OrderAcceptedFlyweight.TEMPLATE_ID -> onAccepted(accepted.wrap(in, at));
            case OrderTriggeredFlyweight.TEMPLATE_ID -> {
                final LiveOrder order = orders.get(triggered.wrap(in, at).orderId());
                if (order != null) {
                    order.isWaiting = false;
                }
            }
            case FillFlyweight.TEMPLATE_ID -> onFill(fill.wrap(in, at));
            case OrderCancelledFlyweight.TEMPLATE_ID -> leaves(cancelled.wrap(in, at).orderId(), 0);
            case OrderReducedFlyweight.TEMPLATE_ID ->
                leaves(reduced.wrap(in, at).orderId(), reduced.leavesQuantity());
            case OrderReplacedFlyweight.TEMPLATE_ID -> onReplaced(replaced.wrap(in, at));
            default -> {
                // Changes no order.
            }
        }
    }

    private void onAccepted(final OrderAcceptedFlyweight message) {
        final LiveOrder order = spare.isEmpty() ? new LiveOrder() : spare.pop();
        order.isBuy = message.side() == Side.BUY;
        order.isWaiting = message.stopPrice() != 0;
        order.price = message.price();
        order.leaves = message.quantity();
        orders.put(message.orderId(), order);
    }

    private void onFill(final FillFlyweight message) {
        leaves(message.orderId(), message.leavesQuantity());
        if (message.role() == FillRole.ACTIVE) {
            final int slot = (int) (trades % LAST_TRADES);
            tradePrices[slot] = message.price();
            tradeQuantities[slot] = message.quantity();
            tradeBuys[slot] = message.side() == Side.BUY;
            trades++;
        }
    }

    private void onReplaced(final OrderReplacedFlyweight message) {
        final LiveOrder order = orders.get(message.orderId());
        if (order != null) {
            order.price = message.price();
            order.leaves = message.leavesQuantity();
        }
    }

    private void leaves(final long orderId, final long quantity) {
        final LiveOrder order = orders.get(orderId);
        if (order == null) {
            return;
        }
        order.leaves = quantity;
        if (quantity == 0) {
            orders.remove(orderId);
            spare.push(order);
        }
    }

    /** Trades seen so far. */
    public long trades() {
        return trades;
    }

    /** Orders that are live. */
    public int liveOrders() {
        return orders.size();
    }

    /** The last trades, latest first. */
    public List<Trade> lastTrades() {
        final List<Trade> last = new ArrayList<>();
        for (long i = trades - 1; i >= Math.max(0, trades - LAST_TRADES); i--) {
            final int slot = (int) (i % LAST_TRADES);
            last.add(new Trade(tradePrices[slot], tradeQuantities[slot], tradeBuys[slot]));
        }
        return last;
    }

    /** The best levels of a side, best first; market orders and waiting stops are not in it. */
    public List<Level> levels(final Side side, final int count) {
        final boolean isBuy = side == Side.BUY;
        final Map<Long, Level> byPrice =
            new TreeMap<>(isBuy ? Comparator.<Long>reverseOrder() : Comparator.<Long>naturalOrder());
        for (final LiveOrder order : orders.values()) {
            if (order.isBuy == isBuy && !order.isWaiting && order.price != 0) {
                byPrice.merge(order.price, new Level(order.price, 1, order.leaves), (left, right) ->
                    new Level(left.price, left.orders + right.orders, left.quantity + right.quantity));
            }
        }
        return byPrice.values().stream().limit(count).toList();
    }
}
