package io.muex.exchange.book;

/**
 * Tells whether the visible levels differ from those at the end of the operation before.
 *
 * <p>Most operations change a level in one direction only, so a visible level that was changed at all differs now, and
 * its key says whether it was visible: two comparisons a side. Where changes can cancel out (triggered stops, the pass
 * over deferred orders) the levels are captured first and compared afterwards.
 */
final class VisibleDepth {
    private static final int SAME = 0;
    private static final int DEPTH = 1;
    /** Always together with DEPTH. */
    private static final int BEST = 2;

    private final SideDepth bids;
    private final SideDepth asks;
    private boolean isCaptured;

    VisibleDepth(final Ranking bids, final Ranking asks, final LevelPool levels, final int depthLevels) {
        this.bids = new SideDepth(bids, levels, depthLevels);
        this.asks = new SideDepth(asks, levels, depthLevels);
        accept();
    }

    /** Takes the state of the book as published. */
    void accept() {
        isCaptured = false;
        bids.accept();
        asks.accept();
    }

    /** Remembers the levels, because changes from here on may cancel out. Only before the first change. */
    void capture() {
        isCaptured = true;
        bids.capture();
        asks.capture();
    }

    /** At the end of an operation: tells the listener what differs from the end of the one before. */
    void publish(final Events events, final BookListener listener, final OrderBook book) {
        final int differs = update();
        if (differs != SAME) {
            events.depth(listener, book);
            if ((differs & BEST) != 0) {
                events.bestPrices(listener, book);
            }
        }
    }

    private int update() {
        final int differs = isCaptured ? bids.compare() | asks.compare() : bids.difference() | asks.difference();
        isCaptured = false;
        bids.forget();
        asks.forget();
        return differs;
    }

    private static final class SideDepth {
        private static final long LOWEST_KEY = Ranking.NO_KEY + 1;

        private final Ranking ranking;
        private final LevelPool levels;
        private final int depthLevels;

        /** Key of the best level at the end of the last operation, the lowest there can be if there was none. */
        private long bestKey;
        /** Key of the last visible level at the end of the last operation, likewise if there was room for more. */
        private long lastKey;

        private final long[] keys;
        private final int[] counts;
        private final long[] totals;
        private int size;

        SideDepth(final Ranking ranking, final LevelPool levels, final int depthLevels) {
            this.ranking = ranking;
            this.levels = levels;
            this.depthLevels = depthLevels;
            keys = new long[depthLevels];
            counts = new int[depthLevels];
            totals = new long[depthLevels];
        }

        void accept() {
            ranking.forgetChanges();
            updateKeys();
        }

        void capture() {
            size = 0;
            int level = ranking.bestLevel();
            while (size < depthLevels && level != LevelPool.NONE) {
                keys[size] = levels.key(level);
                counts[size] = levels.orders(level);
                totals[size] = levels.total(level);
                size++;
                level = levels.worse(level);
            }
        }

        /** Without a branch, since the outcome cannot be predicted. */
        int difference() {
            final long changedKey = ranking.changedKey();
            return (changedKey >= lastKey ? DEPTH : 0) + (changedKey >= bestKey ? BEST : 0);
        }

        int compare() {
            int differs = SAME;
            int at = 0;
            int level = ranking.bestLevel();
            while (at < depthLevels && level != LevelPool.NONE) {
                if (at >= size || keys[at] != levels.key(level) || counts[at] != levels.orders(level)
                    || totals[at] != levels.total(level)) {
                    differs |= at == 0 ? DEPTH + BEST : DEPTH;
                }
                at++;
                level = levels.worse(level);
            }
            return at < size ? differs | (at == 0 ? DEPTH + BEST : DEPTH) : differs;
        }

        void forget() {
            if (ranking.isRestructured() && ranking.changedKey() >= lastKey) {
                updateKeys();
            }
            ranking.forgetChanges();
        }

        private void updateKeys() {
            bestKey = Math.max(LOWEST_KEY, ranking.bestKey());
            int level = ranking.bestLevel();
            for (int i = 1; i < depthLevels && level != LevelPool.NONE; i++) {
                level = levels.worse(level);
            }
            lastKey = level == LevelPool.NONE ? LOWEST_KEY : levels.key(level);
        }
    }
}
