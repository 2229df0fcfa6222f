package io.muex.exchange.book;

/**
 * What happens when an order enters: matching, the pass over deferred all-or-none orders, stops and their queue.
 *
 * <p>Works on the rankings and pools of its book; decides nothing about admission.
 */
final class Matcher {
    private static final int NONE = OrderPool.NONE;

    private final OrderPool orders;
    private final LevelPool levels;
    private final IdIndex ids;
    private final Events events;
    /** By {@link Place}. Which side comes next cannot be predicted, so sides are looked up and not decided. */
    private final Ranking[] rankings;
    private final Ranking buyStops;
    private final Ranking sellStops;

    private long marketPrice;
    private long fillCount;

    /** Triggered stops in the order in which they will enter; empty between operations. */
    private int triggeredFirst = NONE;
    private int triggeredLast = NONE;
    /** All-or-none orders the entering order was too small for, in book order. */
    private int deferredFirst = NONE;
    private int deferredLast = NONE;
    /** Orders an all-or-none order has gathered, in book order. */
    private int partnersFirst = NONE;
    private int partnersLast = NONE;

    Matcher(final OrderPool orders, final LevelPool levels, final IdIndex ids, final Events events,
            final Ranking[] rankings) {
        this.orders = orders;
        this.levels = levels;
        this.ids = ids;
        this.events = events;
        this.rankings = rankings;
        buyStops = rankings[Place.BUY_STOPS];
        sellStops = rankings[Place.SELL_STOPS];
    }

    long marketPrice() {
        return marketPrice;
    }

    /** Without any consequence. */
    void restoreMarketPrice(final long price) {
        marketPrice = price;
    }

    /** Fills since construction; wraps. */
    long fillCount() {
        return fillCount;
    }

    void setMarketPrice(final long price) {
        marketPrice = price;
        releaseStops();
    }

    boolean isReached(final int side, final long stop) {
        return marketPrice != 0 && (side == Side.BUY ? marketPrice >= stop : marketPrice <= stop);
    }

    /**
     * Whether entering an order may change a level in one way and another level, or the same one again, in another
     * way: only if it trades and stops may be triggered or an all-or-none order may become active.
     */
    boolean mayCascade(final int side, final long price) {
        final Ranking opposite = rankings[Side.opposite(side)];
        final boolean isQuiet = buyStops.orderCount() + sellStops.orderCount() == 0 && !opposite.hasAllOrNone();
        return !isQuiet && opposite.reaches(crossingKey(opposite, price));
    }

    boolean hasTriggered() {
        return triggeredFirst != NONE;
    }

    /**
     * The short way of most new orders: unless it crosses something or must not rest, it is placed. Its id
     * was the one that the id index last found missing.
     */
    boolean placeUnlessCrossing(final int order, final int side, final long open, final long price,
                                final int conditions) {
        final Ranking own = rankings[side];
        final Ranking opposite = rankings[Side.opposite(side)];
        if ((conditions & Conditions.IOC) != 0 || opposite.reaches(crossingKey(opposite, price))) {
            return false;
        }
        ids.putMissing(order);
        own.place(order, price, open);
        return true;
    }

    /** Enters an order that is in no ranking. An order that is not known is not in the id index yet. */
    void enter(final int order, final boolean isKnown, final BookListener listener) {
        final int side = orders.side(order);
        final Ranking own = rankings[side];
        final Ranking opposite = rankings[Side.opposite(side)];
        deferredFirst = NONE;
        if (opposite.reaches(crossingKey(opposite, orders.price(order)))) {
            if (orders.isAon(order)) {
                matchAllOrNone(order, opposite, true, listener);
            } else {
                matchOrdinary(order, opposite, listener);
            }
        }
        final long open = orders.open(order);
        if (open == 0) {
            forget(order, isKnown);
        } else if (orders.isIoc(order)) {
            events.cancelled(listener, order, orders.id(order), open);
            forget(order, isKnown);
        } else {
            if (!isKnown) {
                ids.put(orders.id(order), order);
            }
            own.place(order, orders.price(order), open);
            if (deferredFirst != NONE) {
                matchDeferred(opposite, own, listener);
            }
        }
    }

    private void forget(final int order, final boolean isKnown) {
        if (isKnown) {
            ids.remove(orders.id(order), order);
        }
        orders.release(order);
    }

    /** Enters the triggered stops one after the other, also those that are triggered meanwhile. */
    void enterTriggered(final BookListener listener) {
        while (triggeredFirst != NONE) {
            final int order = triggeredFirst;
            triggeredFirst = orders.queueNext(order);
            events.triggered(listener, order, orders.id(order));
            orders.stop(order, 0);
            enter(order, true, listener);
        }
    }

    /** The resting orders that were too big for what has just been placed may now find enough. */
    private void matchDeferred(final Ranking own, final Ranking opposite, final BookListener listener) {
        int order = deferredFirst;
        while (order != NONE) {
            final int next = orders.queueNext(order);
            final long open = orders.open(order);
            matchAllOrNone(order, opposite, false, listener);
            if (orders.open(order) == 0) {
                own.remove(order, open);
                forget(order, true);
            }
            order = next;
        }
    }

    /** Key an opposite level must reach to cross an order with this price. */
    private static long crossingKey(final Ranking opposite, final long price) {
        return price == 0 ? Ranking.NO_KEY : opposite.keyOf(price);
    }

