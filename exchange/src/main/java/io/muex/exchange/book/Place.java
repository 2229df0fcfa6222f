package io.muex.exchange.book;

/** The four lists a live order can stand in; each is kept in rank order. */
public final class Place {
    /** Resting buy orders: market orders, then highest price first, then earliest first. */
    public static final int BIDS = 0;
    /** Resting sell orders: market orders, then lowest price first, then earliest first. */
    public static final int ASKS = 1;
    /** Waiting buy stops: lowest stop price first, then earliest first. */
    public static final int BUY_STOPS = 2;
    /** Waiting sell stops: highest stop price first, then earliest first. */
    public static final int SELL_STOPS = 3;
    /** How many places there are. */
    public static final int COUNT = 4;

    private Place() {
    }
}
