package io.muex.exchange.book;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of the book, written down a second time in the plainest way: sorted lists, everything searched from the
 * front, depth computed from scratch. Shares nothing with {@link OrderBook} but the names. With a {@link Mutation} it
 * is deliberately wrong, to see that a comparison notices.
 */
final class NaiveBook {
    /** Known ways to get it wrong. */
    enum Mutation {
        LAST_COMES_FIRST,
        NO_DEFERRED_PASS,
        ALL_OR_NONE_IGNORED,
        STOPS_PROCESSED_AT_ONCE,
        SELL_STOPS_BEFORE_BUY_STOPS,
        REDUCE_LOSES_PRIORITY,
        REPLACE_PRICES_AT_OLD_PRICE,
        UNPRICED_COUNTS,
        PICK_STOPS_AT_MISFIT,
        STOPS_NOT_IN_SIDE_TOTAL,
        ALWAYS_PUBLISHES_DEPTH,
        LEVEL_OF_STOP_NOT_KEPT
    }

    /** An order. */
    static final class Order {
        final long id;
        final int side;
        final int conditions;
        final long tag;
        long open;
        long price;
        long stop;

        Order(final long id, final int side, final int conditions, final long tag) {
            this.id = id;
            this.side = side;
            this.conditions = conditions;
            this.tag = tag;
        }

        boolean isAon() {
            return (conditions & Conditions.AON) != 0;
        }

        boolean isIoc() {
            return (conditions & Conditions.IOC) != 0;
        }

        int place() {
            return stop == 0 ? side : Place.BUY_STOPS + side;
        }
    }

    private record Level(long price, long count, long quantity) {
    }

    private record Pick(Order order, long quantity) {
    }

    final List<List<Order>> places = Stream.generate(() -> (List<Order>) new ArrayList<Order>()).limit(4).toList();
    long marketPrice;
    private final OrderBookConfig config;
    private final Set<Mutation> mutations = EnumSet.noneOf(Mutation.class);
    private final Deque<Order> triggered = new ArrayDeque<>();
    private List<List<Level>> published = List.of(List.of(), List.of());
    private EventLog log;
    private boolean hasFilled;

    NaiveBook(final OrderBookConfig config, final Mutation... mutations) {
        this.config = config;
        this.mutations.addAll(List.of(mutations));
    }

    private boolean is(final Mutation mutation) {
        return mutations.contains(mutation);
    }

    boolean add(final long id, final int side, final long quantity, final long price, final long stop,
                final int conditions, final long tag, final EventLog events) {
        log = events;
        hasFilled = false;
        final Order order = new Order(id, side, is(Mutation.ALL_OR_NONE_IGNORED) ? conditions & Conditions.IOC
            : conditions, tag);
        order.open = quantity;
        order.price = price;
        order.stop = stop;
        final RejectCode code = checkAdd(order);
        if (code != null) {
            log.event(EventLog.REJ, id, code.ordinal());
            return false;
        }
        log.event(EventLog.ACC, id);
        if (stop != 0 && !isReached(order)) {
            place(order);
        } else {
            if (stop != 0) {
                log.event(EventLog.TRIG, id);
                order.stop = 0;
            }
            enter(order);
            finish();
        }
        publish();
        return hasFilled;
    }

    private RejectCode checkAdd(final Order order) {
        if (order.id < 1) {
            return RejectCode.INVALID_ID;
        }
        if (order.open < 1) {
            return RejectCode.INVALID_QUANTITY;
        }
        if (order.price < 0) {
            return RejectCode.INVALID_PRICE;
        }
        if (order.stop < 0) {
            return RejectCode.INVALID_STOP_PRICE;
        }
        if (find(order.id) != null) {
            return RejectCode.DUPLICATE_ORDER;
        }
        if (order.open > Long.MAX_VALUE - sideTotal(order.side)) {
            return RejectCode.QUANTITY_OVERFLOW;
        }
        return isFullFor(order) ? RejectCode.BOOK_FULL : null;
    }