    private void matchOrdinary(final int active, final Ranking opposite, final BookListener listener) {
        final long activePrice = orders.price(active);
        final long crossingKey = crossingKey(opposite, activePrice);
        int level = opposite.marketLevel();
        while (level != LevelPool.NONE && levels.key(level) >= crossingKey) {
            final int worse = levels.worse(level);
            int passive = levels.first(level);
            while (passive != NONE) {
                final int next = orders.next(passive);
                final long open = orders.open(active);
                final long passiveOpen = orders.open(passive);
                if (passiveOpen > open && orders.isAon(passive)) {
                    defer(passive);
                } else {
                    final long price = priceOf(activePrice, passive);
                    if (price != 0) {
                        final long quantity = Math.min(open, passiveOpen);
                        trade(active, passive, opposite, quantity, price, listener);
                        if (quantity == open) {
                            return;
                        }
                    }
                }
                passive = next;
            }
            level = worse;
        }
    }

    private void matchAllOrNone(final int active, final Ranking opposite, final boolean isDeferring,
                                final BookListener listener) {
        final long activePrice = orders.price(active);
        final long crossingKey = crossingKey(opposite, activePrice);
        final long wanted = orders.open(active);
        long gathered = 0;
        partnersFirst = NONE;
        int level = opposite.marketLevel();
        while (level != LevelPool.NONE && levels.key(level) >= crossingKey) {
            int passive = levels.first(level);
            while (passive != NONE) {
                final long passiveOpen = orders.open(passive);
                final boolean isAon = orders.isAon(passive);
                if (isAon && passiveOpen > wanted) {
                    if (isDeferring) {
                        defer(passive);
                    }
                } else if (priceOf(activePrice, passive) != 0) {
                    if (gathered + passiveOpen < wanted) {
                        addPartner(passive);
                        gathered += passiveOpen;
                    } else if (!isAon || canPick(wanted - passiveOpen)) {
                        final long last = isAon ? passiveOpen : wanted - gathered;
                        tradeWithPartners(active, opposite, wanted - last, listener);
                        trade(active, passive, opposite, last, priceOf(activePrice, passive), listener);
                        return;
                    }
                }
                passive = orders.next(passive);
            }
            level = levels.worse(level);
        }
    }

    /** Whether taking partners greedily, in order, gives exactly this quantity. */
    private boolean canPick(final long quantity) {
        long missing = quantity;
        for (int partner = partnersFirst; partner != NONE && missing > 0; partner = orders.queueNext(partner)) {
            missing -= pick(partner, missing);
        }
        return missing == 0;
    }

    private void tradeWithPartners(final int active, final Ranking opposite, final long quantity,
                                   final BookListener listener) {
        final long activePrice = orders.price(active);
        long missing = quantity;
        int partner = partnersFirst;
        while (partner != NONE && missing > 0) {
            final int next = orders.queueNext(partner);
            final long picked = pick(partner, missing);
            if (picked > 0) {
                trade(active, partner, opposite, picked, priceOf(activePrice, partner), listener);
                missing -= picked;
            }
            partner = next;
        }
    }

    private long pick(final int partner, final long missing) {
        final long open = orders.open(partner);
        if (open <= missing) {
            return open;
        }
        return orders.isAon(partner) ? 0 : missing;
    }

    /** Price of a trade between the two; 0 if it cannot be priced. */
    private long priceOf(final long activePrice, final int passive) {
        final long passivePrice = orders.price(passive);
        if (passivePrice != 0) {
            return passivePrice;
        }
        return activePrice != 0 ? activePrice : marketPrice;
    }

    private void trade(final int active, final int passive, final Ranking opposite, final long quantity,
                       final long price, final BookListener listener) {
        final long activeLeft = orders.open(active) - quantity;
        final long passiveLeft = orders.open(passive) - quantity;
        orders.open(active, activeLeft);
        orders.open(passive, passiveLeft);
        if (passiveLeft == 0) {
            opposite.remove(passive, quantity);
            forget(passive, true);
        } else {
            opposite.subtract(passive, quantity);
        }
        marketPrice = price;
        fillCount++;
        events.fill(listener, active, passive, quantity, price, activeLeft, passiveLeft);
        if (buyStops.bestKey() >= -price || sellStops.bestKey() >= price) {
            releaseStops();
        }
    }

    private void releaseStops() {
        releaseReached(buyStops, -marketPrice);
        releaseReached(sellStops, marketPrice);
    }

    private void releaseReached(final Ranking stops, final long reachedKey) {
        while (stops.bestKey() >= reachedKey) {
            final int order = levels.first(stops.bestLevel());
            stops.remove(order, orders.open(order));
            orders.queueNext(order, NONE);
            if (triggeredFirst == NONE) {
                triggeredFirst = order;
            } else {
                orders.queueNext(triggeredLast, order);
            }
            triggeredLast = order;
        }
    }

    private void defer(final int order) {
        orders.queueNext(order, NONE);
        if (deferredFirst == NONE) {
            deferredFirst = order;
        } else {
            orders.queueNext(deferredLast, order);
        }
        deferredLast = order;
    }

    private void addPartner(final int order) {
        orders.queueNext(order, NONE);
        if (partnersFirst == NONE) {
            partnersFirst = order;
        } else {
            orders.queueNext(partnersLast, order);
        }
        partnersLast = order;
    }
}
