package io.muex.load.play;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.ReduceOrderFlyweight;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.SetMarketPriceFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.exchange.trace.TraceOperation;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes operations as messages of the exchange. Whatever the operation says goes into the message as it stands, wrong
 * values included: refusing them is the business of the exchange. One message at a time; one thread.
 */
final class CommandEncoder {
    private static final String SYMBOL_PREFIX = "FLOW-";
    private static final int MAX_DEPTH_LEVELS = 64;
    /** Book sides count from 0, those of messages from 1. */
    private static final int SIDE_BASE = 1;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageFlyweight.MAX_LENGTH]);
    private final NewOrderFlyweight newOrder = new NewOrderFlyweight();
    private final CancelOrderFlyweight cancel = new CancelOrderFlyweight();
    private final ReduceOrderFlyweight reduce = new ReduceOrderFlyweight();
    private final ReplaceOrderFlyweight replace = new ReplaceOrderFlyweight();
    private final SetMarketPriceFlyweight marketPrice = new SetMarketPriceFlyweight();
    private final MassCancelFlyweight massCancel = new MassCancelFlyweight();
    private final QueryOrdersFlyweight queryOrders = new QueryOrdersFlyweight();
    private final AddInstrumentFlyweight addInstrument = new AddInstrumentFlyweight();

    /** The message that was written last, from offset 0. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Writes an operation other than BOOK and DUMP; returns the length of the message. */
    int encode(final TraceOperation operation, final int instrumentId) {
        return switch (operation.kind()) {
            case ADD -> add(operation, instrumentId);
            case CANCEL -> {
                cancel.wrapForWrite(buffer, 0).clOrdId(operation.id());
                yield CancelOrderFlyweight.LENGTH;
            }
            case REDUCE -> {
                reduce.wrapForWrite(buffer, 0).clOrdId(operation.id()).quantity(operation.quantity());
                yield ReduceOrderFlyweight.LENGTH;
            }
            case REPLACE -> {
                replace.wrapForWrite(buffer, 0).clOrdId(operation.id()).delta(operation.quantity())
                    .newPrice(operation.price());
                yield ReplaceOrderFlyweight.LENGTH;
            }
            case MARKET -> {
                marketPrice.wrapForWrite(buffer, 0).instrumentId(instrumentId).price(operation.price());
                yield SetMarketPriceFlyweight.LENGTH;
            }
            case BOOK, DUMP -> throw new IllegalArgumentException(operation.kind() + " is not one command");
        };
    }

    private int add(final TraceOperation operation, final int instrumentId) {
        newOrder.wrapForWrite(buffer, 0).instrumentId(instrumentId)
            .clOrdId(operation.id()).quantity(operation.quantity()).price(operation.price())
            .stopPrice(operation.stopPrice())
            .side(Side.of(operation.side() + SIDE_BASE)).conditions(Conditions.of(operation.conditions()))
            .timeInForce(TimeInForce.GTC).selfTradePrevention(SelfTradePrevention.NONE);
        return NewOrderFlyweight.LENGTH;
    }

    /** Writes the cancellation of all orders of the sending session in an instrument. */
    int encodeMassCancel(final int instrumentId) {
        massCancel.wrapForWrite(buffer, 0).instrumentId(instrumentId).scope(MassCancelScope.OWN).side(BookSide.BOTH);
        return MassCancelFlyweight.LENGTH;
    }

    /** Writes a question that changes nothing and has a short answer: for orders beyond the last possible one. */
    int encodeMarker() {
        queryOrders.wrapForWrite(buffer, 0).afterOrderId(Long.MAX_VALUE);
        return QueryOrdersFlyweight.LENGTH;
    }

    /** Writes the creation of an instrument without limits of its own, as book-trace knows none. */
    int encodeAddInstrument(final int instrumentId, final long depthLevels, final int maxOrders, final int maxLevels) {
        addInstrument.wrapForWrite(buffer, 0).instrumentId(instrumentId).symbol(SYMBOL_PREFIX + instrumentId)
            .tickMantissa(1).lotMantissa(1).minQuantity(1).maxQuantity(Long.MAX_VALUE)
            .depthLevels((int) Math.min(MAX_DEPTH_LEVELS, depthLevels)).maxOrders(maxOrders).maxLevels(maxLevels);
        return AddInstrumentFlyweight.LENGTH;
    }
}
