package io.muex.exchange.book;

/**
 * Delivers events in the middle of an operation without letting the listener disturb it: what a listener throws is
 * kept until the operation is complete. Nothing is swallowed and no event is lost.
 */
final class Events {
    private final OrderPool orders;
    private int active;
    private int passive;
    private Throwable failure;

    Events(final OrderPool orders) {
        this.orders = orders;
    }

    long activeTag() {
        return orders.tag(active);
    }

    long passiveTag() {
        return orders.tag(passive);
    }

    boolean hasFailure() {
        return failure != null;
    }

    /** Throws what the listener threw during the operation that just ended. */
    void throwFailure() {
        final Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("listener threw a checked exception", thrown);
    }

    private void keep(final Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
    }

    private void about(final int order) {
        active = order;
        passive = OrderPool.NONE;
    }

    void accepted(final BookListener listener, final int order, final long id) {
        about(order);
        try {
            listener.onAccepted(id);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void rejected(final BookListener listener, final long id, final RejectCode code) {
        about(OrderPool.NONE);
        try {
            listener.onRejected(id, code);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void triggered(final BookListener listener, final int order, final long id) {
        about(order);
        try {
            listener.onTriggered(id);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void fill(final BookListener listener, final int activeOrder, final int passiveOrder, final long quantity,
              final long price, final long activeLeft, final long passiveLeft) {
        active = activeOrder;
        passive = passiveOrder;
        try {
            listener.onFill(orders.id(activeOrder), orders.id(passiveOrder), quantity, price, activeLeft, passiveLeft);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void cancelled(final BookListener listener, final int order, final long id, final long openQuantity) {
        about(order);
        try {
            listener.onCancelled(id, openQuantity);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void cancelRejected(final BookListener listener, final long id, final RejectCode code) {
        about(OrderPool.NONE);
        try {
            listener.onCancelRejected(id, code);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void reduced(final BookListener listener, final int order, final long id, final long quantity, final long left) {
        about(order);
        try {
            listener.onReduced(id, quantity, left);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void reduceRejected(final BookListener listener, final long id, final RejectCode code) {
        about(OrderPool.NONE);
        try {
            listener.onReduceRejected(id, code);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void replaced(final BookListener listener, final int order, final long delta, final long price, final long left) {
        about(order);
        try {
            listener.onReplaced(orders.id(order), delta, price, left);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void replaceRejected(final BookListener listener, final long id, final RejectCode code) {
        about(OrderPool.NONE);
        try {
            listener.onReplaceRejected(id, code);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void marketPrice(final BookListener listener, final long price) {
        about(OrderPool.NONE);
        try {
            listener.onMarketPrice(price);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void marketPriceRejected(final BookListener listener, final RejectCode code) {
        about(OrderPool.NONE);
        try {
            listener.onMarketPriceRejected(code);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void depth(final BookListener listener, final OrderBook book) {
        about(OrderPool.NONE);
        try {
            listener.onDepth(book);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }

    void bestPrices(final BookListener listener, final OrderBook book) {
        about(OrderPool.NONE);
        try {
            listener.onBestPrices(book);
        } catch (final Throwable thrown) {
            keep(thrown);
        }
    }
}
