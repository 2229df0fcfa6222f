package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.MarketLevelFlyweight;
import io.muex.exchange.protocol.MarketQuoteFlyweight;
import io.muex.exchange.protocol.link.Tally;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * For readers that want to see and not to follow: best bid and offer and the best levels of each instrument, at most
 * once an interval where something changed, and now and then where nothing did. Each packet stands for itself, so there
 * is nothing to recover. One thread; allocates only when made.
 */
final class ConflatedFeed {
    /** Most levels a side that fit into a packet. */
    static final int MAX_LEVELS = 15;
    private static final int PACKETS_PER_STEP = 32;
    /** An instrument that does not change is sent every so many intervals. */
    private static final int REFRESH = 8;

    private final PublicMarket market;
    private final int publisher;
    private final FeedOutput out;
    private final Tally<FeedCounter> tally;
    private final long intervalNs;
    private final int levels;
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[FeedLink.MAX_PACKET]);
    private final MarketQuoteFlyweight quote = new MarketQuoteFlyweight();
    private final MarketLevelFlyweight level = new MarketLevelFlyweight();
    private final long[] sent = new long[PublicMarket.MAX_INSTRUMENTS + 1];
    private final byte[] quiet = new byte[PublicMarket.MAX_INSTRUMENTS + 1];
    private int next;
    private boolean hasBegun;
    private long roundNs;

    ConflatedFeed(final PublicMarket market, final int publisher, final FeedOutput out,
        final Tally<FeedCounter> tally, final long intervalNs, final int levels) {
        if (levels < 1 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("1 to " + MAX_LEVELS + " levels, not " + levels);
        }
        this.market = market;
        this.publisher = publisher;
        this.out = out;
        this.tally = tally;
        this.intervalNs = intervalNs;
        this.levels = levels;
        next = Integer.MAX_VALUE;
    }

    /** Sends what is due; returns the number of packets. Between commands only. */
    int step(final long nowNs, final long clusterId, final long seq, final long timestampNs) {
        if (!out.isConnected()) {
            return 0;
        }
        if (next >= market.end()) {
            if (hasBegun && nowNs - roundNs < intervalNs) {
                return 0;
            }
            hasBegun = true;
            roundNs = nowNs;
            next = 1;
        }
        int count = 0;
        while (next < market.end() && count < PACKETS_PER_STEP) {
            final PublicBook book = market.find(next);
            if (book != null && isDue(book)) {
                final int length = encode(book, clusterId, seq, timestampNs);
                if (!out.send(packet, 0, length)) {
                    break;
                }
                sent[next] = book.changes();
                quiet[next] = 0;
                count++;
            }
            next++;
        }
        tally.add(FeedCounter.CONFLATED, count);
        return count;
    }

    private boolean isDue(final PublicBook book) {
        return sent[next] != book.changes() || ++quiet[next] >= REFRESH;
    }

    private int encode(final PublicBook book, final long clusterId, final long seq, final long timestampNs) {
        FeedLink.encodeConflated(packet, 0, publisher, clusterId, seq, timestampNs);
        quote.wrapForWrite(packet, FeedLink.CONFLATED_HEADER_LENGTH)
            .marketPrice(book.marketPrice()).instrumentId(book.instrumentId()).status(book.status());
        if (book.bids().levels() > 0) {
            quote.bidPrice(book.bids().price(0)).bidQuantity(book.bids().quantity(0))
                .bidOrders(book.bids().orders(0));
        }
        if (book.asks().levels() > 0) {
            quote.askPrice(book.asks().price(0)).askQuantity(book.asks().quantity(0))
                .askOrders(book.asks().orders(0));
        }
        final int behindBids = encodeSide(
            book, book.bids(), FeedLink.CONFLATED_HEADER_LENGTH + MarketQuoteFlyweight.LENGTH);
        return encodeSide(book, book.asks(), behindBids);
    }

    private int encodeSide(final PublicBook book, final PublicSide side, final int from) {
        int at = from;
        for (int rank = 0; rank < Math.min(levels, side.levels()); rank++) {
            level.wrapForWrite(packet, at).price(side.price(rank)).quantity(side.quantity(rank))
                .orders(side.orders(rank)).instrumentId(book.instrumentId()).side(side.side());
            at += MarketLevelFlyweight.LENGTH;
        }
        return at;
    }
}
