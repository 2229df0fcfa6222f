package io.muex.exchange.book.bench;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.CountingListener;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.Side;

/** Our book. The listener counts; if asked to, it also reads all visible levels at every publication. */
final class MuexEngine extends CountingListener implements BookEngine {
    private final OrderBook book;
    private final boolean isReading;
    private long leftovers;
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
        resetCounters();
        leftovers = 0;
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
                    final long cancelsBefore = cancels();
                    book.add(id, stream.sides[i], stream.quantities[i], stream.prices[i], 0, Conditions.IOC, id, this);
                    leftovers += cancels() - cancelsBefore;
                }
            }
        }
    }

    @Override
    public Totals totals() {
        return new Totals(fills(), fillQuantity(), fillValue(), cancels() - leftovers, rejects(),
            book.orderCount(Side.BUY), book.orderCount(Side.SELL), book.sideTotal(Side.BUY),
            book.sideTotal(Side.SELL), book.levelCount(Side.BUY), book.levelCount(Side.SELL));
    }

    @Override
    public String remark() {
        return depths() + " depths, " + bests() + " best prices, checksum " + (checksum + accepts() + replaces());
    }

    @Override
    public void onDepth(final OrderBook changed) {
        super.onDepth(changed);
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
}
