package io.muex.exchange.book;

/** The visible levels of one side as they were at the end of the last operation. */
final class VisibleDepth {
    static final int SAME = 0;
    static final int DEPTH = 1;
    static final int DEPTH_AND_BEST = 3;

    private final Ranking ranking;
    private final LevelPool levels;
    private final long[] keys;
    private final int[] counts;
    private final long[] totals;
    private int size;

    VisibleDepth(final Ranking ranking, final LevelPool levels, final int depthLevels) {
        this.ranking = ranking;
        this.levels = levels;
        keys = new long[depthLevels];
        counts = new int[depthLevels];
        totals = new long[depthLevels];
        watch();
    }

    void clear() {
        size = 0;
        watch();
    }

    /** Compares with the book and remembers its state. Returns what differed. */
    int update() {
        if (!ranking.isDirty()) {
            return SAME;
        }
        int differs = SAME;
        int at = 0;
        int level = ranking.bestLevel();
        while (at < keys.length && level != LevelPool.NONE) {
            final long key = levels.key(level);
            final int count = levels.orders(level);
            final long total = levels.total(level);
            if (at >= size || keys[at] != key || counts[at] != count || totals[at] != total) {
                differs |= at == 0 ? DEPTH_AND_BEST : DEPTH;
                keys[at] = key;
                counts[at] = count;
                totals[at] = total;
            }
            at++;
            level = levels.worse(level);
        }
        if (at != size) {
            differs |= at == 0 ? DEPTH_AND_BEST : DEPTH;
            size = at;
        }
        watch();
        return differs;
    }

    private void watch() {
        ranking.watch(size == keys.length ? keys[size - 1] : Ranking.NO_KEY);
    }
}
