package io.muex.exchange.trace;

import io.muex.exchange.book.BookListener;
import io.muex.exchange.book.OrderBook;

/**
 * One operation of a trace. Which components mean something depends on the kind; the others are 0.
 *
 * @param kind       what to do
 * @param id         of the order: ADD, CANCEL, REDUCE, REPLACE; any number, the book judges it
 * @param side       {@link io.muex.exchange.book.Side}: ADD
 * @param quantity   ADD, REDUCE; delta of REPLACE; number of levels of BOOK
 * @param price      ADD, REPLACE, MARKET
 * @param stopPrice  ADD
 * @param conditions {@link io.muex.exchange.book.Conditions}: ADD
 */
public record TraceOperation(Kind kind, long id, int side, long quantity, long price, long stopPrice, int conditions) {
    /** The operations of the notation. */
    public enum Kind {
        /** Discard everything and start an empty book that shows so many levels. */
        BOOK,
        /** Add an order. */
        ADD,
        /** Cancel an order. */
        CANCEL,
        /** Take quantity off an order. */
        REDUCE,
        /** Change quantity and price of an order. */
        REPLACE,
        /** Set the market price. */
        MARKET,
        /** Print the book. */
        DUMP
    }

    /**
     * Applies the operation to a book, unless it is BOOK or DUMP, which are for whoever holds the book.
     *
     * @param book     to change
     * @param listener told what happens
     * @return whether it was an ADD or REPLACE that traded
     */
    public boolean applyTo(final OrderBook book, final BookListener listener) {
        return switch (kind) {
            case BOOK, DUMP -> false;
            case ADD -> book.add(id, side, quantity, price, stopPrice, conditions, listener);
            case CANCEL -> book.cancel(id, listener);
            case REDUCE -> book.reduce(id, quantity, listener);
            case REPLACE -> book.replace(id, quantity, price, listener);
            case MARKET -> book.marketPrice(price, listener);
        };
    }
}
