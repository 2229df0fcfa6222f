package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Drives the book and the naive book with the same operations and compares event by event, and from time to time
 * order by order. On the way the book is replaced by one loaded from its snapshot.
 */
final class BookComparison {
    private static final int OPERATIONS_PER_LOOK = 97;
    private static final int MAX_LIVE = 90;

    private final RandomFlow.Flavour flavour;
    private final NaiveBook.Mutation[] mutations;
    private final RandomFlow flow;
    private final EventLog events = new EventLog();
    private final EventLog naiveEvents = new EventLog();
    private final UnsafeBuffer snapshot = new UnsafeBuffer(new byte[1 << 16]);
    private OrderBook book;
    private OrderBook spare;
    private NaiveBook naive;
    private BookLedger ledger;
    private long operations;

    BookComparison(final RandomFlow.Flavour flavour, final long seed, final NaiveBook.Mutation... mutations) {
        this.flavour = flavour;
        this.mutations = mutations;
        flow = new RandomFlow(flavour, seed);
        book = new OrderBook(flavour.config());
        spare = new OrderBook(new OrderBookConfig(1000, 1000, flavour.config().depthLevels()));
    }

    /** Runs so many operations; every so many operations the book continues from a snapshot (0: never). */
    void run(final long count, final long operationsPerSnapshot) {
        for (long i = 0; i < count; i++) {
            if (i % flavour.length() == 0) {
                book.clear();
                naive = new NaiveBook(flavour.config(), mutations);
                ledger = new BookLedger();
            }
            step();
            if (i % OPERATIONS_PER_LOOK == 0) {
                ledger.checkWholeBook(book);
                checkSameOrders();
            }
            if (operationsPerSnapshot != 0 && i % operationsPerSnapshot == operationsPerSnapshot / 2) {
                continueFromSnapshot();
            }
        }
    }

    private void step() {
        flow.next();
        if (book.orderCount() > MAX_LIVE && flow.kind == RandomFlow.Kind.ADD) {
            flow.kind = RandomFlow.Kind.CANCEL;
            flow.id = book.idAt(book.firstOrder(firstPlace()));
        }
        operations++;
        events.clear();
        naiveEvents.clear();
        final boolean hasTraded = apply(book);
        final boolean naiveHasTraded = applyNaive();
        if (!events.isSameAs(naiveEvents) || hasTraded != naiveHasTraded || naive.marketPrice != book.marketPrice()) {
            fail("operation " + operations + ", " + flow + "\nbook, " + hasTraded + ":\n" + events + "naive, "
                + naiveHasTraded + ":\n" + naiveEvents);
        }
        ledger.onOperation(flow, events, book);
    }

    private int firstPlace() {
        int place = 0;
        while (book.firstOrder(place) == OrderBook.NO_ORDER) {
            place++;
        }
        return place;
    }

    private boolean apply(final OrderBook to) {
        return switch (flow.kind) {
            case ADD -> to.add(flow.id, flow.side, flow.quantity, flow.price, flow.stop, flow.conditions, flow.tag,
                events);
            case CANCEL -> to.cancel(flow.id, events);
            case REDUCE -> to.reduce(flow.id, flow.quantity, events);
            case REPLACE -> to.replace(flow.id, flow.quantity, flow.price, events);
            case MARKET -> to.marketPrice(flow.price, events);
        };
    }

    private boolean applyNaive() {
        switch (flow.kind) {
            case ADD -> {
                return naive.add(flow.id, flow.side, flow.quantity, flow.price, flow.stop, flow.conditions, flow.tag,
                    naiveEvents);
            }
            case REPLACE -> {
                return naive.replace(flow.id, flow.quantity, flow.price, naiveEvents);
            }
            case CANCEL -> naive.cancel(flow.id, naiveEvents);
            case REDUCE -> naive.reduce(flow.id, flow.quantity, naiveEvents);
            case MARKET -> naive.marketPrice(flow.price, naiveEvents);
        }
        return false;
    }

    private void checkSameOrders() {
        for (int place = 0; place < Place.COUNT; place++) {
            int order = book.firstOrder(place);
            for (final NaiveBook.Order expected : naive.places.get(place)) {
                assertTrue(order != OrderBook.NO_ORDER, "an order is missing");
                assertEquals(expected.id, book.idAt(order), "time priority");
                assertEquals(expected.side, book.sideAt(order));
                assertEquals(place, book.placeAt(order));
                assertEquals(expected.open, book.openQuantityAt(order));
                assertEquals(expected.price, book.priceAt(order));
                assertEquals(expected.stop, book.stopPriceAt(order));
                assertEquals(expected.conditions, book.conditionsAt(order));
                assertEquals(expected.tag, book.tagAt(order));
                assertEquals(order, book.order(expected.id));
                order = book.nextOrder(order);
            }
            assertEquals(OrderBook.NO_ORDER, order, "an order too many");
        }
    }

    private void continueFromSnapshot() {
        final int length = book.writeSnapshot(snapshot, 8);
        assertEquals(book.snapshotLength(), length);
        // The other book has had a life of its own, so its orders will stand elsewhere in memory.
        final OrderBook other = flavour.config().maxOrders() < 1000 ? new OrderBook(flavour.config()) : spare;
        for (long id = 1; id <= operations % 7; id++) {
            other.add(id, Side.BUY, 5, 10 + id, 0, 0, new EventLog());
        }
        assertEquals(length, other.loadSnapshot(snapshot, 8));
        final UnsafeBuffer again = new UnsafeBuffer(new byte[length]);
        other.writeSnapshot(again, 0);
        for (int i = 0; i < length; i++) {
            assertEquals(snapshot.getByte(8 + i), again.getByte(i));
        }
        spare = book;
        book = other;
        // And once more, by copying.
        final OrderBook copy = new OrderBook(book.config());
        copy.add(1, Side.SELL, 5, 10, 0, 0, new EventLog());
        copy.copyFrom(book);
        book = copy;
    }
}
