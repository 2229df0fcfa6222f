package io.muex.exchange.trace;

import io.muex.exchange.book.BookListener;
import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.Place;
import io.muex.exchange.book.RejectCode;
import io.muex.exchange.book.Side;

/** Writes events as lines of a trace into a {@link StringBuilder} that the caller empties. */
public final class TraceRenderer implements BookListener {
    private static final String[] PLACES = {"B", "S", "TB", "TS"};
    private static final String[] CONDITIONS = {"-", "A", "I", "AI"};

    private final StringBuilder out;

    /**
     * Creates a renderer.
     *
     * @param out appended to
     */
    public TraceRenderer(final StringBuilder out) {
        this.out = out;
    }

    /**
     * The notation of conditions.
     *
     * @param conditions bits of {@link Conditions}
     * @return one of {@code - A I AI}
     */
    public static String conditionsText(final int conditions) {
        return CONDITIONS[conditions];
    }

    /** The END line that closes every step. */
    public void end(final OrderBook book, final boolean hasTraded) {
        out.append("END ").append(hasTraded ? 1 : 0).append(' ').append(book.marketPrice());
        for (int place = 0; place < Place.COUNT; place++) {
            out.append(' ').append(book.orderCount(place));
        }
        out.append('\n');
    }

    /** The ROW lines of DUMP: all orders, place by place, in rank order. */
    public void rows(final OrderBook book) {
        for (int place = 0; place < Place.COUNT; place++) {
            for (int order = book.firstOrder(place); order != OrderBook.NO_ORDER; order = book.nextOrder(order)) {
                out.append("ROW ").append(PLACES[place]).append(' ');
                numbers(book.idAt(order), book.openQuantityAt(order), book.priceAt(order), book.stopPriceAt(order));
                out.append(' ').append(conditionsText(book.conditionsAt(order))).append('\n');
            }
        }
    }

    @Override
    public void onAccepted(final long id) {
        event("ACC", id);
    }

    @Override
    public void onRejected(final long id, final RejectCode code) {
        reject("REJ", id, code);
    }

    @Override
    public void onTriggered(final long id) {
        event("TRIG", id);
    }

    @Override
    public void onFill(final long active, final long passive, final long quantity, final long price,
                       final long activeLeft, final long passiveLeft) {
        event("FILL", active, passive, quantity, price, activeLeft, passiveLeft);
    }

    @Override
    public void onCancelled(final long id, final long openQuantity) {
        event("CXL", id, openQuantity);
    }

    @Override
    public void onCancelRejected(final long id, final RejectCode code) {
        reject("CXLREJ", id, code);
    }

    @Override
    public void onReduced(final long id, final long quantity, final long left) {
        event("RED", id, quantity, left);
    }

    @Override
    public void onReduceRejected(final long id, final RejectCode code) {
        reject("REDREJ", id, code);
    }

    @Override
    public void onReplaced(final long id, final long delta, final long price, final long left) {
        event("REPL", id, delta, price, left);
    }

    @Override
    public void onReplaceRejected(final long id, final RejectCode code) {
        reject("REPLREJ", id, code);
    }

    @Override
    public void onMarketPrice(final long price) {
        event("MKT", price);
    }

    @Override
    public void onMarketPriceRejected(final RejectCode code) {
        out.append("MKTREJ ").append(code).append('\n');
    }

    @Override
    public void onDepth(final OrderBook book) {
        levels("DEPTH ", book, book.depthLevels());
    }

    @Override
    public void onBestPrices(final OrderBook book) {
        levels("BBO ", book, 1);
    }

    private void levels(final String name, final OrderBook book, final int count) {
        out.append(name);
        side(book, Side.BUY, count);
        out.append(' ');
        side(book, Side.SELL, count);
        out.append('\n');
    }

    private void side(final OrderBook book, final int side, final int count) {
        int level = book.bestLevel(side);
        if (level == OrderBook.NO_LEVEL) {
            out.append('-');
        }
        for (int i = 0; i < count && level != OrderBook.NO_LEVEL; i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(book.levelPrice(level)).append('/').append(book.levelOrders(level)).append('/')
                .append(book.levelQuantity(level));
            level = book.nextLevel(level);
        }
    }

    private void reject(final String name, final long id, final RejectCode code) {
        out.append(name).append(' ').append(id).append(' ').append(code).append('\n');
    }

    private void event(final String name, final long... fields) {
        out.append(name).append(' ');
        numbers(fields);
        out.append('\n');
    }

    private void numbers(final long... fields) {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.append(' ');
            }
            out.append(fields[i]);
        }
    }
}
