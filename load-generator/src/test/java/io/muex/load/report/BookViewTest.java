package io.muex.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceRenderer;
import io.muex.load.InProcessExchange;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.Player;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookViewTest {
    private static final int DEPTH = 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldKnowTheBookFromReportsAlone(final long seed) throws IOException {
        final FlowProfile profile = new FlowProfile(seed, 15_000, DEPTH, 10_000, 200, 1, 500, 800);
        final BookView view = new BookView();
        final InProcessExchange exchange = new InProcessExchange(2);
        new Player(new GeneratedFlow(profile), PlayPlan.ofRate(1_000_000).withRoom(20_000, 20_000),
            exchange.ports().subList(0, 1), List.of(view), System::nanoTime).run(NoOpIdleStrategy.INSTANCE::idle);

        final OrderBook book = new OrderBook(new OrderBookConfig(20_000, 20_000, DEPTH));
        final StringBuilder events = new StringBuilder();
        final TraceRenderer renderer = new TraceRenderer(events);
        final GeneratedFlow flow = new GeneratedFlow(profile);
        TraceOperation operation = flow.next();
        while (operation != null) {
            operation.applyTo(book, renderer);
            operation = flow.next();
        }
        assertEquals(levels(book, 0), view.levels(Side.BUY, DEPTH), "seed " + seed);
        assertEquals(levels(book, 1), view.levels(Side.SELL, DEPTH), "seed " + seed);
        assertEquals(book.orderCount(), view.liveOrders());
        final List<String> fills = events.toString().lines().filter(line -> line.startsWith("FILL")).toList();
        assertEquals(fills.size(), view.trades());
        final String[] last = fills.getLast().split(" ");
        assertEquals(Long.parseLong(last[3]), view.lastTrades().getFirst().quantity());
        assertEquals(Long.parseLong(last[4]), view.lastTrades().getFirst().price());
        assertFalse(view.levels(Side.BUY, 3).isEmpty());
    }

    private static List<BookView.Level> levels(final OrderBook book, final int side) {
        final List<BookView.Level> levels = new ArrayList<>();
        int level = book.bestLevel(side);
        while (level != OrderBook.NO_LEVEL && levels.size() < DEPTH) {
            levels.add(new BookView.Level(
                book.levelPrice(level), book.levelOrders(level), book.levelQuantity(level)));
            level = book.nextLevel(level);
        }
        return levels;
    }
}
