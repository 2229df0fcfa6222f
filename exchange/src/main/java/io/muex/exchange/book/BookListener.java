package io.muex.exchange.book;

/**
 * What an operation did, event by event, in the order in which it happened; market data come last.
 *
 * <p>Called on the thread of the operation, while the operation is under way. Rules for implementors:
 * <ul>
 * <li>Operations of the same book must not be called; they throw {@link IllegalStateException}.</li>
 * <li>Queries of the book are allowed. Between two events of one operation they show it half done (an order that is
 * just entering is not yet live); in {@link #onDepth} and {@link #onBestPrices} they show the final state.</li>
 * <li>An exception does not disturb the book: the operation runs to its end, all later events are still delivered,
 * then the first exception is thrown to the caller of the operation, further ones attached as suppressed.</li>
 * <li>{@link OrderBook#activeTag()} and {@link OrderBook#passiveTag()} give the tags of the orders named in the
 * event being delivered, also when these orders have just ended.</li>
 * </ul>
 *
 * <p>Quantities are lots (1 to 2^63-1 unless said otherwise), prices ticks.
 */
public interface BookListener {
    /**
     * ADD: the order is accepted.
     *
     * @param id of the order
     */
    void onAccepted(long id);

    /**
     * ADD: refused; nothing has changed.
     *
     * @param id   as given
     * @param code why
     */
    void onRejected(long id, RejectCode code);

    /**
     * A stop order was triggered and now enters the book as an ordinary order.
     *
     * @param id of the stop order
     */
    void onTriggered(long id);

    /**
     * A trade between two orders.
     *
     * @param active      id of the order that entered, or of the all-or-none order that became fillable
     * @param passive     id of the order that was resting
     * @param quantity    traded
     * @param price       of the trade
     * @param activeLeft  open quantity of the active order after this trade, 0 if it is filled
     * @param passiveLeft open quantity of the passive order after this trade, 0 if it is filled
     */
    void onFill(long active, long passive, long quantity, long price, long activeLeft, long passiveLeft);

    /**
     * The order ended without being filled: on request, or an immediate-or-cancel leftover.
     *
     * @param id           of the order
     * @param openQuantity what was really open; 0 only after a REPLACE that took everything away
     */
    void onCancelled(long id, long openQuantity);

    /**
     * CANCEL: refused.
     *
     * @param id   as given
     * @param code why
     */
    void onCancelRejected(long id, RejectCode code);

    /**
     * REDUCE: done, rank unchanged.
     *
     * @param id       of the order
     * @param quantity taken off
     * @param left     still open
     */
    void onReduced(long id, long quantity, long left);

    /**
     * REDUCE: refused.
     *
     * @param id   as given
     * @param code why
     */
    void onReduceRejected(long id, RejectCode code);

    /**
     * REPLACE: done; fills may follow.
     *
     * @param id    of the order
     * @param delta the change of the open quantity, after limiting it to what was open
     * @param price limit price from now on, 0 for a market order
     * @param left  open quantity from now on; 0 means that {@link #onCancelled} follows
     */
    void onReplaced(long id, long delta, long price, long left);

    /**
     * REPLACE: refused.
     *
     * @param id   as given
     * @param code why
     */
    void onReplaceRejected(long id, RejectCode code);

    /**
     * MARKET: the market price was set.
     *
     * @param price from now on
     */
    void onMarketPrice(long price);

    /**
     * MARKET: refused.
     *
     * @param code why
     */
    void onMarketPriceRejected(RejectCode code);

    /**
     * The visible levels differ from those at the end of the previous operation. Read them from the book with
     * {@link OrderBook#bestLevel} and {@link OrderBook#nextLevel}, at most {@link OrderBook#depthLevels()} a side.
     *
     * @param book in its final state
     */
    void onDepth(OrderBook book);

    /**
     * The first level of a side (price, count or quantity, or its presence) differs from that at the end of the
     * previous operation. Comes after {@link #onDepth}.
     *
     * @param book in its final state
     */
    void onBestPrices(OrderBook book);
}
