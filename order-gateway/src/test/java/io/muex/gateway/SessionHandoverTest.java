package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Side;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.GatewayAddress;
import io.muex.mu.session.SessionCommands;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that goes from connection to connection while gateways stand still and events are lost. */
class SessionHandoverTest {
    private static final SessionCommands.Capacities SMALL = new SessionCommands.Capacities(64, 1 << 10, 1 << 20);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeAClientBackThatMovedAwayAndReturned(final boolean eventsGone) {
        try (World world = new World(SMALL)) {
            final Trader[] traders = world.open(ALICE, BOB);
            final Trader alice = traders[0];
            final GatewayAgent paused = world.gateways.remove(1);
            world.startGateway(2);
            place(alice, 1, 5);
            world.until("moved away", () -> alice.client.unanswered() == 0);
            if (eventsGone) {
                final Trader bob = traders[1];
                for (int done = 0; done < 3_000; done += 100) {
                    place(bob, done + 1, 100);
                    world.until("answered", () -> bob.client.unanswered() == 0);
                }
            }
            world.killGateway(2);
            place(alice, 6, 5);
            world.gateways.put(1, paused);
            world.until("returned", () -> alice.client.unanswered() == 0);
            world.during(100);
            assertEquals(ClientState.ESTABLISHED, alice.client.state(), alice.client.failure());
            place(alice, 11, 5);
            world.until("goes on", () -> alice.client.unanswered() == 0);
            assertEquals(LongStream.rangeClosed(1, 15).boxed().toList(), alice.journal.accepted);
        }
    }

    @Test
    void shouldNotCallCommandsExecutedWhoseNumbersSomebodyElseHasUsed() {
        try (World world = new World(SMALL)) {
            final Trader first = world.open(ALICE)[0];
            place(first, 1, 5);
            world.until("answered", () -> first.client.unanswered() == 0);
            world.killGateway(1);
            world.traders.remove(first);
            place(first, 6, 5); // they never leave this client
            world.startGateway(2);
            final Trader second = world.trader(
                world.config(ALICE).withGateways(List.of(GatewayAddress.ofLocal(2))));
            world.until("taken over", () -> second.client.state() == ClientState.ESTABLISHED);
            for (int done = 0; done < 3_000; done += 100) {
                place(second, 1_000 + done, 100);
                world.until("answered", () -> second.client.unanswered() == 0);
            }
            second.client.close();
            world.traders.remove(second);
            world.traders.add(first);
            world.until("it knows", () -> first.client.unanswered() == 0
                && first.client.state() == ClientState.ESTABLISHED);
            for (long number = 6; number <= 10; number++) {
                assertEquals(CommandOutcome.UNKNOWN, first.journal.settled.get(number), "number " + number);
            }
            assertEquals(3_006, first.client.nextNumber());
            place(first, 9_000, 5);
            world.until("goes on", () -> first.client.unanswered() == 0);
            assertEquals(CommandOutcome.ANSWERED, first.journal.settled.get(3_010L));
        }
    }

    private static void place(final Trader trader, final long first, final int count) {
        for (long clOrdId = first; clOrdId < first + count; clOrdId++) {
            assertTrue(trader.client.place(ACME, Side.BUY, 1, 100, clOrdId) > 0);
        }
    }
}
