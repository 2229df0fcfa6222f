package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.client.OpenOrders;
import io.muex.gateway.client.Report;
import io.muex.gateway.client.ReportDispatcher;
import io.muex.gateway.client.ReportListener;
import io.muex.mu.session.SessionCommands;
import java.util.List;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Reports are read again while they are retained; where they are gone the open orders say how things stand. */
class ReadAgainTest {
    private static final SessionCommands.Capacities SMALL = new SessionCommands.Capacities(64, 1 << 10, 1 << 20);

    private static void place(final Trader trader, final Side side, final long first, final int count) {
        for (long clOrdId = first; clOrdId < first + count; clOrdId++) {
            assertTrue(trader.client.place(ACME, side, 1, 100, clOrdId) > 0);
        }
    }

    @Test
    void shouldGiveReportsAgainFromWhereverTheyAreWanted() {
        try (World world = new World()) {
            final Trader first = world.open(ALICE)[0];
            place(first, Side.SELL, 1, 20);
            world.until("answered", () -> first.client.unanswered() == 0);
            final long middle = first.client.lastEventSeq();
            place(first, Side.SELL, 21, 20);
            world.until("answered", () -> first.client.unanswered() == 0);
            for (final long from : new long[] {0, middle}) {
                final Trader again = world.trader(world.config(ALICE).withAfterEventSeq(from));
                world.until("read again", () -> again.client.state() == ClientState.ESTABLISHED);
                assertEquals(from == 0 ? 40 : 20, again.journal.accepted.size(), "from " + from);
                assertEquals(List.of(), again.journal.gone);
            }
        }
    }

    @Test
    void shouldKnowItsOpenOrdersAgainAfterItsReportsAreGone() {
        try (World world = new World(SMALL)) {
            final Trader[] traders = world.open(ALICE, BOB);
            world.traders.remove(traders[0]);
            traders[0].client.close();
            final Asking journal = new Asking();
            final OpenOrders orders = new OpenOrders(journal);
            final ExchangeClient client = new ExchangeClient(world.config(ALICE), orders);
            orders.bind(client);
            final Runnable poll = client::poll;
            world.also = poll;
            world.until("it knows that there are none", orders::isComplete);
            assertEquals(0, orders.count());
            assertEquals(0, journal.remaining + journal.told.size(), "the listener hears only what it asks itself");
            for (int i = 1; i <= 700; i++) {
                assertTrue(client.place(ACME, Side.SELL, 2, 100 + i % 3, i) > 0);
            }
            world.until("they rest", () -> client.unanswered() == 0);
            assertTrue(client.reduce(700, 1) > 0 && client.cancel(699) > 0 && client.replace(698, 3, 200) > 0);
            world.until("changed", () -> client.unanswered() == 0);
            assertEquals(699, orders.count());
            assertEquals(1, orders.find(700).leavesQuantity());
            assertEquals(5, orders.find(698).leavesQuantity());
            assertEquals(200, orders.find(698).price());
            assertEquals(truth(world, client, journal), brief(orders));

            world.also = null;
            final TreeSet<String> before = brief(orders);
            final Trader bob = traders[1];
            for (int done = 0; done < 3_000; done += 100) {
                place(bob, Side.BUY, done + 1, 100);
                world.until("answered", () -> bob.client.unanswered() == 0);
            }
            world.killGateway(1);
            world.startGateway(1);
            world.also = poll;
            world.until("it is told what is gone", () -> !journal.journal.gone.isEmpty());
            assertFalse(orders.isComplete());
            world.until("and knows again", orders::isComplete);
            assertNotEquals(before, brief(orders), "bob has bought some meanwhile");
            assertEquals(truth(world, client, journal), brief(orders));
            assertTrue(client.place(ACME, Side.SELL, 1, 900, 5_000) > 0);
            world.until("goes on", () -> client.unanswered() == 0);
            assertEquals(truth(world, client, journal), brief(orders));
            world.also = null;
            client.close();
        }
    }

    private static TreeSet<String> brief(final OpenOrders orders) {
        final TreeSet<String> all = new TreeSet<>();
        orders.forEach(order -> all.add(order.orderId() + " " + order.side() + " " + order.leavesQuantity() + " "
            + order.price()));
        return all;
    }

    /** What the exchange answers when the session asks by itself. */
    private static TreeSet<String> truth(final World world, final ExchangeClient client, final Asking asking) {
        final TreeSet<String> all = new TreeSet<>();
        asking.told = all;
        long after = 0;
        do {
            final long number = client.queryOrders(after);
            assertTrue(number > 0);
            world.until("answered", () -> client.unanswered() == 0);
            after = asking.last;
        } while (asking.remaining > 0);
        return all;
    }

    /** A journal that also keeps what it is told of open orders. */
    private static final class Asking implements ClientListener {
        private final Journal journal = new Journal();
        private TreeSet<String> told = new TreeSet<>();
        private long last;
        private int remaining;
        private final ReportDispatcher dispatcher = new ReportDispatcher(new ReportListener() {
            @Override
            public void onOpenOrder(final Report report, final OpenOrderFlyweight order) {
                last = order.orderId();
                told.add(order.orderId() + " " + order.side() + " " + order.leavesQuantity() + " " + order.price());
            }

            @Override
            public void onOpenOrdersEnd(final Report report, final OpenOrdersEndFlyweight end) {
                remaining = end.remaining();
            }
        });

        @Override
        public void onReport(final DirectBuffer buffer, final int offset) {
            journal.onReport(buffer, offset);
            dispatcher.onReport(buffer, offset);
        }

        @Override
        public void onSettled(final long number, final CommandOutcome outcome) {
            journal.onSettled(number, outcome);
        }

        @Override
        public void onReportsGone(final long firstEventSeq) {
            journal.onReportsGone(firstEventSeq);
        }
    }
}