    private boolean isFullFor(final Order order) {
        if (places.stream().mapToInt(List::size).sum() == config.maxOrders()) {
            return true;
        }
        if (config.maxLevels() >= config.maxOrders()) {
            return false;
        }
        long needed = 0;
        if (order.stop != 0 && !isReached(order)) {
            needed = (hasLevel(order.place(), order.stop) ? 0 : 1) + (is(Mutation.LEVEL_OF_STOP_NOT_KEPT) ? 0 : 1);
        } else if (order.price != 0 && !order.isIoc() && !hasLevel(order.side, order.price)) {
            needed = 1;
        }
        return needed > freeLevels();
    }

    private long freeLevels() {
        final int waiting = places.get(Place.BUY_STOPS).size() + places.get(Place.SELL_STOPS).size();
        long used = is(Mutation.LEVEL_OF_STOP_NOT_KEPT) ? 0 : waiting;
        for (final List<Order> place : places) {
            used += place.stream().mapToLong(NaiveBook::rankPrice).filter(price -> price != 0).distinct().count();
        }
        return config.maxLevels() - used;
    }

    private boolean hasLevel(final int place, final long price) {
        return places.get(place).stream().anyMatch(order -> rankPrice(order) == price);
    }

    private static long rankPrice(final Order order) {
        return order.stop != 0 ? order.stop : order.price;
    }

    void cancel(final long id, final EventLog events) {
        log = events;
        final Order order = find(id);
        if (order == null) {
            log.event(EventLog.CXLREJ, id, RejectCode.UNKNOWN_ORDER.ordinal());
        } else {
            places.get(order.place()).remove(order);
            log.event(EventLog.CXL, id, order.open);
            publish();
        }
    }

    void reduce(final long id, final long quantity, final EventLog events) {
        log = events;
        final Order order = find(id);
        if (quantity < 1 || order == null) {
            log.event(EventLog.REDREJ, id,
                (quantity < 1 ? RejectCode.INVALID_QUANTITY : RejectCode.UNKNOWN_ORDER).ordinal());
            return;
        }
        if (quantity >= order.open) {
            cancel(id, events);
            return;
        }
        order.open -= quantity;
        if (is(Mutation.REDUCE_LOSES_PRIORITY)) {
            places.get(order.place()).remove(order);
            place(order);
        }
        log.event(EventLog.RED, id, quantity, order.open);
        publish();
    }

    boolean replace(final long id, final long delta, final long newPrice, final EventLog events) {
        log = events;
        hasFilled = false;
        final Order order = find(id);
        final RejectCode code = checkReplace(order, delta, newPrice);
        if (code != null) {
            log.event(EventLog.REPLREJ, id, code.ordinal());
            return false;
        }
        final long change = delta < -order.open ? -order.open : delta;
        places.get(order.place()).remove(order);
        order.open += change;
        final long oldPrice = order.price;
        if (newPrice != 0) {
            order.price = newPrice;
        }
        log.event(EventLog.REPL, id, change, order.price, order.open);
        if (order.open == 0) {
            log.event(EventLog.CXL, id, 0);
        } else if (order.stop != 0) {
            place(order);
        } else {
            if (is(Mutation.REPLACE_PRICES_AT_OLD_PRICE) && oldPrice != 0) {
                order.price = oldPrice;
            }
            enter(order);
        }
        finish();
        publish();
        return hasFilled;
    }

    private RejectCode checkReplace(final Order order, final long delta, final long newPrice) {
        if (newPrice < 0) {
            return RejectCode.INVALID_PRICE;
        }
        if (order == null) {
            return RejectCode.UNKNOWN_ORDER;
        }
        if (delta > 0 && delta > Long.MAX_VALUE - sideTotal(order.side)) {
            return RejectCode.QUANTITY_OVERFLOW;
        }
        final boolean moves = newPrice != 0 && order.stop == 0 && delta > -order.open
            && !hasLevel(order.side, newPrice);
        if (moves && config.maxLevels() < config.maxOrders() && freeLevels() < 1) {
            final long sharing = places.get(order.side).stream().filter(one -> one.price == order.price).count();
            return order.price != 0 && sharing == 1 ? null : RejectCode.BOOK_FULL;
        }
        return null;
    }

