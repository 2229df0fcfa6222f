package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.wire.MarketInstrument;
import io.muex.exchange.protocol.wire.MarketQuote;
import io.muex.exchange.protocol.wire.MarketTrade;
import io.muex.exchange.protocol.wire.Message;
import io.muex.gateway.docs.LinkExample;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One of every packet between a publisher of market data, that of gateway 1, and its readers. */
public final class FeedExamples {
    private static final long CLUSTER = 4_711;
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final String WHICH = "id of the cluster";

    private FeedExamples() {
    }

    private static UnsafeBuffer buffer() {
        return new UnsafeBuffer(new byte[512]);
    }

    /** All of them. */
    public static List<LinkExample> all() {
        return List.of(increment(), heartbeat(), snapshot(), notRetained(), conflated(), wantGap(), wantSnapshot());
    }

    /** Whether the decoder takes this packet for one. */
    public static boolean isPacket(final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        return FeedLink.check(bytes[0] & 0xFF, buffer, 0, bytes.length);
    }

    /** The class that has the numbers of all packets. */
    public static Class<?> numbers() {
        return FeedLink.class;
    }

    private static LinkExample increment() {
        final UnsafeBuffer buffer = buffer();
        final MarketTrade trade = new MarketTrade();
        trade.tradeId = 42;
        trade.price = 1_050;
        trade.quantity = 40;
        trade.instrumentId = 3;
        trade.side = Side.BUY;
        FeedLink.encodeIncrement(buffer, 0, CLUSTER, 112, 118, NOW_NS, FeedLink.END);
        return LinkExample.ofLink("INCREMENT", buffer, put(buffer, FeedLink.INCREMENT_HEADER_LENGTH, trade),
            "What a command changed.").i64("clusterId", CLUSTER, WHICH)
            .i64("previous", 112, "seq of the INCREMENT before").i64("seq", 118, "event that this one goes up to")
            .i64("timestampNs", NOW_NS, "of the command").i32("flags", 1, "1 = END: the last one of its command")
            .zero().rest("messages", trade.toBytes(), "back to back; here a MarketTrade");
    }

    private static LinkExample heartbeat() {
        final UnsafeBuffer buffer = buffer();
        FeedLink.encodeHeartbeat(buffer, 0, 1, CLUSTER, 118, 121, 9);
        return LinkExample.ofLink("HEARTBEAT", buffer, FeedLink.HEARTBEAT_LENGTH, "After 100 ms of silence.")
            .i64("clusterId", CLUSTER, WHICH)
            .i64("seq", 118, "of the last INCREMENT; 0: none since this publisher began")
            .i64("lastEvent", 121, "last event read; no INCREMENT lies between seq and it")
            .i64("retainedFrom", 9, "increments whose previous is this or more are retained");
    }

    private static LinkExample snapshot() {
        final UnsafeBuffer buffer = buffer();
        final MarketInstrument instrument = new MarketInstrument();
        instrument.symbol = "ACME";
        instrument.instrumentId = 3;
        instrument.marketPrice = 1_048;
        instrument.status = InstrumentStatus.OPEN;
        FeedLink.encodeSnapshot(buffer, 0, 1, CLUSTER, 118, 1, 3);
        FeedLink.snapshotPart(buffer, 0, 0, 1);
        return LinkExample.ofLink("SNAPSHOT", buffer, put(buffer, FeedLink.SNAPSHOT_HEADER_LENGTH, instrument),
            "A part of the book of one instrument.").i64("clusterId", CLUSTER, WHICH)
            .i64("asOf", 118, "event; every INCREMENT up to there is in it").i32("part", 0, "from 0")
            .i32("parts", 1, "of this book").i32("instruments", 1, "in all")
            .i32("instrumentId", 3, "0: there is none at all")
            .rest("messages", instrument.toBytes(), "MarketInstrument, then levels");
    }

    private static LinkExample notRetained() {
        final UnsafeBuffer buffer = buffer();
        FeedLink.encodeNotRetained(buffer, 0, 1, CLUSTER, 4, 9);
        return LinkExample.ofLink("NOT_RETAINED", buffer, FeedLink.NOT_RETAINED_LENGTH,
            "Answers WANT_GAP that asks for too much.").i64("clusterId", CLUSTER, WHICH).i64("from", 4, "as asked")
            .i64("retainedFrom", 9, "as in HEARTBEAT");
    }

    private static LinkExample conflated() {
        final UnsafeBuffer buffer = buffer();
        final MarketQuote quote = new MarketQuote();
        quote.bidPrice = 1_049;
        quote.bidQuantity = 60;
        quote.bidOrders = 1;
        quote.instrumentId = 3;
        quote.status = InstrumentStatus.OPEN;
        FeedLink.encodeConflated(buffer, 0, 1, CLUSTER, 118, NOW_NS);
        return LinkExample.ofLink("CONFLATED", buffer, put(buffer, FeedLink.CONFLATED_HEADER_LENGTH, quote),
            "How an instrument stands.").i64("clusterId", CLUSTER, WHICH).i64("asOf", 118, "event")
            .i64("timestampNs", NOW_NS, "of that event")
            .rest("messages", quote.toBytes(), "MarketQuote, then the best levels");
    }

    private static LinkExample wantGap() {
        final UnsafeBuffer buffer = buffer();
        FeedLink.encodeWantGap(buffer, 0, CLUSTER, 112, 118);
        return LinkExample.ofLink("WANT_GAP", buffer, FeedLink.WANT_GAP_LENGTH, "A reader misses increments.")
            .i64("clusterId", CLUSTER, WHICH).i64("from", 112, "increments behind this one")
            .i64("to", 118, "up to this one");
    }

    private static LinkExample wantSnapshot() {
        final UnsafeBuffer buffer = buffer();
        FeedLink.encodeWantSnapshot(buffer, 0, CLUSTER);
        return LinkExample.ofLink("WANT_SNAPSHOT", buffer, FeedLink.WANT_SNAPSHOT_LENGTH,
            "The next round of snapshots should not wait.").i64("clusterId", CLUSTER, WHICH);
    }

    private static int put(final UnsafeBuffer buffer, final int at, final Message message) {
        return at + message.encode(buffer, at);
    }
}
