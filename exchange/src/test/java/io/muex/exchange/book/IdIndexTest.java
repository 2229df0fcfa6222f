package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The id index, full to its limit, against a map, for ids of many shapes. */
class IdIndexTest {
    private static final int MAX_ORDERS = 3000;

    @ParameterizedTest
    @ValueSource(strings = {"dense", "every 8th", "every 4096th", "high half", "both halves", "random", "largest"})
    void shouldFindWhatIsThereAndNothingElse(final String shape) {
        final LongUnaryOperator ids = ids(shape);
        final SplittableRandom random = new SplittableRandom(shape.hashCode());
        final OrderPool orders = new OrderPool(MAX_ORDERS);
        final IdIndex index = new IdIndex(orders);
        final Map<Long, Integer> expected = new HashMap<>();
        final List<Long> live = new ArrayList<>();
        long next = 1;
        for (int i = 0; i < 60_000; i++) {
            if (live.isEmpty() || !orders.isFull() && random.nextInt(100) < 55) {
                final long id = ids.applyAsLong(next++);
                final int order = orders.allocate();
                orders.write(order, id, 0, 1, 1, 0, 0, 0);
                put(index, id, order, random.nextBoolean());
                expected.put(id, order);
                live.add(id);
            } else {
                final int at = random.nextInt(live.size());
                final long id = live.set(at, live.get(live.size() - 1));
                live.remove(live.size() - 1);
                final int order = expected.remove(id);
                assertEquals(order, index.find(id));
                index.remove(id, order);
                orders.release(order);
                assertEquals(OrderPool.NONE, index.find(id));
            }
        }
        assertTrue(expected.size() > MAX_ORDERS - 100, "the index was full");
        expected.forEach((id, order) -> assertEquals(order, index.find(id)));
    }

    private static void put(final IdIndex index, final long id, final int order, final boolean isAfterSearch) {
        if (isAfterSearch) {
            assertFalse(index.isPresentElseRemember(id));
            index.putMissing(order);
        } else {
            index.put(id, order);
        }
        assertTrue(index.isPresentElseRemember(id));
    }

    private static LongUnaryOperator ids(final String shape) {
        return switch (shape) {
            case "dense" -> n -> n;
            case "every 8th" -> n -> n * 8;
            case "every 4096th" -> n -> n * 4096;
            case "high half" -> n -> n << 32;
            case "both halves" -> n -> n % 7 << 32 | n;
            case "random" -> n -> new SplittableRandom(n).nextLong() >>> 1;
            default -> n -> Long.MAX_VALUE - n;
        };
    }
}
