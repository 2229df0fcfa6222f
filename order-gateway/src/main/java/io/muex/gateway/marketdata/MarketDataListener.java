package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.Side;

/**
 * Hears what a {@link MarketDataReader} reads, on the thread that steps the reader. Books belong to the reader and are
 * to be looked at during the call only. Whatever happens within one command of the exchange comes in one go, ended by
 * {@link #onConsistent}; only then do the levels of a book belong together.
 */
public interface MarketDataListener {
    /** Hears nothing. */
    MarketDataListener NONE = new MarketDataListener() { };

    /**
     * Two orders traded. Every trade is told at most once; while a reader does not know a book it may be one of that
     * book, and trades of a time that could not be recovered are never told.
     *
     * @param side        of the active order
     * @param price       in ticks
     * @param quantity    in lots
     * @param timestampNs of the command that caused it, nanoseconds since the epoch
     */
    default void onTrade(final PublicBook book, final long tradeId, final Side side, final long price,
        final long quantity, final long timestampNs) {
    }

    /** A price level changed; {@code orders} 0: it is gone. */
    default void onLevel(
        final PublicBook book, final Side side, final long price, final long quantity, final int orders) {
    }

    /** A book is known, or known again, as a whole: after a snapshot, or because its instrument is new. */
    default void onBook(final PublicBook book) {
    }

    /** An instrument was halted or resumed. */
    default void onStatus(final PublicBook book) {
    }

    /** An operator set the market price. */
    default void onMarketPrice(final PublicBook book) {
    }

    /**
     * Everything up to here has been told, and here a command of the exchange ends.
     *
     * @param seq sequence number of the feed, which is the number of an event: a replica that has published this event
     *            and no later one has exactly these books
     */
    default void onConsistent(final long seq) {
    }

    /** Every book is known and up to date as far as this reader can tell. */
    default void onLive(final long seq) {
    }

    /** Something was lost and cannot be had again: no book is known until its next snapshot. */
    default void onLost(final long seq) {
    }

    /** The cluster was created anew; all books are gone. */
    default void onReset(final long clusterId) {
    }
}
