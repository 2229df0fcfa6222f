package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Wide rankings, with many pages of levels, against a tree of queues. */
class RankingTest {
    private static final int MAX_ORDERS = 20_000;

    private final OrderPool orders = new OrderPool(MAX_ORDERS);
    private final LevelPool levels = new LevelPool(MAX_ORDERS + Place.COUNT);
    private final PagePool pages = new PagePool(MAX_ORDERS);
    private final TreeMap<Long, Deque<Integer>> expected = new TreeMap<>();
    private final List<Integer> placed = new ArrayList<>();

    @Test
    void shouldKeepOrderWhileLevelsComeAndGo() {
        final long seed = Long.getLong("muex.seed", System.nanoTime());
        System.out.println("ranking: -Dmuex.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int place = 0; place < Place.COUNT; place++) {
            final PriceIndex index = new PriceIndex(levels, pages, MAX_ORDERS, 3 + 3 * place);
            final Ranking ranking = new Ranking(place, orders, levels, index);
            for (final long span : new long[] {100, 5_000, 1_000_000, Long.MAX_VALUE - 1}) {
                fillAndDrain(ranking, place, span, random);
            }
        }
    }

    private void fillAndDrain(final Ranking ranking, final int place, final long span, final SplittableRandom random) {
        for (int i = 0; i < 60_000; i++) {
            final boolean isFilling = i < 25_000 || i > 45_000 && i < 52_000;
            if (placed.isEmpty() || !orders.isFull() && random.nextInt(100) < (isFilling ? 75 : 25)) {
                add(ranking, place, 1 + random.nextLong(span));
            } else {
                remove(ranking, random.nextInt(placed.size()));
            }
            if (i % 9_973 == 0) {
                check(ranking);
            }
        }
        while (!placed.isEmpty()) {
            remove(ranking, placed.size() - 1);
        }
        check(ranking);
    }

    private void add(final Ranking ranking, final int place, final long price) {
        final int order = orders.allocate();
        orders.write(order, order, place & 1, 3, price, 0, 0, 0);
        ranking.place(order, price, 3);
        placed.add(order);
        expected.computeIfAbsent(-ranking.keyOf(price), key -> new ArrayDeque<>()).add(order);
    }

    private void remove(final Ranking ranking, final int at) {
        final int order = placed.get(at);
        placed.set(at, placed.get(placed.size() - 1));
        placed.remove(placed.size() - 1);
        final long key = -ranking.keyOf(orders.price(order));
        ranking.remove(order, 3);
        orders.release(order);
        final Deque<Integer> queue = expected.get(key);
        assertTrue(queue.remove(order));
        if (queue.isEmpty()) {
            expected.remove(key);
        }
    }

    private void check(final Ranking ranking) {
        int order = ranking.firstOrder();
        for (final Deque<Integer> queue : expected.values()) {
            for (final int next : queue) {
                assertEquals(next, order);
                order = ranking.nextOrder(order);
            }
        }
        assertEquals(OrderPool.NONE, order);
        for (final Deque<Integer> queue : expected.values()) {
            final long price = orders.price(queue.peek());
            assertTrue(ranking.hasLevel(price));
            final boolean isNextThere = price < Long.MAX_VALUE && expected.containsKey(-ranking.keyOf(price + 1));
            assertEquals(isNextThere, price < Long.MAX_VALUE && ranking.hasLevel(price + 1));
        }
        assertEquals(expected.size(), ranking.levelCount());
        assertEquals(placed.size(), ranking.orderCount());
        assertEquals(placed.size() * 3L, ranking.total());
        assertEquals(expected.isEmpty() ? Ranking.NO_KEY : -expected.firstKey(), ranking.bestKey());
    }
}
