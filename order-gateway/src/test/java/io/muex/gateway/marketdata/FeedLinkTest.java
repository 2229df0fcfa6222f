package io.muex.gateway.marketdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.MarketTradeFlyweight;
import io.muex.exchange.protocol.Side;
import java.util.HexFormat;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of every packet, written down once, and what is no packet. */
class FeedLinkTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FeedLink.MAX_PACKET]);

    @Test
    void shouldKeepItsBytes() {
        FeedLink.encodeIncrement(buffer, 0, 1, 2, 3, 4, FeedLink.END);
        new MarketTradeFlyweight().wrapForWrite(buffer, 48).tradeId(5).price(6).quantity(7).instrumentId(8)
            .side(Side.SELL);
        assertEquals("4000010000000000" + "0100000000000000" + "0200000000000000" + "0300000000000000"
            + "0400000000000000" + "0100000000000000" + "2000c900756d0100" + "0500000000000000" + "0600000000000000"
            + "0700000000000000" + "0800000002000000", hex(88));
        assertTrue(FeedLink.check(FeedLink.INCREMENT, buffer, 0, 88));
        assertTrue(FeedLink.isEnd(buffer, 0));
        FeedLink.encodeHeartbeat(buffer, 0, 9, 1, 2, 3, 4);
        assertEquals("4100010009000000" + "0100000000000000" + "0200000000000000" + "0300000000000000"
            + "0400000000000000", hex(FeedLink.HEARTBEAT_LENGTH));
        FeedLink.encodeSnapshot(buffer, 0, 9, 1, 2, 5, 6);
        FeedLink.snapshotPart(buffer, 0, 3, 4);
        assertEquals("4200010009000000" + "0100000000000000" + "0200000000000000" + "0300000004000000"
            + "0500000006000000", hex(FeedLink.SNAPSHOT_HEADER_LENGTH));
        FeedLink.encodeNotRetained(buffer, 0, 9, 1, 2, 3);
        assertEquals("4300010009000000" + "0100000000000000" + "0200000000000000" + "0300000000000000",
            hex(FeedLink.NOT_RETAINED_LENGTH));
        FeedLink.encodeConflated(buffer, 0, 9, 1, 2, 3);
        assertEquals("4400010009000000" + "0100000000000000" + "0200000000000000" + "0300000000000000",
            hex(FeedLink.CONFLATED_HEADER_LENGTH));
        FeedLink.encodeWantGap(buffer, 0, 1, 2, 3);
        assertEquals("4800010000000000" + "0100000000000000" + "0200000000000000" + "0300000000000000",
            hex(FeedLink.WANT_GAP_LENGTH));
        FeedLink.encodeWantSnapshot(buffer, 0, 1);
        assertEquals("4900010000000000" + "0100000000000000", hex(FeedLink.WANT_SNAPSHOT_LENGTH));
    }

    @Test
    void shouldRefuseAPacketThatIsCutAnywhereButBetweenMessages() {
        FeedLink.encodeIncrement(buffer, 0, 1, 2, 3, 4, FeedLink.END);
        new MarketTradeFlyweight().wrapForWrite(buffer, 48).side(Side.SELL);
        new MarketTradeFlyweight().wrapForWrite(buffer, 88).side(Side.BUY);
        for (int length = 16; length <= 128; length++) {
            assertEquals(length == 48 || length == 88 || length == 128,
                FeedLink.check(FeedLink.INCREMENT, buffer, 0, length), length + " bytes");
        }
    }

    /** Whatever comes from the network, nothing is read beyond its end. */
    @Test
    void shouldTakeAnyBytes() {
        final long seed = 20261121;
        final Random random = new Random(seed);
        final FeedReader reader = new FeedReader(new FeedOutput[] {new NoOutput()}, MarketDataListener.NONE);
        for (int trial = 0; trial < 200_000; trial++) {
            final byte[] bytes = new byte[8 + random.nextInt(200)];
            random.nextBytes(bytes);
            final UnsafeBuffer packet = new UnsafeBuffer(bytes);
            packet.putInt(0, 1 << 16 | FeedLink.INCREMENT + random.nextInt(10));
            if (bytes.length >= 16) {
                packet.putLong(8, 7);
            }
            reader.onPacket(0, packet, 0, bytes.length, trial);
        }
        assertTrue(reader.malformed() > 100_000, "seed " + seed + ": " + reader);
        assertFalse(reader.isLive());
    }

    private String hex(final int length) {
        return HexFormat.of().formatHex(buffer.byteArray(), 0, length);
    }

    private static final class NoOutput implements FeedOutput {
        @Override
        public boolean isConnected() {
            return false;
        }

        @Override
        public boolean send(final org.agrona.DirectBuffer buffer, final int offset, final int length) {
            return false;
        }
    }
}
