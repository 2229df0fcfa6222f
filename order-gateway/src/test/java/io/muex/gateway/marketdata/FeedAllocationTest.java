package io.muex.gateway.marketdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.EventRing;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** From event to book: neither publisher nor reader allocates once they run. */
class FeedAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 40_000;
    private static final int ROUNDS = 10;
    private static final int COMMANDS = 4_000;

    private final FeedExchange exchange = new FeedExchange(31, 31).withoutHashes();
    private final UnsafeBuffer packet = new UnsafeBuffer(0, 0);
    private final FeedOutput nowhere = new FeedOutput() {
        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            return true;
        }
    };
    private final FeedReader reader = new FeedReader(new FeedOutput[] {nowhere}, MarketDataListener.NONE);
    private final FeedOutput toReader = new FeedOutput() {
        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            packet.wrap(buffer, offset, length);
            reader.onPacket(0, packet, 0, length, nowNs);
            return true;
        }
    };
    private final FeedPublisher publisher = new FeedPublisher(
        1, new FeedPublisher.Outputs(toReader, toReader, nowhere), MarketDataConfig.ofDefaults(),
        new Tally<>(FeedCounter.class));
    private long nowNs = 1;
    private long next;

    /** The median, since the virtual machine books a few bytes of its own on the thread now and then. */
    @Test
    void shouldNotAllocateFromEventToBook() {
        exchange.restore(publisher);
        next = exchange.events().lastEventSeq() + 1;
        run(WARM_UP);
        assertTrue(reader.isLive(), reader::toString);
        final long[] allocated = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            allocated[round] = run(COMMANDS);
        }
        assertEquals(0, Arrays.stream(allocated).sorted().toArray()[ROUNDS / 2], () -> Arrays.toString(allocated));
        assertTrue(Arrays.stream(allocated).sum() < 8_192, () -> Arrays.toString(allocated));
        assertEquals(FeedExchange.hash(exchange.exchange().book(1)), reader.market().find(1).hash());
    }

    private long run(final int commands) {
        final EventRing ring = exchange.events();
        long allocated = 0;
        for (int i = 0; i < commands; i++) {
            exchange.next();
            nowNs += 100_000;
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            while (ring.isRetained(next)) {
                publisher.tracker().onEvent(ring.buffer(), ring.offset(next));
                next++;
            }
            publisher.step(nowNs, true);
            reader.step(nowNs);
            allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return allocated;
    }
}
