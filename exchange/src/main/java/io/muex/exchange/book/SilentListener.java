package io.muex.exchange.book;

/** Hears nothing: for a book of which only the state is wanted, and a base for listeners to a few events. */
public class SilentListener implements BookListener {
    @Override
    public void onAccepted(final long id) {
    }

    @Override
    public void onRejected(final long id, final RejectCode code) {
    }

    @Override
    public void onTriggered(final long id) {
    }

    @Override
    public void onFill(final long active, final long passive, final long quantity, final long price,
                       final long activeLeft, final long passiveLeft) {
    }

    @Override
    public void onCancelled(final long id, final long openQuantity) {
    }

    @Override
    public void onCancelRejected(final long id, final RejectCode code) {
    }

    @Override
    public void onReduced(final long id, final long quantity, final long left) {
    }

    @Override
    public void onReduceRejected(final long id, final RejectCode code) {
    }

    @Override
    public void onReplaced(final long id, final long delta, final long price, final long left) {
    }

    @Override
    public void onReplaceRejected(final long id, final RejectCode code) {
    }

    @Override
    public void onMarketPrice(final long price) {
    }

    @Override
    public void onMarketPriceRejected(final RejectCode code) {
    }

    @Override
    public void onDepth(final OrderBook book) {
    }

    @Override
    public void onBestPrices(final OrderBook book) {
    }
}