    void marketPrice(final long price, final EventLog events) {
        log = events;
        if (price < 1) {
            log.event(EventLog.MKTREJ, RejectCode.INVALID_PRICE.ordinal());
            return;
        }
        log.event(EventLog.MKT, price);
        marketPrice = price;
        releaseStops();
        finish();
        publish();
    }

    Order find(final long id) {
        for (final List<Order> place : places) {
            for (final Order order : place) {
                if (order.id == id) {
                    return order;
                }
            }
        }
        return null;
    }

    long sideTotal(final int side) {
        long total = 0;
        for (final Order order : places.get(side)) {
            total += order.open;
        }
        if (!is(Mutation.STOPS_NOT_IN_SIDE_TOTAL)) {
            for (final Order order : places.get(Place.BUY_STOPS + side)) {
                total += order.open;
            }
        }
        return total;
    }

    private void place(final Order order) {
        final List<Order> list = places.get(order.place());
        final Comparator<Order> rank = rank(order.place());
        int at = 0;
        while (at < list.size() && rank.compare(list.get(at), order) <= (is(Mutation.LAST_COMES_FIRST) ? -1 : 0)) {
            at++;
        }
        list.add(at, order);
    }

    private static Comparator<Order> rank(final int place) {
        final Comparator<Order> byPrice = Comparator.comparingLong(order -> order.price);
        final Comparator<Order> byStop = Comparator.comparingLong(order -> order.stop);
        final Comparator<Order> marketFirst = Comparator.comparing(order -> order.price != 0);
        return switch (place) {
            case Place.BIDS -> marketFirst.thenComparing(byPrice.reversed());
            case Place.ASKS -> marketFirst.thenComparing(byPrice);
            default -> place == Place.BUY_STOPS ? byStop : byStop.reversed();
        };
    }

    private boolean isReached(final Order stop) {
        return marketPrice != 0
            && (stop.side == Side.BUY ? marketPrice >= stop.stop : marketPrice <= stop.stop);
    }

    private void releaseStops() {
        final int first = is(Mutation.SELL_STOPS_BEFORE_BUY_STOPS) ? Place.SELL_STOPS : Place.BUY_STOPS;
        releaseStops(first);
        releaseStops(Place.BUY_STOPS + Place.SELL_STOPS - first);
    }

    private void releaseStops(final int place) {
        final List<Order> reached = places.get(place).stream().filter(this::isReached).toList();
        places.get(place).removeAll(reached);
        triggered.addAll(reached);
    }

    private void finish() {
        while (!triggered.isEmpty()) {
            final Order order = triggered.removeFirst();
            log.event(EventLog.TRIG, order.id);
            order.stop = 0;
            enter(order);
        }
    }

    private void enter(final Order order) {
        final List<Order> tooBig = match(order);
        if (is(Mutation.STOPS_PROCESSED_AT_ONCE)) {
            finish();
        }
        if (order.open == 0) {
            return;
        }
        if (order.isIoc()) {
            log.event(EventLog.CXL, order.id, order.open);
            return;
        }
        place(order);
        if (is(Mutation.NO_DEFERRED_PASS)) {
            return;
        }
        for (final Order deferred : tooBig) {
            match(deferred);
            if (deferred.open == 0) {
                places.get(deferred.side).remove(deferred);
            }
        }
    }

    private boolean crosses(final Order a, final Order b) {
        final Order buy = a.side == Side.BUY ? a : b;
        final Order sell = a.side == Side.BUY ? b : a;
        return buy.price == 0 || sell.price == 0 || buy.price >= sell.price;
    }

    private long priceOf(final Order order, final Order resting) {
        return resting.price != 0 ? resting.price : order.price != 0 ? order.price : marketPrice;
    }

    private void trade(final Order order, final Order resting, final long quantity) {
        final long price = priceOf(order, resting);
        order.open -= quantity;
        resting.open -= quantity;
        log.event(EventLog.FILL, order.id, resting.id, quantity, price, order.open, resting.open);
        hasFilled = true;
        if (resting.open == 0) {
            places.get(resting.side).remove(resting);
        }
        marketPrice = price;
        releaseStops();
    }

