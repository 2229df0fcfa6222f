package io.muex.exchange.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes by which a replica tells a publisher its books, written down once. */
class MarketLinkTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    @Test
    void shouldKeepItsBytes() {
        MarketLink.encodeMarket(buffer, 0, 9, 1);
        assertEquals("0700010009000000" + "0100000000000000", hex(MarketLink.MARKET_LENGTH));
        MarketLink.encodeInstrument(buffer, 0, 9, 1, 2, 3, 4);
        assertEquals("2800010009000000" + "0100000000000000" + "0200000000000000" + "0300000000000000"
            + "0400000000000000", hex(MarketLink.DEFINITION));
        MarketLink.encodeOrders(buffer, 0, 9, 1, 2, 1);
        MarketLink.encodeOrder(buffer, 0, 0, 3, 4, 5, 2, true);
        assertEquals("2900010009000000" + "0100000000000000" + "0200000001000000" + "0300000000000000"
            + "0400000000000000" + "0500000000000000" + "0200000001000000",
            hex(MarketLink.ORDERS_HEADER_LENGTH + MarketLink.ORDER_LENGTH));
        assertEquals(3, MarketLink.orderId(buffer, 0, 0));
        assertEquals(4, MarketLink.orderPrice(buffer, 0, 0));
        assertEquals(5, MarketLink.orderOpen(buffer, 0, 0));
        assertEquals(2, MarketLink.orderSide(buffer, 0, 0));
        assertTrue(MarketLink.isOrderWaiting(buffer, 0, 0));
        MarketLink.encodeEnd(buffer, 0, 9, 1, 2, 3);
        assertEquals("2a00010009000000" + "0100000000000000" + "0200000000000000" + "0300000000000000",
            hex(MarketLink.MARKET_END_LENGTH));
    }

    @Test
    void shouldRefuseLengthsThatContradictTheCount() {
        for (final int count : new int[] {Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE}) {
            MarketLink.encodeOrders(buffer, 0, 9, 1, 2, count);
            for (int length = 16; length < 200; length++) {
                final boolean fits = length >= MarketLink.ORDERS_HEADER_LENGTH && count >= 0
                    && length == MarketLink.ORDERS_HEADER_LENGTH + (long) count * MarketLink.ORDER_LENGTH;
                assertEquals(fits, ReplicaLink.check(MarketLink.MARKET_ORDERS, buffer, 0, length));
            }
        }
        assertFalse(MarketLink.check(MarketLink.MARKET, buffer, 0, MarketLink.MARKET_LENGTH + 8));
    }

    private String hex(final int length) {
        return HexFormat.of().formatHex(buffer.byteArray(), 0, length);
    }
}
