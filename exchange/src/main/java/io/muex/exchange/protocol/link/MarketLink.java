package io.muex.exchange.protocol.link;

import static io.muex.exchange.protocol.link.LinkHeader.intAt;
import static io.muex.exchange.protocol.link.LinkHeader.longAt;

import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How a publisher of market data comes by the books: messages between it and a replica, in addition to those of
 * {@link ReplicaLink}. Each begins with a {@link LinkHeader}; offsets are from its first byte.
 * <pre>
 *   gateway to replica, data stream of the replica
 *   MARKET             8 i64 requestId: send all instruments with their orders, then the events from there on.
 *                      Takes the place of READ
 *   replica to gateway, egress stream of the gateway
 *   MARKET_INSTRUMENT  8 i64 requestId, 16 i64 asOf (event), 24 i64 marketPrice, 32 i32 status, 36 i32 zero,
 *                      40 InstrumentAdded
 *   MARKET_ORDERS      8 i64 requestId, 16 i32 instrumentId, 20 i32 count, 24 per order: i64 orderId, i64 price,
 *                      i64 open, i32 side, i32 waiting (1: a stop order that was not reached yet)
 *   MARKET_END         8 i64 requestId, 16 i64 firstAsOf: EVENTS goes on behind it, 24 i64 lastAsOf
 * </pre>
 * Every instrument is as of one event of its own; its orders follow it. Static, any thread; the caller owns the buffer.
 */
public final class MarketLink {
    public static final int MARKET = 7;
    public static final int MARKET_INSTRUMENT = 40;
    public static final int MARKET_ORDERS = 41;
    public static final int MARKET_END = 42;

    public static final int MARKET_LENGTH = 16;
    /** Where the definition lies in MARKET_INSTRUMENT. */
    public static final int DEFINITION = 40;
    public static final int MARKET_INSTRUMENT_LENGTH = DEFINITION + InstrumentAddedFlyweight.LENGTH;
    /** Bytes of MARKET_ORDERS before the first order. */
    public static final int ORDERS_HEADER_LENGTH = 24;
    /** Bytes of one order in MARKET_ORDERS. */
    public static final int ORDER_LENGTH = 32;
    public static final int MARKET_END_LENGTH = 32;

    private MarketLink() {
    }

    /** Says whether {@code length} bytes can be a message of this type, so that its fields may be read. */
    public static boolean check(final int type, final DirectBuffer buffer, final int offset, final int length) {
        return switch (type) {
            case MARKET -> length == MARKET_LENGTH;
            case MARKET_INSTRUMENT -> length == MARKET_INSTRUMENT_LENGTH;
            case MARKET_ORDERS -> length >= ORDERS_HEADER_LENGTH && ordersCount(buffer, offset) >= 0
                && length == ORDERS_HEADER_LENGTH + (long) ordersCount(buffer, offset) * ORDER_LENGTH;
            case MARKET_END -> length == MARKET_END_LENGTH;
            default -> false;
        };
    }

    /** Writes a MARKET. */
    public static void encodeMarket(
        final MutableDirectBuffer buffer, final int offset, final int gatewayId, final long requestId) {
        LinkHeader.encode(buffer, offset, MARKET, gatewayId);
        longAt(buffer, offset + 8, requestId);
    }

    /** All messages: which request it is, or is answered. */
    public static long requestId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    /** Writes a MARKET_INSTRUMENT without the definition. */
    public static void encodeInstrument(final MutableDirectBuffer buffer, final int offset, final int replica,
        final long requestId, final long asOf, final long marketPrice, final int status) {
        LinkHeader.encode(buffer, offset, MARKET_INSTRUMENT, replica);
        longAt(buffer, offset + 8, requestId);
        longAt(buffer, offset + 16, asOf);
        longAt(buffer, offset + 24, marketPrice);
        intAt(buffer, offset + 32, status);
        intAt(buffer, offset + 36, 0);
    }

    public static long asOf(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long marketPrice(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    public static int status(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 32);
    }

    /** Writes the part of MARKET_ORDERS before the first order. */
    public static void encodeOrders(final MutableDirectBuffer buffer, final int offset, final int replica,
        final long requestId, final int instrumentId, final int count) {
        LinkHeader.encode(buffer, offset, MARKET_ORDERS, replica);
        longAt(buffer, offset + 8, requestId);
        intAt(buffer, offset + 16, instrumentId);
        intAt(buffer, offset + 20, count);
    }

    /** Writes the i-th order of a MARKET_ORDERS. */
    public static void encodeOrder(final MutableDirectBuffer buffer, final int offset, final int i,
        final long orderId, final long price, final long open, final int side, final boolean isWaiting) {
        final int at = offset + ORDERS_HEADER_LENGTH + i * ORDER_LENGTH;
        longAt(buffer, at, orderId);
        longAt(buffer, at + 8, price);
        longAt(buffer, at + 16, open);
        intAt(buffer, at + 24, side);
        intAt(buffer, at + 28, isWaiting ? 1 : 0);
    }

    public static int ordersInstrumentId(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 16);
    }

    public static int ordersCount(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 20);
    }

    public static long orderId(final DirectBuffer buffer, final int offset, final int i) {
        return longAt(buffer, offset + ORDERS_HEADER_LENGTH + i * ORDER_LENGTH);
    }

    public static long orderPrice(final DirectBuffer buffer, final int offset, final int i) {
        return longAt(buffer, offset + ORDERS_HEADER_LENGTH + i * ORDER_LENGTH + 8);
    }

    public static long orderOpen(final DirectBuffer buffer, final int offset, final int i) {
        return longAt(buffer, offset + ORDERS_HEADER_LENGTH + i * ORDER_LENGTH + 16);
    }

    public static int orderSide(final DirectBuffer buffer, final int offset, final int i) {
        return intAt(buffer, offset + ORDERS_HEADER_LENGTH + i * ORDER_LENGTH + 24);
    }

    public static boolean isOrderWaiting(final DirectBuffer buffer, final int offset, final int i) {
        return intAt(buffer, offset + ORDERS_HEADER_LENGTH + i * ORDER_LENGTH + 28) != 0;
    }

    /** Writes a MARKET_END. */
    public static void encodeEnd(final MutableDirectBuffer buffer, final int offset, final int replica,
        final long requestId, final long firstAsOf, final long lastAsOf) {
        LinkHeader.encode(buffer, offset, MARKET_END, replica);
        longAt(buffer, offset + 8, requestId);
        longAt(buffer, offset + 16, firstAsOf);
        longAt(buffer, offset + 24, lastAsOf);
    }

    public static long firstAsOf(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long lastAsOf(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }
}