    private List<Order> match(final Order order) {
        return order.isAon() ? matchAllOrNone(order) : matchOrdinary(order);
    }

    private List<Order> matchOrdinary(final Order order) {
        final List<Order> tooBig = new ArrayList<>();
        for (final Order resting : List.copyOf(places.get(Side.opposite(order.side)))) {
            if (order.open == 0 || !crosses(resting, order)) {
                break;
            }
            if (resting.isAon() && resting.open > order.open) {
                tooBig.add(resting);
            } else if (priceOf(order, resting) != 0) {
                trade(order, resting, Math.min(order.open, resting.open));
            }
        }
        return tooBig;
    }

    private List<Order> matchAllOrNone(final Order order) {
        final List<Order> tooBig = new ArrayList<>();
        final List<Order> partners = new ArrayList<>();
        for (final Order resting : List.copyOf(places.get(Side.opposite(order.side)))) {
            if (!crosses(resting, order)) {
                break;
            }
            final long gathered = partners.stream().mapToLong(partner -> partner.open).sum();
            if (resting.isAon() && resting.open > order.open) {
                tooBig.add(resting);
            } else if (priceOf(order, resting) == 0 && !is(Mutation.UNPRICED_COUNTS)) {
                continue;
            } else if (gathered + resting.open < order.open) {
                partners.add(resting);
            } else {
                final List<Pick> plan = resting.isAon() ? pick(partners, order.open - resting.open)
                    : partners.stream().map(partner -> new Pick(partner, partner.open)).toList();
                if (plan != null) {
                    plan.forEach(pick -> trade(order, pick.order(), pick.quantity()));
                    trade(order, resting, order.open);
                    break;
                }
            }
        }
        return tooBig;
    }

    private List<Pick> pick(final List<Order> partners, final long wanted) {
        final List<Pick> picks = new ArrayList<>();
        long found = 0;
        for (final Order partner : partners) {
            final long quantity = Math.min(partner.open, wanted - found);
            final boolean fits = !partner.isAon() || quantity >= partner.open;
            if (!fits && is(Mutation.PICK_STOPS_AT_MISFIT)) {
                break;
            }
            if (quantity > 0 && fits) {
                picks.add(new Pick(partner, quantity));
                found += quantity;
            }
        }
        return found == wanted ? picks : null;
    }

    private void publish() {
        if (config.depthLevels() == 0) {
            return;
        }
        final List<List<Level>> now = List.of(depth(Side.BUY), depth(Side.SELL));
        if (!now.equals(published) || is(Mutation.ALWAYS_PUBLISHES_DEPTH)) {
            levels(EventLog.DEPTH, now, config.depthLevels());
        }
        if (!best(now).equals(best(published))) {
            levels(EventLog.BBO, now, 1);
        }
        published = now;
    }

    private List<Level> depth(final int side) {
        final List<Level> depth = new ArrayList<>();
        for (final Order order : places.get(side)) {
            final int last = depth.size() - 1;
            if (order.price != 0 && last >= 0 && depth.get(last).price() == order.price) {
                final Level level = depth.get(last);
                depth.set(last, new Level(level.price(), level.count() + 1, level.quantity() + order.open));
            } else if (order.price != 0) {
                depth.add(new Level(order.price, 1, order.open));
            }
        }
        return first(depth, config.depthLevels());
    }

    private static List<List<Level>> best(final List<List<Level>> sides) {
        return List.of(first(sides.get(0), 1), first(sides.get(1), 1));
    }

    private static List<Level> first(final List<Level> levels, final int count) {
        return levels.subList(0, Math.min(count, levels.size()));
    }

    private void levels(final int kind, final List<List<Level>> sides, final int count) {
        final List<Long> fields = new ArrayList<>();
        for (final List<Level> side : sides) {
            final List<Level> shown = first(side, count);
            fields.add((long) shown.size());
            for (final Level level : shown) {
                fields.add(level.price());
                fields.add(level.count());
                fields.add(level.quantity());
            }
        }
        log.event(kind, fields.stream().mapToLong(Long::longValue).toArray());
    }
}
