package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners that throw or call back must not disturb the book, nor lose an event. */
class UnrulyListenerTest {
    private final BookFixture calm = new BookFixture(100, 100, 5);
    private final BookFixture unruly = new BookFixture(100, 100, 5);
    private final EventLog seen = new EventLog();

    @BeforeEach
    void fill() {
        for (final BookFixture f : List.of(calm, unruly)) {
            f.add(1, Side.SELL, 5, 101, 0, Conditions.NONE);
            f.add(2, Side.SELL, 50, 102, 0, Conditions.AON);
            f.add(3, Side.SELL, 5, 103, 0, Conditions.NONE);
            f.add(4, Side.BUY, 45, 102, 0, Conditions.NONE);
            f.add(5, Side.BUY, 3, 0, 102, Conditions.IOC);
        }
    }

    /** Sees every event and then does something. */
    private BookListener listener(final Runnable deed) {
        final InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                method.invoke(seen, arguments);
            } catch (final InvocationTargetException wrapped) {
                throw wrapped.getCause();
            }
            deed.run();
            return null;
        };
        return (BookListener) Proxy.newProxyInstance(BookListener.class.getClassLoader(),
            new Class<?>[] {BookListener.class}, handler);
    }

    @Test
    void shouldFinishTheOperationAndThenThrowWhatTheListenerThrew() {
        final List<RuntimeException> thrown = new ArrayList<>();
        final RuntimeException caught = assertThrows(RuntimeException.class,
            () -> unruly.book.add(6, Side.BUY, 12, 102, 0, 0, listener(() -> {
                final RuntimeException next = new RuntimeException("event " + thrown.size());
                thrown.add(next);
                throw next;
            })));
        final String expected = calm.add(6, Side.BUY, 12, 102, 0, Conditions.NONE);
        assertTrue(expected.contains("TRIG 5") && expected.contains("FILL 2") && expected.contains("BBO"), expected);
        assertEquals(expected, seen.toString());
        assertSame(thrown.get(0), caught);
        assertEquals(thrown.subList(1, thrown.size()), List.of(caught.getSuppressed()));
        assertSameState();
        assertEquals(calm.sell(7, 20, 90), unruly.sell(7, 20, 90));
    }

    @Test
    void shouldPassErrorsOnUnchanged() {
        final AssertionError error = new AssertionError("mine");
        assertSame(error, assertThrows(AssertionError.class,
            () -> unruly.book.add(6, Side.BUY, 12, 102, 0, 0, listener(() -> {
                throw error;
            }))));
        calm.add(6, Side.BUY, 12, 102, 0, Conditions.NONE);
        assertSameState();
    }

    @Test
    void shouldRefuseOperationsFromWithinEventsWithoutSideEffects() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 14]);
        unruly.book.writeSnapshot(buffer, 0);
        final EventLog inner = new EventLog();
        final List<Runnable> deeds = List.of(
            () -> unruly.book.add(99, Side.BUY, 1, 1, 0, 0, inner),
            () -> unruly.book.cancel(1, inner),
            () -> unruly.book.reduce(1, 1, inner),
            () -> unruly.book.replace(1, 1, 1, inner),
            () -> unruly.book.marketPrice(1, inner),
            () -> unruly.book.clear(),
            () -> unruly.book.writeSnapshot(buffer, 0),
            () -> unruly.book.loadSnapshot(buffer, 0));
        unruly.book.add(6, Side.BUY, 12, 102, 0, 0, listener(() ->
            deeds.forEach(deed -> assertThrows(IllegalStateException.class, deed::run))));
        assertEquals(calm.add(6, Side.BUY, 12, 102, 0, Conditions.NONE), seen.toString());
        assertEquals(0, inner.length());
        assertSameState();
    }

    @Test
    void shouldGiveTheTagsOfTheOrdersAnEventNames() {
        final OrderBook book = new OrderBook(new OrderBookConfig(10, 10, 0));
        final List<String> tags = new ArrayList<>();
        final BookListener listener = listener(() -> tags.add(book.activeTag() + "/" + book.passiveTag()));
        book.add(1, Side.SELL, 5, 10, 0, 0, 71, listener);
        book.add(2, Side.BUY, 7, 10, 0, Conditions.IOC, 72, listener);
        book.cancel(2, listener);
        assertEquals("ACC 1\nACC 2\nFILL 2 1 5 10 2 0\nCXL 2 2\nCXLREJ 2 5\n", seen.toString());
        assertEquals(List.of("71/0", "72/0", "72/71", "72/0", "0/0"), tags);
    }

    @Test
    void shouldAllowQueriesInEveryEvent() {
        final BookListener curious = listener(() -> {
            for (long id = 0; id < 40; id++) {
                assertEquals(unruly.book.isLive(id), unruly.book.order(id) != OrderBook.NO_ORDER);
                unruly.book.openQuantity(id);
            }
        });
        for (long id = 10; id < 30; id++) {
            seen.clear();
            unruly.book.add(id, (int) id & 1, 3, 95 + id % 7, 0, 0, curious);
            assertEquals(calm.add(id, (int) id & 1, 3, 95 + id % 7, 0, Conditions.NONE), seen.toString());
        }
        for (long id = 10; id < 30; id += 3) {
            assertEquals(calm.cancel(id), unruly.cancel(id));
        }
        assertSameState();
    }

    @Test
    void shouldShowTheFinalStateWithMarketData() {
        final List<Long> open = new ArrayList<>();
        unruly.book.add(6, Side.BUY, 12, 102, 0, 0, listener(() -> open.add(unruly.book.openQuantity(6))));
        assertEquals(unruly.book.openQuantity(6), open.get(open.size() - 1));
        assertEquals(unruly.book.openQuantity(6), open.get(open.size() - 2));
    }

    private void assertSameState() {
        final UnsafeBuffer expected = new UnsafeBuffer(new byte[calm.book.snapshotLength()]);
        final UnsafeBuffer actual = new UnsafeBuffer(new byte[unruly.book.snapshotLength()]);
        calm.book.writeSnapshot(expected, 0);
        unruly.book.writeSnapshot(actual, 0);
        assertEquals(expected, actual);
    }
}
