package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** After construction the book takes no memory, whatever happens in it. */
class OrderBookAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Counts, and reads the levels like a publisher of market data would. */
    private static final class Counter extends SilentListener {
        private long fills;
        private long triggers;
        private long rejects;
        private long checksum;

        @Override
        public void onFill(final long active, final long passive, final long quantity, final long price,
                           final long activeLeft, final long passiveLeft) {
            fills++;
        }

        @Override
        public void onTriggered(final long id) {
            triggers++;
        }

        @Override
        public void onRejected(final long id, final RejectCode code) {
            rejects++;
        }

        @Override
        public void onDepth(final OrderBook book) {
            for (int side = 0; side < 2; side++) {
                for (int level = book.bestLevel(side); level != OrderBook.NO_LEVEL; level = book.nextLevel(level)) {
                    checksum += book.levelPrice(level) + book.levelQuantity(level) * book.levelOrders(level);
                }
            }
        }
    }

    @Test
    void shouldNotAllocateInAnyOperation() {
        final RandomFlow.Flavour flavour = new RandomFlow.Flavour("everything", new OrderBookConfig(300, 150, 5), 100,
            200, 10, 1, 10, 20, 10, 20, 60, 2, 0, 0);
        final RandomFlow flow = new RandomFlow(flavour, 11);
        final OrderBook book = new OrderBook(flavour.config());
        final Counter counter = new Counter();
        final UnsafeBuffer snapshot = new UnsafeBuffer(new byte[1 << 16]);
        long allocated = 0;
        for (int i = 0; i < 300_000; i++) {
            flow.next();
            final long before = allocatedBytes();
            run(flow, book, counter, snapshot, i);
            if (i >= 100_000) {
                allocated += allocatedBytes() - before;
            }
        }
        assertTrue(counter.fills > 10_000 && counter.triggers > 1_000 && counter.rejects > 1_000);
        assertEquals(0, allocated, "bytes in 200,000 operations");
    }

    private static void run(final RandomFlow flow, final OrderBook book, final BookListener listener,
                            final UnsafeBuffer snapshot, final int i) {
        switch (flow.kind) {
            case ADD -> book.add(flow.id, flow.side, flow.quantity, flow.price, flow.stop, flow.conditions, flow.tag,
                listener);
            case CANCEL -> book.cancel(flow.id, listener);
            case REDUCE -> book.reduce(flow.id, flow.quantity, listener);
            case REPLACE -> book.replace(flow.id, flow.quantity, flow.price, listener);
            case MARKET -> book.marketPrice(flow.price, listener);
        }
        if (i % 1000 == 0) {
            book.writeSnapshot(snapshot, 0);
            book.loadSnapshot(snapshot, 0);
        }
        if (i % 20_000 == 0) {
            book.clear();
        }
    }

    @Test
    void shouldNoticeAnAllocation() {
        final long before = allocatedBytes();
        assertEquals(1000, new long[1000].length);
        assertTrue(allocatedBytes() - before >= 8000);
    }
}
