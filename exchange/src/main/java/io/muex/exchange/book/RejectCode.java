package io.muex.exchange.book;

/**
 * Why an operation was refused. Names are stable and appear in traces and logs. Per operation the checks run in the
 * order in which the codes are listed there ({@link OrderBook}); the first that applies is reported.
 */
public enum RejectCode {
    /** The id is smaller than 1. */
    INVALID_ID,
    /** The quantity is smaller than 1. */
    INVALID_QUANTITY,
    /** The price is negative, or for a market price smaller than 1. */
    INVALID_PRICE,
    /** The stop price is negative. */
    INVALID_STOP_PRICE,
    /** An order with this id is live. */
    DUPLICATE_ORDER,
    /** No order with this id is live. */
    UNKNOWN_ORDER,
    /** The open quantities of the side would add up to more than 2^63-1. */
    QUANTITY_OVERFLOW,
    /** The book holds as many orders or price levels as it was built for. */
    BOOK_FULL
}
