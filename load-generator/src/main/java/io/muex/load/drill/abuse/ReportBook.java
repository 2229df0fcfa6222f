package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.client.Report;
import io.muex.gateway.client.ReportListener;
import io.muex.gateway.marketdata.BookHash;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The visible books of all instruments, made of nothing but the reports of all sessions together, in the order of their
 * event numbers. One thread.
 */
final class ReportBook implements ReportListener {
    private final Long2ObjectHashMap<Order> orders = new Long2ObjectHashMap<>();
    private final Sides[] instruments = new Sides[AbusePlan.INSTRUMENTS + 1];

    /** Price levels of an instrument, best first. */
    private static final class Sides {
        private final TreeMap<Long, Level> bids = new TreeMap<>(Comparator.reverseOrder());
        private final TreeMap<Long, Level> asks = new TreeMap<>();
        private long changes;
    }

    private static final class Level {
        private long quantity;
        private int orders;
    }

    private static final class Order {
        private int instrument;
        private Side side;
        private boolean isWaiting;
        private long price;
        private long leaves;

        boolean isVisible() {
            return !isWaiting && price != 0 && leaves != 0;
        }
    }

    ReportBook() {
        for (int id = 1; id < instruments.length; id++) {
            instruments[id] = new Sides();
        }
    }

    @Override
    public void onOrderAccepted(final Report report, final OrderAcceptedFlyweight accepted) {
        final Order order = new Order();
        order.instrument = accepted.instrumentId();
        order.side = accepted.side();
        order.isWaiting = accepted.stopPrice() != 0;
        order.price = accepted.price();
        order.leaves = accepted.quantity();
        orders.put(accepted.orderId(), order);
        show(order, 1);
    }

    @Override
    public void onOrderTriggered(final Report report, final OrderTriggeredFlyweight triggered) {
        final Order order = orders.get(triggered.orderId());
        if (order != null) {
            order.isWaiting = false;
            show(order, 1);
        }
    }

    @Override
    public void onFill(final Report report, final FillFlyweight fill) {
        change(fill.orderId(), 0, fill.leavesQuantity());
    }

    @Override
    public void onOrderCancelled(final Report report, final OrderCancelledFlyweight cancelled) {
        change(cancelled.orderId(), 0, 0);
    }

    @Override
    public void onOrderReduced(final Report report, final OrderReducedFlyweight reduced) {
        change(reduced.orderId(), 0, reduced.leavesQuantity());
    }

    @Override
    public void onOrderReplaced(final Report report, final OrderReplacedFlyweight replaced) {
        change(replaced.orderId(), replaced.price(), replaced.leavesQuantity());
    }

    private void change(final long orderId, final long newPrice, final long leaves) {
        final Order order = orders.get(orderId);
        if (order == null) {
            return;
        }
        show(order, -1);
        order.price = newPrice == 0 ? order.price : newPrice;
        order.leaves = leaves;
        show(order, 1);
        if (leaves == 0) {
            orders.remove(orderId);
        }
    }

    /** Adds an order to its level, or takes it away. */
    private void show(final Order order, final int sign) {
        if (!order.isVisible()) {
            return;
        }
        final Sides book = instruments[order.instrument];
        book.changes++;
        final TreeMap<Long, Level> side = order.side == Side.BUY ? book.bids : book.asks;
        final Level level = side.computeIfAbsent(order.price, price -> new Level());
        level.quantity += sign * order.leaves;
        level.orders += sign;
        if (level.orders == 0) {
            side.remove(order.price);
        }
    }

    /** Rises with every change of the visible book. */
    long changes(final int instrument) {
        return instruments[instrument].changes;
    }

    /** As {@link BookHash} says, over all levels. */
    long hash(final int instrument) {
        final Sides book = instruments[instrument];
        return hash(hash(BookHash.empty(), Side.BUY, book.bids), Side.SELL, book.asks);
    }

    private static long hash(final long before, final Side side, final TreeMap<Long, Level> levels) {
        long hash = before;
        for (final Map.Entry<Long, Level> level : levels.entrySet()) {
            hash = BookHash.level(hash, side, level.getKey(), level.getValue().quantity, level.getValue().orders);
        }
        return hash;
    }

    /** Orders that are live. */
    int live() {
        return orders.size();
    }
}
