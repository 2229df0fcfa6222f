package io.muex.load.bench.book;

import io.muex.exchange.book.OrderBookConfig;

/** What can be measured. */
enum Subject {
    /** Our book that publishes nothing. */
    MUEX("muex", 0),
    /** Our book with five published levels a side. */
    MUEX_DEPTH("muex depth", 5),
    /** The linked book of exchange-core; publishes nothing. */
    DIRECT("exchange-core direct", 0),
    /** The plain book of exchange-core; publishes nothing. */
    NAIVE("exchange-core naive", 0);

    private final String row;
    private final int depthLevels;

    Subject(final String row, final int depthLevels) {
        this.row = row;
        this.depthLevels = depthLevels;
    }

    /** Name of its row. */
    String row() {
        return row;
    }

    boolean isOurs() {
        return this == MUEX || this == MUEX_DEPTH;
    }

    /** A new engine with room for so many orders. */
    BookEngine engine(final int maxOrders) {
        return switch (this) {
            case MUEX, MUEX_DEPTH -> new MuexEngine(new OrderBookConfig(maxOrders, maxOrders, depthLevels));
            case DIRECT -> new ExchangeCoreEngine(true);
            case NAIVE -> new ExchangeCoreEngine(false);
        };
    }
}
