package io.muex.load.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceOperation.Kind;
import io.muex.exchange.trace.TraceRenderer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedFlowTest {
    @Test
    void shouldRepeatItselfForTheSameSeedOnly() {
        final List<TraceOperation> first = all(FlowProfile.of(7, 5_000));
        assertEquals(first, all(FlowProfile.of(7, 5_000)));
        assertNotEquals(first, all(FlowProfile.of(8, 5_000)));
        assertEquals(5_001, first.size());
    }

    @Test
    void shouldStayTheSameOnEveryMachine() {
        assertEquals(1_602_851_269, all(FlowProfile.of(1, 10_000)).toString().hashCode());
    }

    @Test
    void shouldMixWhatARealMarketMixes() {
        final StringBuilder text = new StringBuilder();
        final TraceRenderer renderer = new TraceRenderer(text);
        final OrderBook book = new OrderBook(new OrderBookConfig(20_000, 20_000, 5));
        final Map<String, Integer> events = new HashMap<>();
        final FlowProfile profile = FlowProfile.of(3, 40_000);
        int mostLive = 0;
        for (final TraceOperation operation : all(profile)) {
            operation.applyTo(book, renderer);
            text.toString().lines().forEach(line -> events.merge(line.split(" ")[0], 1, Integer::sum));
            text.setLength(0);
            mostLive = Math.max(mostLive, book.orderCount());
        }
        final String story = events + ", most live " + mostLive + ", live at the end " + book.orderCount();
        assertTrue(events.getOrDefault("FILL", 0) > 2_000, story);
        for (final String kind : List.of("ACC", "CXL", "CXLREJ", "REPL", "RED", "TRIG")) {
            assertTrue(events.getOrDefault(kind, 0) > 20, story);
        }
        assertEquals(0, events.getOrDefault("REJ", 0), story);
        assertTrue(mostLive <= 2 * profile.liveOrders() + 1, story);
        assertTrue(book.orderCount() > profile.liveOrders() / 4, story);
    }

    @Test
    void shouldStayWithinItsRanges() {
        final FlowProfile profile = new FlowProfile(11, 20_000, 3, 1_000, 50, 10, 20, 100);
        for (final TraceOperation operation : all(profile)) {
            if (operation.kind() == Kind.ADD) {
                assertTrue(operation.quantity() >= 10 && operation.quantity() <= 20, operation::toString);
                assertTrue(operation.price() >= 0 && operation.price() < 2_200, operation::toString);
            }
        }
    }

    private static List<TraceOperation> all(final FlowProfile profile) {
        final GeneratedFlow flow = new GeneratedFlow(profile);
        final List<TraceOperation> operations = new ArrayList<>();
        TraceOperation operation = flow.next();
        while (operation != null) {
            operations.add(operation);
            operation = flow.next();
        }
        return operations;
    }
}
