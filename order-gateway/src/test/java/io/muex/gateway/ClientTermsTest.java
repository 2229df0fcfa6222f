package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientState;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gateway demands of its clients and what it does when they do not do it; what they notice of it. */
class ClientTermsTest {
    private static final long MILLI_NS = 1_000_000;
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private void restartGateway(final ClientTerms terms) {
        world.killGateway(1);
        world.terms = terms;
        world.startGateway(1);
    }

    private static void place(final Trader trader, final Side side, final long first, final int count) {
        for (long clOrdId = first; clOrdId < first + count; clOrdId++) {
            assertTrue(trader.client.place(ACME, side, 1, 100, clOrdId) > 0);
        }
    }

    private long counted(final GatewayCounter counter) {
        return world.gateways.get(1).tally().value(counter);
    }

    @Test
    void shouldSlowASessionDownThatSendsTooFastAndLoseNothingOfIt() {
        restartGateway(ClientTerms.usual().withRate(500, 20));
        final Trader[] traders = world.open(ALICE, BOB);
        final Trader alice = traders[0];
        final long startNs = System.nanoTime();
        place(alice, Side.BUY, 1, 200);
        place(traders[1], Side.BUY, 1, 10);
        world.until("bob is not held up", () -> traders[1].client.unanswered() == 0);
        assertTrue(alice.client.unanswered() > 0, "alice is");
        assertTrue(alice.client.cancel(1) > 0);
        world.until("all is answered", () -> alice.client.unanswered() == 0);
        final long tookNs = System.nanoTime() - startNs;
        assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), alice.journal.accepted);
        assertTrue(tookNs >= (200 - 20) * 2 * MILLI_NS, "200 at 500 a second and 20 at once: " + tookNs + " ns");
        assertTrue(counted(GatewayCounter.THROTTLED) > 0, world.toString());
        assertEquals(1, alice.journal.states.stream().filter(ClientState.ESTABLISHED::equals).count(),
            "no new claim was needed");
    }

    @Test
    void shouldNotHoldUpWhatLessensRisk() {
        restartGateway(ClientTerms.usual().withRate(1, 100));
        final Trader alice = world.open(ALICE)[0];
        place(alice, Side.BUY, 1, 90);
        world.until("they rest", () -> alice.client.unanswered() == 0);
        for (long clOrdId = 1; clOrdId <= 90; clOrdId++) {
            assertTrue(alice.client.cancel(clOrdId) > 0);
        }
        final long throttled = counted(GatewayCounter.THROTTLED);
        world.until("all are cancelled", () -> alice.client.unanswered() == 0);
        assertEquals(0, throttled);
    }

    @Test
    void shouldTellClientsWhenItEndsSoThatTheyMoveAtOnce() {
        world.startGateway(2);
        final ClientConfig patient = world.config(ALICE);
        world.open(BOB);
        final Trader alice = world.trader(new ClientConfig(patient.cluster(), ALICE, patient.aeronDirectory(),
            patient.gateways(), patient.egressChannel(), patient.maxUnanswered(), patient.afterEventSeq(),
            TimeUnit.SECONDS.toNanos(60), patient.termLengthBytes(), patient.secret()));
        world.until("established", () -> alice.client.state() == ClientState.ESTABLISHED);
        final long startNs = System.nanoTime();
        world.gateways.remove(1).close();
        world.until("moved", () -> alice.client.state() == ClientState.SEEKING);
        world.until("moved", () -> alice.client.state() == ClientState.ESTABLISHED);
        assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(5), "it did not wait for silence");
    }

    @Test
    void shouldGiveASilentClientUpAndTakeItBack() {
        restartGateway(ClientTerms.usual().withTimeoutNs(200 * MILLI_NS));
        final Trader alice = world.open(ALICE)[0];
        world.traders.remove(alice);
        world.until("given up", () -> counted(GatewayCounter.CLIENTS_TIMED_OUT) == 1);
        world.traders.add(alice);
        place(alice, Side.BUY, 1, 5);
        world.until("it goes on", () -> alice.client.unanswered() == 0);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), alice.journal.accepted);
    }

    @Test
    void shouldServeOthersWhileOneDoesNotReadThenLetItGoAndLoseNothing() {
        restartGateway(ClientTerms.usual().withSlowNs(300 * MILLI_NS));
        final Trader[] traders = world.open(ALICE, BOB);
        final Trader stuck = traders[0];
        final Trader quick = traders[1];
        final int orders = 4_000;
        for (int done = 0; done < orders; done += 500) {
            place(stuck, Side.SELL, done + 1, 500);
            world.until("offers rest", () -> stuck.client.unanswered() == 0);
        }
        final long aloneNs = medianNs(quick, 100_000, 200);
        world.traders.remove(stuck);
        for (int done = 0; done < orders; done += 500) {
            place(quick, Side.BUY, done + 1, 500);
            world.until("all bought", () -> quick.client.unanswered() == 0);
        }
        assertTrue(counted(GatewayCounter.CLIENTS_BEHIND) > 0, world.toString());
        final long allocated = allocated();
        final long besideNs = medianNs(quick, 200_000, 200);
        final long grownBytes = allocated() - allocated;
        System.out.printf("median of a round trip: %,d ns alone, %,d ns beside a client that does not read; %,d bytes"
            + " allocated meanwhile%n", aloneNs, besideNs, grownBytes);
        assertTrue(besideNs < 5 * aloneNs + MILLI_NS, "others wait for who does not read");
        assertTrue(grownBytes < 1 << 20, "whatever is kept for it grows: " + grownBytes);
        assertEquals(0, stuck.journal.filled.size());
        world.until("it is let go", () -> counted(GatewayCounter.CLIENTS_TOO_SLOW) == 1);
        world.traders.add(stuck);
        world.until("it has heard of everything", () -> stuck.journal.filled.size() == orders);
        place(stuck, Side.SELL, orders + 1, 1);
        world.until("and goes on", () -> stuck.client.unanswered() == 0);
        assertEquals(List.of(), stuck.journal.gone);
    }

    /** Median time in which an order is answered. */
    private long medianNs(final Trader trader, final long firstId, final int orders) {
        final long[] times = new long[orders];
        for (int i = 0; i < orders; i++) {
            final long startNs = System.nanoTime();
            assertTrue(trader.client.place(ACME, Side.BUY, 1, 50, firstId + i) > 0);
            world.until("answered", () -> trader.client.unanswered() == 0);
            times[i] = System.nanoTime() - startNs;
        }
        return LongStream.of(times).sorted().toArray()[orders / 2];
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
