package io.muex.exchange.book.bench;

import io.muex.exchange.book.BookListener;
import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.RejectCode;
import io.muex.exchange.book.Side;

/** Our book. The listener counts; if asked to, it also reads all visible levels at every publication. */
final class MuexEngine implements BookEngine, BookListener {
    private final OrderBook book;
    private final boolean isReading;
    private long fills;
    private long fillQuantity;
    private long fillValue;
    private long cancels;
    private long leftovers;
    private long rejects;
    private long accepts;
    private long replaces;
    private long depths;
    private long bests;
    private long checksum;

    MuexEngine(final OrderBookConfig config, final boolean isReading) {
        this.isReading = isReading;
        book = new OrderBook(config);
    }

    @Override
    public void reset() {
        book.clear();
        resetCounts();
    }

    @Override
    public void resetCounts() {
        fills = 0;
        fillQuantity = 0;
        fillValue = 0;
        cancels = 0;
        leftovers = 0;
        rejects = 0;
        depths = 0;
        bests = 0;
    }

    @Override
    public void run(final OperationStream stream, final int from, final int to) {
        for (int i = from; i < to; i++) {
            final long id = stream.ids[i];
            switch (stream.kinds[i]) {
                case OperationStream.ADD -> book.add(id, stream.sides[i], stream.quantities[i], stream.prices[i], 0,
                    Conditions.NONE, id, this);
                case OperationStream.CANCEL -> book.cancel(id, this);
                case OperationStream.REPLACE -> book.replace(id, stream.quantities[i], stream.prices[i], this);
                default -> {
                    final long cancelsBefore = cancels;
                    book.add(id, stream.sides[i], stream.quantities[i], stream.prices[i], 0, Conditions.IOC, id, this);
                    leftovers += cancels - cancelsBefore;
                }
            }
        }
    }

    @Override
    public Totals totals() {
        return new Totals(fills, fillQuantity, fillValue, cancels - leftovers, rejects, book.orderCount(Side.BUY),
            book.orderCount(Side.SELL), book.sideTotal(Side.BUY), book.sideTotal(Side.SELL),
            book.levelCount(Side.BUY), book.levelCount(Side.SELL));
    }

    @Override
    public String remark() {
        return depths + " depths, " + bests + " best prices, checksum " + (checksum + accepts + replaces);
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
        accepts++;
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
    public void onDepth(final OrderBook changed) {
        depths++;
        if (isReading) {
            checksum += sum(changed, Side.BUY) - sum(changed, Side.SELL);
        }
    }

    private static long sum(final OrderBook book, final int side) {
        long sum = 0;
        int level = book.bestLevel(side);
        for (int i = 0; i < book.depthLevels() && level != OrderBook.NO_LEVEL; i++) {
            sum += book.levelPrice(level) + book.levelQuantity(level) + book.levelOrders(level);
            level = book.nextLevel(level);
        }
        return sum;
    }

    @Override
    public void onBestPrices(final OrderBook changed) {
        bests++;
    }
}
