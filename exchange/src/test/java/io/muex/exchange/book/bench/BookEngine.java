package io.muex.exchange.book.bench;

import io.muex.exchange.book.OrderBookConfig;

/** A book that can run the operations of a stream. */
interface BookEngine {
    /** Starts over with an empty book. */
    void reset();

    /** Forgets the counts, not the book. */
    void resetCounts();

    /** Runs the operations from one index to before another. */
    void run(OperationStream stream, int from, int to);

    /** Counts since the last reset of counts, and the state of the book. */
    Totals totals();

    /** Another count for people, such as publications. */
    default String remark() {
        return "";
    }

    private static OrderBookConfig config(final int depthLevels) {
        return new OrderBookConfig(1 << 16, 1 << 16, depthLevels);
    }

    /** The engine with this name. */
    static BookEngine named(final String name) {
        return switch (name) {
            case "muex" -> new MuexEngine(config(0), false);
            case "muex-5" -> new MuexEngine(config(5), false);
            case "muex-5-read" -> new MuexEngine(config(5), true);
            case "exchange-core-direct" -> new ExchangeCoreEngine(true);
            case "exchange-core-naive" -> new ExchangeCoreEngine(false);
            default -> throw new IllegalArgumentException("no engine " + name);
        };
    }
}
