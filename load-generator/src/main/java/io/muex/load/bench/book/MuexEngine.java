package io.muex.load.bench.book;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.Side;

/** Our book. The listener counts. */
final class MuexEngine extends CountingListener implements BookEngine {
    private final OrderBook book;
    private long leftovers;

    MuexEngine(final OrderBookConfig config) {
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
}
