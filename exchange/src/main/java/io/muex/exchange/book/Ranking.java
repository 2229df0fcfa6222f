package io.muex.exchange.book;

/**
 * One of the four lists of a book in rank order: levels from the best to the worst, in each the orders by time.
 *
 * <p>Every price is turned into a key that is the higher the better, so that bids and asks, buy stops and sell stops
 * are handled alike: the price itself for bids and sell stops, its negative for asks and buy stops. The first level
 * of the list is always there, holds the market orders and ranks before all others; a ranking of stops leaves it
 * empty.
 */
final class Ranking {
    /** Smaller than any key. */
    static final long NO_KEY = Long.MIN_VALUE;

    private final OrderPool orders;
    private final LevelPool levels;
    private final PriceIndex index;
    private final int marketLevel;
    /** 0 or -1: what turns a price into a key. */
    private final long flip;

    private int orderCount;
    private int levelCount;
    private long total;
    private long bestKey = NO_KEY;
    private int marketOrderCount;
    private int aonCount;
    private long changedKey = NO_KEY;
    private boolean isRestructured;

    Ranking(final int place, final OrderPool orders, final LevelPool levels, final PriceIndex index) {
        this.orders = orders;
        this.levels = levels;
        this.index = index;
        flip = place == Place.BIDS || place == Place.SELL_STOPS ? 0 : -1;
        marketLevel = levels.allocate(Long.MAX_VALUE);
    }

    /** After the pools were cleared. The market level gets its handle again, because rankings are cleared in order. */
    void clear() {
        levels.allocate(Long.MAX_VALUE);
        index.clear();
        orderCount = 0;
        levelCount = 0;
        total = 0;
        bestKey = NO_KEY;
        marketOrderCount = 0;
        aonCount = 0;
        forgetChanges();
    }

    /** The ranking of the same place in a book of the same size, after the pools were copied. */
    void copyFrom(final Ranking other) {
        index.copyFrom(other.index);
        orderCount = other.orderCount;
        levelCount = other.levelCount;
        total = other.total;
        bestKey = other.bestKey;
        marketOrderCount = other.marketOrderCount;
        aonCount = other.aonCount;
        forgetChanges();
    }

    /** Key of a price of 1 or more. */
    long keyOf(final long price) {
        return (price ^ flip) - flip;
    }

    int orderCount() {
        return orderCount;
    }

    /** Without the level of market orders. */
    int levelCount() {
        return levelCount;
    }

    /** Sum of all open quantities. */
    long total() {
        return total;
    }

    /** Whether any of its orders is all-or-none. */
    boolean hasAllOrNone() {
        return aonCount != 0;
    }

    /** Whether any of its orders crosses an order of the other side that needs at least this key. */
    boolean reaches(final long crossingKey) {
        return bestKey >= crossingKey || marketOrderCount != 0;
    }

    /** Key of the best level, NO_KEY if there is none; market orders have no part in it. */
    long bestKey() {
        return bestKey;
    }

    /** The level of market orders; the best level follows it. */
    int marketLevel() {
        return marketLevel;
    }

    int bestLevel() {
        return levels.worse(marketLevel);
    }

    boolean hasLevel(final long price) {
        return index.find(keyOf(price)) != LevelPool.NONE;
    }

    int firstOrder() {
        return orderCount == 0 ? OrderPool.NONE : firstOrderFrom(marketLevel);
    }

    int nextOrder(final int order) {
        final int next = orders.next(order);
        return next != OrderPool.NONE ? next : firstOrderFrom(levels.worse(orders.level(order)));
    }

    private int firstOrderFrom(final int level) {
        if (level == LevelPool.NONE) {
            return OrderPool.NONE;
        }
        final int order = levels.first(level);
        // Only the level of market orders can be empty.
        return order != OrderPool.NONE ? order : levels.first(levels.worse(level));
    }

    /** Places an order behind all of equal rank. Price 0: among the market orders. */
    void place(final int order, final long price, final long quantity) {
        int level = marketLevel;
        if (price != 0) {
            final long key = keyOf(price);
            level = index.find(key);
            if (level == LevelPool.NONE) {
                level = create(key);
            }
            noteChange(key);
        } else {
            marketOrderCount++;
        }
        levels.append(level, orders, order, quantity);
        orderCount++;
        aonCount += orders.aon(order);
        total += quantity;
    }

    /** Takes an order out that counts with the given quantity. */
    void remove(final int order, final long quantity) {
        final int level = orders.level(order);
        orderCount--;
        aonCount -= orders.aon(order);
        total -= quantity;
        final int left = levels.remove(level, orders, order, quantity);
        if (level != marketLevel) {
            final long key = levels.key(level);
            noteChange(key);
            if (left == 0) {
                destroy(level, key);
            }
        } else {
            marketOrderCount--;
        }
    }

    /** The order stays and counts for less. */
    void subtract(final int order, final long quantity) {
        final int level = orders.level(order);
        total -= quantity;
        levels.subtract(level, quantity);
        if (level != marketLevel) {
            noteChange(levels.key(level));
        }
    }

    private int create(final long key) {
        final int level = levels.allocate(key);
        index.insert(key, level);
        final boolean isBest = key > bestKey;
        levels.link(level, isBest ? marketLevel : index.betterNeighbour(), index.worseNeighbour());
        bestKey = isBest ? key : bestKey;
        levelCount++;
        isRestructured = true;
        return level;
    }

    private void destroy(final int level, final long key) {
        index.remove(key);
        levels.unlink(level);
        levels.release(level);
        levelCount--;
        isRestructured = true;
        if (key == bestKey) {
            final int best = bestLevel();
            bestKey = best == LevelPool.NONE ? NO_KEY : levels.key(best);
        }
    }

    private void noteChange(final long key) {
        changedKey = Math.max(changedKey, key);
    }

    /** Best key of the levels that were changed, added or removed since changes were forgotten; NO_KEY if none. */
    long changedKey() {
        return changedKey;
    }

    /** Whether levels were added or removed since changes were forgotten. */
    boolean isRestructured() {
        return isRestructured;
    }

    void forgetChanges() {
        changedKey = NO_KEY;
        isRestructured = false;
    }
}
