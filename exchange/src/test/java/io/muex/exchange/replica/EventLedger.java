package io.muex.exchange.replica;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.exchange.protocol.DepthChangedFlyweight;
import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.SessionLimitsSetFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Believes nothing: rebuilds all live orders from the events alone and checks that every event is possible. Ids are
 * dense; an order is accepted once, is never filled beyond what is open, says what is really left, and is silent after
 * its end; a trade has two sides that agree; an order with self-trade prevention does not trade with its owner in the
 * command that enters it; answers to queries and published depth are what the events add up to.
 */
final class EventLedger {
    private final Map<Long, Order> live = new HashMap<>();
    private final Map<Long, Long> owners = new HashMap<>();
    private final Map<String, TreeMap<Long, String>> published = new HashMap<>();
    private final List<String> levels = new ArrayList<>();
    private long lastOrderId;
    private long lastTradeId;
    private long orderOfCommand;
    private int openOrdersTold;
    private Order waitingForPassive;
    private long waitingQuantity;
    private long fills;

    int liveOrders() {
        return live.size();
    }

    long fills() {
        return fills;
    }

    /** Another command begins. */
    void onCommand() {
        orderOfCommand = 0;
    }

    void onEvent(final DirectBuffer buffer, final int event) {
        final int body = event + EventEnvelope.HEADER_LENGTH;
        final long session = EventEnvelope.session(buffer, event);
        switch (EventEnvelope.kind(buffer, event)) {
            case OrderAcceptedFlyweight.TEMPLATE_ID ->
                onAccepted(session, new OrderAcceptedFlyweight().wrap(buffer, body));
            case FillFlyweight.TEMPLATE_ID -> onFill(session, new FillFlyweight().wrap(buffer, body));
            case OrderCancelledFlyweight.TEMPLATE_ID ->
                onCancelled(session, new OrderCancelledFlyweight().wrap(buffer, body));
            case OrderReducedFlyweight.TEMPLATE_ID ->
                onReduced(session, new OrderReducedFlyweight().wrap(buffer, body));
            case OrderReplacedFlyweight.TEMPLATE_ID ->
                onReplaced(session, new OrderReplacedFlyweight().wrap(buffer, body));
            case OrderTriggeredFlyweight.TEMPLATE_ID ->
                onTriggered(session, new OrderTriggeredFlyweight().wrap(buffer, body));
            case OpenOrderFlyweight.TEMPLATE_ID -> onOpenOrder(session, new OpenOrderFlyweight().wrap(buffer, body));
            case OpenOrdersEndFlyweight.TEMPLATE_ID ->
                onOpenOrdersEnd(session, new OpenOrdersEndFlyweight().wrap(buffer, body));
            case BookLevelFlyweight.TEMPLATE_ID -> onBookLevel(new BookLevelFlyweight().wrap(buffer, body));
            case BookSnapshotFlyweight.TEMPLATE_ID -> onBookSnapshot(new BookSnapshotFlyweight().wrap(buffer, body));
            case DepthChangedFlyweight.TEMPLATE_ID -> onDepthChanged(new DepthChangedFlyweight().wrap(buffer, body));
            case SessionLimitsSetFlyweight.TEMPLATE_ID -> {
                final SessionLimitsSetFlyweight set = new SessionLimitsSetFlyweight().wrap(buffer, body);
                owners.put(set.targetSession(), set.owner());
            }
            case SessionEvents.SESSION_CLOSED -> owners.remove(SessionEvents.subject(buffer, event));
            default -> {
                // says nothing about orders
            }
        }
    }

    private void onAccepted(final long session, final OrderAcceptedFlyweight event) {
        check(event.orderId() == ++lastOrderId, "order ids are not dense", event.orderId());
        final Order order = new Order();
        order.session = session;
        order.clOrdId = event.clOrdId();
        order.orderId = event.orderId();
        order.open = event.quantity();
        order.price = event.price();
        order.stopPrice = event.stopPrice();
        order.instrumentId = event.instrumentId();
        order.side = event.side();
        order.prevention = event.selfTradePrevention();
        check(order.open > 0, "nothing accepted", order.orderId);
        check(live.values().stream().noneMatch(other -> other.session == session && other.clOrdId == order.clOrdId),
            "name is taken", order.orderId);
        live.put(order.orderId, order);
        orderOfCommand = order.orderId;
    }

    private void onFill(final long session, final FillFlyweight event) {
        final Order order = known(session, event.orderId(), event.clOrdId());
        check(order.side == event.side(), "wrong side", order.orderId);
        order.lose(event.quantity(), event.leavesQuantity());
        if (event.role() == FillRole.ACTIVE) {
            check(waitingForPassive == null, "passive side missing", order.orderId);
            check(event.tradeId() == ++lastTradeId, "trade ids are not dense", event.tradeId());
            waitingForPassive = order;
            waitingQuantity = event.quantity();
        } else {
            final Order active = waitingForPassive;
            check(active != null && event.tradeId() == lastTradeId && event.quantity() == waitingQuantity
                && event.counterpartyOrderId() == active.orderId && active.side != order.side
                && active.instrumentId == order.instrumentId, "the sides of a trade differ", order.orderId);
            checkSelfTrade(active, order);
            waitingForPassive = null;
            fills++;
        }
        forgetIfGone(order);
    }

    private void checkSelfTrade(final Order active, final Order passive) {
        for (final Order order : List.of(active, passive)) {
            final boolean prevents =
                order.orderId == orderOfCommand && order.prevention != SelfTradePrevention.NONE;
            check(!prevents || owner(active) != owner(passive), "traded with its owner", order.orderId);
        }
    }

