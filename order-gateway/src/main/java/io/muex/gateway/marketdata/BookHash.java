package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.Side;

/**
 * A hash over the price levels of a book, by which a book made from the feed is compared with that of a replica: every
 * level best first, the buy side first. Static, any thread.
 */
public final class BookHash {
    private static final long P = 0x9E3779B97F4A7C15L;
    private static final long Q = 0xC2B2AE3D27D4EB4FL;
    private static final long R = 0x165667B19E3779F9L;

    private BookHash() {
    }

    /** Hash of an empty book. */
    public static long empty() {
        return P;
    }

    /** Folds in the next level. */
    public static long level(
        final long hash, final Side side, final long price, final long quantity, final int orders) {
        return word(word(word(hash, price), quantity), (long) orders << 2 | side.code());
    }

    private static long word(final long hash, final long word) {
        return Long.rotateLeft((hash ^ word) * P, 27) * Q + R;
    }
}
