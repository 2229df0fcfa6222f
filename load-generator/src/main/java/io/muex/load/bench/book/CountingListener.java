package io.muex.load.bench.book;

import io.muex.exchange.book.BookListener;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.RejectCode;

/** Counts events and adds up what they say, so that no work on the way to them can be optimised away. */
class CountingListener implements BookListener {
    private long accepts;
    private long rejects;
    private long triggers;
    private long fills;
    private long fillQuantity;
    private long fillValue;
    private long cancels;
    private long cancelledQuantity;
    private long replaces;
    private long depths;
    private long bests;

    /** Forgets all counts. */
    final void resetCounters() {
        accepts = 0;
        rejects = 0;
        triggers = 0;
        fills = 0;
        fillQuantity = 0;
        fillValue = 0;
        cancels = 0;
        cancelledQuantity = 0;
        replaces = 0;
        depths = 0;
        bests = 0;
    }

    /** Accepted orders. */
    final long accepts() {
        return accepts;
    }

    /** Rejects of all kinds. */
    final long rejects() {
        return rejects;
    }

    /** Triggered stops. */
    final long triggers() {
        return triggers;
    }

    /** Trades. */
    final long fills() {
        return fills;
    }

    /** Sum of traded quantities. */
    final long fillQuantity() {
        return fillQuantity;
    }

    /** Sum of price times quantity; wraps. */
    final long fillValue() {
        return fillValue;
    }

    /** Ended orders. */
    final long cancels() {
        return cancels;
    }

    /** Sum of what was open when orders ended. */
    final long cancelledQuantity() {
        return cancelledQuantity;
    }

    /** Replaced and reduced orders. */
    final long replaces() {
        return replaces;
    }

    /** Depth publications. */
    final long depths() {
        return depths;
    }

    /** Publications of best prices. */
    final long bests() {
        return bests;
    }

    @Override
    public void onAccepted(final long id) {
        accepts++;
    }

    @Override
    public void onRejected(final long id, final RejectCode code) {
        rejects++;
    }

    @Override
    public void onTriggered(final long id) {
        triggers++;
    }

    @Override
    public void onFill(final long active, final long passive, final long quantity, final long price,
                       final long activeLeft, final long passiveLeft) {
        fills++;
        fillQuantity += quantity;
        fillValue += quantity * price;
    }

    @Override
    public void onCancelled(final long id, final long openQuantity) {
        cancels++;
        cancelledQuantity += openQuantity;
    }

    @Override
    public void onCancelRejected(final long id, final RejectCode code) {
        rejects++;
    }

    @Override
    public void onReduced(final long id, final long quantity, final long left) {
        replaces++;
    }

    @Override
    public void onReduceRejected(final long id, final RejectCode code) {
        rejects++;
    }

    @Override
    public void onReplaced(final long id, final long delta, final long price, final long left) {
        replaces++;
    }

    @Override
    public void onReplaceRejected(final long id, final RejectCode code) {
        rejects++;
    }

    @Override
    public void onMarketPrice(final long price) {
        replaces++;
    }

    @Override
    public void onMarketPriceRejected(final RejectCode code) {
        rejects++;
    }

    @Override
    public void onDepth(final OrderBook book) {
        depths++;
    }

    @Override
    public void onBestPrices(final OrderBook book) {
        bests++;
    }
}
