package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.MarketInstrumentFlyweight;
import io.muex.exchange.protocol.MarketLevelFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.Tally;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends every book in turn, over and over: a round begins after an interval, or soon after somebody asked for one, and
 * serves all who wait. Each book is copied when its turn comes, so it is as of one moment however long sending takes;
 * the rounds themselves need no common moment, because readers know for every book which increments are in it. One
 * thread; allocates only for a larger book than ever before.
 */
final class SnapshotCarousel {
    private static final int PACKETS_PER_STEP = 8;
    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LEVELS_FIRST = (FeedLink.MAX_PACKET - FeedLink.SNAPSHOT_HEADER_LENGTH
        - MarketInstrumentFlyweight.LENGTH) / MarketLevelFlyweight.LENGTH;
    private static final int LEVELS_NEXT =
        (FeedLink.MAX_PACKET - FeedLink.SNAPSHOT_HEADER_LENGTH) / MarketLevelFlyweight.LENGTH;

    private final PublicMarket market;
    private final int publisher;
    private final FeedOutput out;
    private final Tally<FeedCounter> tally;
    private final long intervalNs;
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[FeedLink.MAX_PACKET]);
    private final MarketInstrumentFlyweight instrument = new MarketInstrumentFlyweight();
    private final MarketLevelFlyweight level = new MarketLevelFlyweight();
    private final PublicBook copied = new PublicBook(0);
    private PublicBook copy;
    private long asOf;
    private int instrumentId;
    private int instruments;
    private int part;
    private int parts;
    private int nextLevel;
    private boolean isRunning;
    private boolean isWanted;
    private boolean hasBegun;
    private long startedNs;

    SnapshotCarousel(final PublicMarket market, final int publisher, final FeedOutput out,
        final Tally<FeedCounter> tally, final long intervalNs) {
        this.market = market;
        this.publisher = publisher;
        this.out = out;
        this.tally = tally;
        this.intervalNs = intervalNs;
    }

    /** Somebody waits for snapshots. */
    void want() {
        isWanted = true;
    }

    /** Stops, since all books are void. */
    void clear() {
        isRunning = false;
        copy = null;
    }

    /** Sends what is due; returns the number of packets. Between commands only. */
    int step(final long nowNs, final long clusterId, final long seq) {
        if (!out.isConnected()) {
            clear();
            return 0;
        }
        final long restNs = isWanted ? SHORTEST_NS : intervalNs;
        if (!isRunning && (!hasBegun || nowNs - startedNs >= restNs)) {
            hasBegun = true;
            isRunning = true;
            isWanted = false;
            startedNs = nowNs;
            instrumentId = 0;
            copy = null;
        }
        int sent = 0;
        while (isRunning && sent < PACKETS_PER_STEP && next(clusterId, seq)) {
            sent++;
        }
        tally.add(FeedCounter.SNAPSHOTS, sent);
        return sent;
    }

    private boolean next(final long clusterId, final long seq) {
        if (market.count() == 0) {
            FeedLink.encodeSnapshot(packet, 0, publisher, clusterId, seq, 0, 0);
            FeedLink.snapshotPart(packet, 0, 0, 1);
            isRunning = !out.send(packet, 0, FeedLink.SNAPSHOT_HEADER_LENGTH);
            return !isRunning;
        }
        if (copy == null && !take(seq)) {
            isRunning = false;
            return false;
        }
        final int before = nextLevel;
        final int length = encode(clusterId);
        if (!out.send(packet, 0, length)) {
            nextLevel = before;
            return false;
        }
        part++;
        if (part == parts) {
            copy = null;
        }
        return true;
    }

    /** Copies the next book; false if this round is over. */
    private boolean take(final long seq) {
        do {
            instrumentId++;
        } while (instrumentId < market.end() && market.find(instrumentId) == null);
        if (instrumentId >= market.end()) {
            return false;
        }
        copied.copyFrom(market.find(instrumentId));
        copy = copied;
        asOf = seq;
        instruments = market.count();
        part = 0;
        nextLevel = 0;
        final int levels = copy.bids().levels() + copy.asks().levels();
        parts = 1 + (Math.max(0, levels - LEVELS_FIRST) + LEVELS_NEXT - 1) / LEVELS_NEXT;
        return true;
    }

    private int encode(final long clusterId) {
        FeedLink.encodeSnapshot(packet, 0, publisher, clusterId, asOf, instruments, instrumentId);
        FeedLink.snapshotPart(packet, 0, part, parts);
        int at = FeedLink.SNAPSHOT_HEADER_LENGTH;
        int room = LEVELS_NEXT;
        if (part == 0) {
            copy.describe(instrument.wrapForWrite(packet, at));
            instrument.instrumentId(instrumentId);
            at += MarketInstrumentFlyweight.LENGTH;
            room = LEVELS_FIRST;
        }
        final int bids = copy.bids().levels();
        final int end = Math.min(nextLevel + room, bids + copy.asks().levels());
        while (nextLevel < end) {
            final boolean isBid = nextLevel < bids;
            final PublicSide side = isBid ? copy.bids() : copy.asks();
            final int rank = isBid ? nextLevel : nextLevel - bids;
            level.wrapForWrite(packet, at).price(side.price(rank)).quantity(side.quantity(rank))
                .orders(side.orders(rank)).instrumentId(instrumentId).side(isBid ? Side.BUY : Side.SELL);
            at += MarketLevelFlyweight.LENGTH;
            nextLevel++;
        }
        return at;
    }
}
