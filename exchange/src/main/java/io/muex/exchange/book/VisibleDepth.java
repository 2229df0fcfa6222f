package io.muex.exchange.book;

/**
 * Tells whether the visible levels of one side differ from those at the end of the operation before.
 *
 * <p>Most operations change a level in one direction only, so a visible level that was changed at all differs now, and
 * its key says whether it was visible: two comparisons. Where changes can cancel out (triggered stops, the pass over
 * deferred orders) the levels are captured first and compared afterwards.
 */
final class VisibleDepth {
    static final int SAME = 0;
    static final int DEPTH = 1;
    static final int DEPTH_AND_BEST = 3;

    private final Ranking ranking;
    private final LevelPool levels;
    private final int depthLevels;

    /** Key of the best level at the end of the last operation, NO_KEY if there was none. */
    private long bestKey;
    /** Key of the last visible level at the end of the last operation, NO_KEY if there was room for more. */
    private long lastKey;

    private final long[] keys;
    private final int[] counts;
    private final long[] totals;
    private int size;
    private boolean isCaptured;

    VisibleDepth(final Ranking ranking, final LevelPool levels, final int depthLevels) {
        this.ranking = ranking;
        this.levels = levels;
        this.depthLevels = depthLevels;
        keys = new long[depthLevels];
        counts = new int[depthLevels];
        totals = new long[depthLevels];
        accept();
    }

    /** Takes the state of the book as published. */
    void accept() {
        isCaptured = false;
        ranking.forgetChanges();
        updateKeys();
    }

    /** Remembers the levels, because changes from here on may cancel out. Only before the first change. */
    void capture() {
        isCaptured = true;
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

    /** At the end of an operation: what differs from the end of the one before. */
    int update() {
        final long changedKey = ranking.changedKey();
        if (changedKey == Ranking.NO_KEY) {
            isCaptured = false;
            return SAME;
        }
        final int differs;
        if (isCaptured) {
            isCaptured = false;
            differs = compare();
        } else if (changedKey >= bestKey) {
            differs = DEPTH_AND_BEST;
        } else {
            differs = changedKey >= lastKey ? DEPTH : SAME;
        }
        if (ranking.isRestructured() && changedKey >= lastKey) {
            updateKeys();
        }
        ranking.forgetChanges();
        return differs;
    }

    private int compare() {
        int differs = SAME;
        int at = 0;
        int level = ranking.bestLevel();
        while (at < depthLevels && level != LevelPool.NONE) {
            if (at >= size || keys[at] != levels.key(level) || counts[at] != levels.orders(level)
                || totals[at] != levels.total(level)) {
                differs |= at == 0 ? DEPTH_AND_BEST : DEPTH;
            }
            at++;
            level = levels.worse(level);
        }
        return at < size ? differs | (at == 0 ? DEPTH_AND_BEST : DEPTH) : differs;
    }

    private void updateKeys() {
        bestKey = ranking.bestKey();
        int level = ranking.bestLevel();
        for (int i = 1; i < depthLevels && level != LevelPool.NONE; i++) {
            level = levels.worse(level);
        }
        lastKey = level == LevelPool.NONE ? Ranking.NO_KEY : levels.key(level);
    }
}
