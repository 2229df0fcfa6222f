package io.muex.exchange.book;

/** Judges whether an operation is accepted; changes nothing. The first check that fails names the reason. */
final class Admission {
    private final int maxLevels;
    /** With a level for every order there is nothing to count. */
    private final boolean isAmple;
    private final OrderPool orders;
    private final LevelPool levels;
    private final IdIndex ids;
    private final Matcher matcher;
    private final Ranking[] rankings;

    Admission(final OrderBookConfig config, final OrderPool orders, final LevelPool levels, final IdIndex ids,
              final Matcher matcher, final Ranking[] rankings) {
        maxLevels = config.maxLevels();
        isAmple = config.maxLevels() >= config.maxOrders();
        this.orders = orders;
        this.levels = levels;
        this.ids = ids;
        this.matcher = matcher;
        this.rankings = rankings;
    }

    /** Null if acceptable; then the id index remembers where the id belongs. */
    RejectCode checkAdd(final long id, final int side, final long quantity, final long price, final long stopPrice,
                        final int conditions) {
        if (id < 1) {
            return RejectCode.INVALID_ID;
        }
        if (quantity < 1) {
            return RejectCode.INVALID_QUANTITY;
        }
        if (price < 0) {
            return RejectCode.INVALID_PRICE;
        }
        if (stopPrice < 0) {
            return RejectCode.INVALID_STOP_PRICE;
        }
        if (ids.isPresentElseRemember(id)) {
            return RejectCode.DUPLICATE_ORDER;
        }
        if (quantity > Long.MAX_VALUE - sideTotal(side)) {
            return RejectCode.QUANTITY_OVERFLOW;
        }
        if (orders.isFull() || isShortOfLevels() && !hasLevelsFor(side, price, stopPrice, conditions)) {
            return RejectCode.BOOK_FULL;
        }
        return null;
    }

    /** Null if acceptable. */
    RejectCode checkReplace(final int order, final long delta, final long newPrice) {
        if (newPrice < 0) {
            return RejectCode.INVALID_PRICE;
        }
        if (order == OrderPool.NONE) {
            return RejectCode.UNKNOWN_ORDER;
        }
        if (delta > 0 && delta > Long.MAX_VALUE - sideTotal(orders.side(order))) {
            return RejectCode.QUANTITY_OVERFLOW;
        }
        if (newPrice != 0 && isShortOfLevels() && !hasLevelsToMove(order, delta, newPrice)) {
            return RejectCode.BOOK_FULL;
        }
        return null;
    }

    private long sideTotal(final int side) {
        return rankings[side].total() + rankings[Place.BUY_STOPS + side].total();
    }

    /**
     * Whether levels have to be counted. A level is needed for each price in use, and one more is kept for each
     * waiting stop, which will need it when it is triggered; so no order ever finds itself without a level later.
     */
    private boolean isShortOfLevels() {
        return !isAmple && freeLevels() < 2;
    }

    private int freeLevels() {
        final int waiting = rankings[Place.BUY_STOPS].orderCount() + rankings[Place.SELL_STOPS].orderCount();
        return maxLevels - (levels.count() - Place.COUNT) - waiting;
    }

    private boolean hasLevelsFor(final int side, final long price, final long stopPrice, final int conditions) {
        final int needed;
        if (stopPrice != 0 && !matcher.isReached(side, stopPrice)) {
            needed = rankings[Place.BUY_STOPS + side].hasLevel(stopPrice) ? 1 : 2;
        } else {
            final boolean neverNeedsOne = price == 0 || (conditions & Conditions.IOC) != 0;
            needed = neverNeedsOne || rankings[side].hasLevel(price) ? 0 : 1;
        }
        return needed <= freeLevels();
    }

    private boolean hasLevelsToMove(final int order, final long delta, final long newPrice) {
        final boolean stays = orders.stop(order) != 0 || delta <= -orders.open(order);
        if (stays || rankings[orders.side(order)].hasLevel(newPrice)) {
            return true;
        }
        final boolean leavesLevelEmpty = orders.price(order) != 0 && levels.orders(orders.level(order)) == 1;
        return leavesLevelEmpty || freeLevels() > 0;
    }
}
