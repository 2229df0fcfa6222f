package io.muex.load.flow;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.Side;
import io.muex.exchange.book.SilentListener;
import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceOperation.Kind;
import java.util.Random;

/**
 * Mixed flow around a fair value that wanders: limit orders on both sides, most of them near it, cancels, replaces,
 * reduces, immediate-or-cancel and market orders, now and then an all-or-none or a stop order, and a few mistakes (ids
 * that are not live). The same profile gives the same operations on every machine: {@link Random} is specified to the
 * bit. Ids are 1, 2, 3, ...
 *
 * <p>The generator keeps a book of its own, so that it cancels what is really there and so that the book keeps its
 * size; nothing of what it emits depends on answers.
 */
public final class GeneratedFlow implements OrderFlow {
    /** Per mille of operations, in the order of {@link #pick}; the rest are cancels. */
    private static final int LIMIT = 420;
    private static final int CROSSING = LIMIT + 60;
    private static final int IOC = CROSSING + 60;
    private static final int MARKET = IOC + 25;
    private static final int ALL_OR_NONE = MARKET + 12;
    private static final int STOP = ALL_OR_NONE + 13;
    private static final int REPLACE = STOP + 70;
    private static final int REDUCE = REPLACE + 40;
    private static final int MISTAKE = REDUCE + 4;
    private static final int ALL = 1_000;

    private static final int ROOM = 4;
    private static final double NEAR = 0.12;
    private static final int MOVE_ONE_IN = 6;
    private static final int LARGE_ONE_IN = 20;
    private static final int SMALL_SHARE = 10;

    private final FlowProfile profile;
    private final Random random;
    private final OrderBook book;
    private final LiveIds live;
    private final SilentListener silent = new SilentListener();
    private long fairPrice;
    private long nextId = 1;
    private long emitted = -1;

    /** A flow with this profile. */
    public GeneratedFlow(final FlowProfile profile) {
        this.profile = profile;
        random = new Random(profile.seed());
        final int room = ROOM * profile.liveOrders() + ROOM;
        book = new OrderBook(new OrderBookConfig(room, room, profile.depthLevels()));
        live = new LiveIds(book);
        fairPrice = profile.firstPrice();
    }

    @Override
    public String name() {
        return "generated, seed " + profile.seed();
    }

    @Override
    public TraceOperation next() {
        if (emitted == profile.operations()) {
            return null;
        }
        emitted++;
        if (emitted == 0) {
            return new TraceOperation(Kind.BOOK, 0, 0, profile.depthLevels(), 0, 0, 0);
        }
        if (random.nextInt(MOVE_ONE_IN) == 0) {
            final long moved = fairPrice + (random.nextBoolean() ? 1 : -1);
            fairPrice = Math.clamp(moved, profile.firstPrice() / 2, profile.firstPrice() * 2);
        }
        final TraceOperation operation = pick();
        if (operation.kind() == Kind.ADD) {
            nextId++;
            live.add(operation.id());
        }
        operation.applyTo(book, silent);
        return operation;
    }

    private TraceOperation pick() {
        final int draw = random.nextInt(ALL);
        final int side = random.nextBoolean() ? Side.BUY : Side.SELL;
        final long victim = draw < STOP ? 0 : live.any(random);
        if (draw >= MISTAKE && book.orderCount() >= profile.liveOrders() * 3 / 4 && victim != 0) {
            return cancel(victim);
        } else if (book.orderCount() >= 2 * profile.liveOrders()) {
            return cancel(live.any(random));
        } else if (draw < CROSSING) {
            return limit(side, draw < LIMIT ? Conditions.NONE : -1);
        } else if (draw < IOC) {
            return add(side, touch(side), 0, Conditions.IOC);
        } else if (draw < MARKET) {
            return add(side, 0, 0, Conditions.IOC);
        } else if (draw < ALL_OR_NONE) {
            return limit(side, random.nextInt(4) == 0 ? Conditions.FOK : Conditions.AON);
        } else if (draw < STOP) {
            return stop(side);
        } else if (draw < MISTAKE && draw >= REDUCE) {
            return cancel(nextId + random.nextInt(1_000));
        } else if (victim == 0 || draw >= MISTAKE && book.orderCount() < profile.liveOrders() / 2) {
            return limit(side, Conditions.NONE);
        }
        return change(draw, victim);
    }

    private TraceOperation change(final int draw, final long victim) {
        final long open = book.openQuantity(victim);
        if (draw < REPLACE) {
            final int order = book.order(victim);
            final long delta = random.nextInt(3) == 0 ? quantity() - open : 0;
            return new TraceOperation(Kind.REPLACE, victim, 0, delta, priceFor(book.sideAt(order)), 0, 0);
        } else if (draw < REDUCE) {
            return new TraceOperation(Kind.REDUCE, victim, 0, 1 + below(open), 0, 0, 0);
        }
        return cancel(victim);
    }

    private static TraceOperation cancel(final long id) {
        return new TraceOperation(Kind.CANCEL, id, 0, 0, 0, 0, 0);
    }

    /** A limit order; conditions -1 mean one that crosses the fair value. */
    private TraceOperation limit(final int side, final int conditions) {
        return conditions < 0 ? add(side, touch(side), 0, Conditions.NONE) : add(side, priceFor(side), 0, conditions);
    }

    /** Beyond the fair value as its name says: a buy stop above, a sell stop below, half of them with a limit. */
    private TraceOperation stop(final int side) {
        final long distance = 2 + random.nextInt(Math.max(1, profile.range() / 4));
        final long stopPrice = side == Side.BUY ? fairPrice + distance : fairPrice - distance;
        final boolean hasLimit = random.nextBoolean();
        return add(side, hasLimit ? stopPrice : 0, stopPrice, hasLimit ? Conditions.NONE : Conditions.IOC);
    }

    private TraceOperation add(final int side, final long price, final long stopPrice, final int conditions) {
        return new TraceOperation(Kind.ADD, nextId, side, quantity(), price, stopPrice, conditions);
    }

    /** A passive price: behind the fair value, near it far more often than not. */
    private long priceFor(final int side) {
        int distance = 1;
        while (distance < profile.range() && random.nextDouble() >= NEAR) {
            distance++;
        }
        return side == Side.BUY ? fairPrice - distance : fairPrice + distance;
    }

    /** A price that takes what the other side shows first, and a little more. */
    private long touch(final int side) {
        final int level = book.bestLevel(Side.opposite(side));
        final long best = level == OrderBook.NO_LEVEL ? fairPrice : book.levelPrice(level);
        final int through = random.nextInt(2);
        return Math.max(1, side == Side.BUY ? best + through : best - through);
    }

    private long quantity() {
        final long spread = profile.maxQuantity() - profile.minQuantity() + 1;
        final boolean isLarge = random.nextInt(LARGE_ONE_IN) == 0;
        return profile.minQuantity() + below(isLarge ? spread : Math.max(1, spread / SMALL_SHARE));
    }

    private long below(final long bound) {
        return Math.floorMod(random.nextLong(), bound);
    }

    @Override
    public FlowCounts counts() {
        return new FlowCounts(emitted + 1, 0, 0, 0);
    }
}