    private long owner(final Order order) {
        return owners.getOrDefault(order.session, order.session);
    }

    private void onCancelled(final long session, final OrderCancelledFlyweight event) {
        final Order order = known(session, event.orderId(), event.clOrdId());
        order.lose(event.quantity(), 0);
        forgetIfGone(order);
    }

    private void onReduced(final long session, final OrderReducedFlyweight event) {
        final Order order = known(session, event.orderId(), event.clOrdId());
        order.lose(event.quantity(), event.leavesQuantity());
        check(order.open > 0, "reduced to nothing", order.orderId);
    }

    private void onReplaced(final long session, final OrderReplacedFlyweight event) {
        final Order order = known(session, event.orderId(), event.clOrdId());
        order.lose(-event.delta(), event.leavesQuantity());
        order.price = event.price();
        orderOfCommand = order.orderId;
    }

    private void onTriggered(final long session, final OrderTriggeredFlyweight event) {
        final Order order = known(session, event.orderId(), event.clOrdId());
        check(order.stopPrice != 0, "triggered without a stop price", order.orderId);
        order.stopPrice = 0;
        orderOfCommand = 0; // from here on the stop is the incoming order, and stops have no prevention
    }

    private void onOpenOrder(final long session, final OpenOrderFlyweight event) {
        final Order order = known(session, event.orderId(), event.clOrdId());
        check(order.open == event.leavesQuantity() && order.price == event.price()
            && order.stopPrice == event.stopPrice() && order.side == event.side()
            && order.instrumentId == event.instrumentId(), "told wrongly", order.orderId);
        openOrdersTold++;
    }

    private void onOpenOrdersEnd(final long session, final OpenOrdersEndFlyweight event) {
        final long expected = live.values().stream().filter(order -> order.session == session).count();
        check(event.orders() == openOrdersTold && openOrdersTold == expected && event.remaining() == 0,
            "not all orders told", session);
        openOrdersTold = 0;
    }

    private void onBookLevel(final BookLevelFlyweight event) {
        levels.add(event.side() + " " + event.price() + " " + event.quantity() + " " + event.orders());
    }

    private void onBookSnapshot(final BookSnapshotFlyweight event) {
        final List<String> expected = new ArrayList<>();
        expected.addAll(levelsOf(event.instrumentId(), Side.BUY).subList(0, event.bidLevels()));
        expected.addAll(levelsOf(event.instrumentId(), Side.SELL).subList(0, event.askLevels()));
        check(expected.equals(levels), "book told as " + levels + " is " + expected, event.instrumentId());
        levels.clear();
    }

    private void onDepthChanged(final DepthChangedFlyweight event) {
        final TreeMap<Long, String> levelsOfSide =
            published.computeIfAbsent(event.instrumentId() + " " + event.side(), side -> new TreeMap<>());
        final String told = event.side() + " " + event.price() + " " + event.quantity() + " " + event.orders();
        final String before = event.quantity() == 0
            ? levelsOfSide.remove(event.price()) : levelsOfSide.put(event.price(), told);
        check(!told.equals(before) && (before != null || event.quantity() != 0), "no change: " + told,
            event.instrumentId());
    }

    /** Checks what was published of an instrument against all live orders. */
    void checkDepth(final int instrumentId, final int depthLevels) {
        for (final Side side : Side.values()) {
            final List<String> expected = levelsOf(instrumentId, side);
            final TreeMap<Long, String> byPrice =
                published.getOrDefault(instrumentId + " " + side, new TreeMap<>());
            final List<String> told =
                List.copyOf((side == Side.BUY ? byPrice.descendingMap() : byPrice).values());
            check(told.equals(expected.subList(0, Math.min(depthLevels, expected.size()))),
                "depth told as " + told + " is " + expected, instrumentId);
        }
    }

    private List<String> levelsOf(final int instrumentId, final Side side) {
        final TreeMap<Long, long[]> byPrice = new TreeMap<>();
        for (final Order order : live.values()) {
            if (order.instrumentId == instrumentId && order.side == side && order.price != 0 && order.stopPrice == 0) {
                final long[] level = byPrice.computeIfAbsent(order.price, price -> new long[2]);
                level[0] += order.open;
                level[1]++;
            }
        }
        final List<String> told = new ArrayList<>();
        (side == Side.BUY ? byPrice.descendingMap() : byPrice).forEach(
            (price, level) -> told.add(side + " " + price + " " + level[0] + " " + level[1]));
        return told;
    }

    private Order known(final long session, final long orderId, final long clOrdId) {
        final Order order = live.get(orderId);
        check(order != null, "not live", orderId);
        check(order.session == session && order.clOrdId == clOrdId, "told to the wrong session or name", orderId);
        return order;
    }

    private void forgetIfGone(final Order order) {
        if (order.open == 0) {
            live.remove(order.orderId);
        }
    }

    private static void check(final boolean holds, final String problem, final long id) {
        if (!holds) {
            throw new AssertionError(problem + ": " + id);
        }
    }

    private static final class Order {
        private long session;
        private long clOrdId;
        private long orderId;
        private long open;
        private long price;
        private long stopPrice;
        private int instrumentId;
        private Side side;
        private SelfTradePrevention prevention;

        void lose(final long quantity, final long left) {
            check(open - quantity == left && left >= 0, "open " + open + " less " + quantity + " said to be " + left,
                orderId);
            open = left;
        }
    }
}
