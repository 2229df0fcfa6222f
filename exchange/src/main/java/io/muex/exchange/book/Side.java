package io.muex.exchange.book;

/** The two sides of a book, as numbers so that they can be stored and indexed with. */
public final class Side {
    /** Wants to buy; rests among the bids. */
    public static final byte BUY = 0;
    /** Wants to sell; rests among the asks. */
    public static final byte SELL = 1;

    private Side() {
    }

    /**
     * The side an order of the given side trades with.
     *
     * @param side {@link #BUY} or {@link #SELL}
     * @return the other one
     */
    public static int opposite(final int side) {
        return side ^ 1;
    }
}
