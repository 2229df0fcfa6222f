package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muex.exchange.node.NodeAgent;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.ExchangeClient;
import io.muex.mu.session.SessionCommands;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Client, gateway and replica allocate nothing for an order once they are under way. */
class RoadAllocationTest {
    private static final int ORDERS = 20_000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    /** Looking after the driver's file four times a second is not free; per order it must vanish. */
    private static final double BYTES_PER_ORDER = 1;

    private long settled;

    @Test
    void shouldAllocateNothingPerOrder() {
        final RecycledLog log = new RecycledLog();
        final byte[] genesis = World.genesis(World.CLUSTER_ID,
            new SessionCommands.Capacities(64, 1 << 14, 1 << 21));
        try (Driver driver = new Driver();
            NodeAgent node = new NodeAgent(NodeConfig.ofLocal(1, driver.directory(), genesis, TestKeys.CLUSTER), log);
            GatewayAgent gateway = new GatewayAgent(GatewaySettings.ofLocal(
                World.NAME, 1, driver.directory(), 1, TestKeys.CLUSTER, TestKeys.source()));
            ExchangeClient client = new ExchangeClient(
                ClientConfig.ofLocal(World.NAME, driver.directory(), World.OPERATOR,
                    TestKeys.of(World.OPERATOR)), this::onReport)) {
            final Runnable step = () -> {
                node.doWork();
                gateway.doWork();
                client.poll();
            };
            final long deadlineNs = System.nanoTime() + DEADLINE_NS;
            while (client.state() != ClientState.ESTABLISHED && System.nanoTime() - deadlineNs < 0) {
                step.run();
            }
            client.addInstrument().instrumentId(ACME).symbol("ACME").tickMantissa(1).lotMantissa(1).minQuantity(1)
                .maxQuantity(1_000).depthLevels(5).maxOrders(1_000).maxLevels(100);
            assertTrue(client.submit() > 0);
            trade(client, step, ORDERS * 2);
            final long before = allocated();
            final long measuring = allocated() - before;
            final long start = allocated();
            trade(client, step, ORDERS);
            final double perOrder = (double) (allocated() - start - measuring) / ORDERS;
            System.out.printf("allocated per order on the road: %.3f bytes%n", perOrder);
            assertTrue(perOrder < BYTES_PER_ORDER, perOrder + " bytes per order");
            assertEquals(0, client.unanswered());
        }
    }

    private void onReport(final DirectBuffer buffer, final int offset) {
        settled++;
    }

    /** Buys and sells, so that every other order fills and none stays. */
    private static void trade(final ExchangeClient client, final Runnable step, final int orders) {
        final long first = client.nextNumber();
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        int given = 0;
        while ((given < orders || client.unanswered() > 0) && System.nanoTime() - deadlineNs < 0) {
            if (given < orders && client.unanswered() < 100) {
                final Side side = (given & 1) == 0 ? Side.BUY : Side.SELL;
                assertTrue(client.place(ACME, side, 1, 100, first + given++) > 0);
            }
            step.run();
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
