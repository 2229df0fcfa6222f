package io.muex.load.bench.book;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import exchange.core2.core.orderbook.OrderBookNaiveImpl;
import java.util.HashMap;
import java.util.Map;

/**
 * The order books of exchange-core, driven directly. It has no market order (an immediate-or-cancel order at the worst
 * price is the same here) and no increase of quantity (cancelled and placed again); price changes use its own move.
 */
final class ExchangeCoreEngine implements BookEngine {
    private static final long HIGHEST_PRICE = Long.MAX_VALUE / 4;

    private final boolean isDirect;
    private final OrderCommand command = new OrderCommand();
    private IOrderBook book;
    private long fills;
    private long fillQuantity;
    private long fillValue;
    private long cancels;
    private long rejects;

    ExchangeCoreEngine(final boolean isDirect) {
        this.isDirect = isDirect;
        command.uid = 1;
        command.symbol = 1;
        reset();
    }

    @Override
    public void reset() {
        final CoreSymbolSpecification symbol = CoreSymbolSpecification.builder().symbolId(1)
            .type(SymbolType.FUTURES_CONTRACT).baseScaleK(1).quoteScaleK(1).build();
        if (isDirect) {
            final Map<Integer, Integer> sizes = new HashMap<>();
            sizes.put(ObjectsPool.DIRECT_ORDER, 1 << 16);
            sizes.put(ObjectsPool.DIRECT_BUCKET, 1 << 12);
            sizes.put(ObjectsPool.ART_NODE_4, 1 << 12);
            sizes.put(ObjectsPool.ART_NODE_16, 1 << 12);
            sizes.put(ObjectsPool.ART_NODE_48, 1 << 12);
            sizes.put(ObjectsPool.ART_NODE_256, 1 << 12);
            book = new OrderBookDirectImpl(symbol, new ObjectsPool(sizes),
                OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER, LoggingConfiguration.DEFAULT);
        } else {
            book = new OrderBookNaiveImpl(symbol, LoggingConfiguration.DEFAULT);
        }
        resetCounts();
    }

    @Override
    public void resetCounts() {
        fills = 0;
        fillQuantity = 0;
        fillValue = 0;
        cancels = 0;
        rejects = 0;
    }

    @Override
    public void run(final OperationStream stream, final int from, final int to) {
        for (int i = from; i < to; i++) {
            final long id = stream.ids[i];
            final boolean isBuy = stream.sides[i] == 0;
            switch (stream.kinds[i]) {
                case OperationStream.ADD -> place(id, isBuy, stream.quantities[i], stream.prices[i], OrderType.GTC);
                case OperationStream.ADD_IOC -> place(id, isBuy, stream.quantities[i], stream.prices[i], OrderType.IOC);
                case OperationStream.ADD_MARKET ->
                    place(id, isBuy, stream.quantities[i], isBuy ? HIGHEST_PRICE : 1, OrderType.IOC);
                case OperationStream.CANCEL -> {
                    if (cancel(id)) {
                        cancels++;
                    } else {
                        rejects++;
                    }
                }
                default -> replace(id, stream.quantities[i], stream.prices[i]);
            }
        }
    }

    private void place(final long id, final boolean isBuy, final long quantity, final long price,
                       final OrderType type) {
        command.command = OrderCommandType.PLACE_ORDER;
        command.orderId = id;
        command.price = price;
        command.size = quantity;
        command.reserveBidPrice = price;
        command.action = isBuy ? OrderAction.BID : OrderAction.ASK;
        command.orderType = type;
        command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        command.matcherEvent = null;
        IOrderBook.processCommand(book, command);
        countFills();
    }

    private boolean cancel(final long id) {
        command.command = OrderCommandType.CANCEL_ORDER;
        command.orderId = id;
        command.matcherEvent = null;
        return IOrderBook.processCommand(book, command) == CommandResultCode.SUCCESS;
    }

    private void replace(final long id, final long delta, final long newPrice) {
        if (delta == 0 && newPrice != 0) {
            move(id, newPrice);
        } else if (!cancel(id)) {
            rejects++;
        } else {
            final MatcherTradeEvent cancelled = command.matcherEvent;
            final long quantity = cancelled.size + delta;
            if (quantity > 0) {
                place(id, command.action == OrderAction.BID, quantity, newPrice != 0 ? newPrice : cancelled.price,
                    OrderType.GTC);
            }
        }
    }

    private void move(final long id, final long newPrice) {
        command.command = OrderCommandType.MOVE_ORDER;
        command.orderId = id;
        command.price = newPrice;
        command.matcherEvent = null;
        if (IOrderBook.processCommand(book, command) == CommandResultCode.SUCCESS) {
            countFills();
        } else {
            rejects++;
        }
    }

    private void countFills() {
        for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                fills++;
                fillQuantity += event.size;
                fillValue += event.size * event.price;
            }
        }
    }

    @Override
    public Totals totals() {
        return new Totals(fills, fillQuantity, fillValue, cancels, rejects, book.getOrdersNum(OrderAction.BID),
            book.getOrdersNum(OrderAction.ASK), book.getTotalOrdersVolume(OrderAction.BID),
            book.getTotalOrdersVolume(OrderAction.ASK), book.getTotalBidBuckets(Integer.MAX_VALUE),
            book.getTotalAskBuckets(Integer.MAX_VALUE));
    }
}
