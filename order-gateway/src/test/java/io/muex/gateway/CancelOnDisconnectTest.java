package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Side;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.ClientState;
import io.muex.mu.session.SessionCommands;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders of a session that wants it go with its client, and only with it, whoever dies on the way. */
class CancelOnDisconnectTest {
    private static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final int ORDERS = 5;

    private final World world = new World(new SessionCommands.Capacities(64, 1 << 16, 1 << 23), "aeron:ipc", GRACE_NS);
    private Trader alice;
    private Trader bob;

    /** Both have orders; alice's session wants them cancelled. */
    private void open() {
        final Trader[] traders = world.open(ALICE, BOB);
        alice = traders[0];
        bob = traders[1];
        final Trader operator = world.traders.get(0);
        operator.client.sessionLimits().targetSession(ALICE).maxOpenOrders(10_000).cancelOnDisconnect(true);
        final long number = operator.client.submit();
        world.until("limits are set", () -> operator.isSettled(number));
        place(alice, 1);
        place(bob, 1);
        world.until("orders rest", () -> live() == 2 * ORDERS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void place(final Trader trader, final long first) {
        for (long clOrdId = first; clOrdId < first + ORDERS; clOrdId++) {
            assertTrue(trader.client.place(ACME, Side.BUY, 1, 100, clOrdId) > 0);
        }
    }

    /** Live orders at the replica that has applied most. */
    private int live() {
        return world.engines.get(world.cluster.leader()).exchange().liveOrders();
    }

    @Test
    void shouldCancelAtOnceWhenTheClientSaysGoodbye() {
        open();
        final long startNs = System.nanoTime();
        world.traders.remove(alice);
        alice.client.close();
        world.until("alice's are gone", () -> live() == ORDERS);
        assertTrue(System.nanoTime() - startNs < GRACE_NS, "no grace is needed");
        world.during(100);
        assertEquals(ORDERS, live(), "bob's stay");
        bob.client.close();
        world.traders.remove(bob);
        world.during(2 * TimeUnit.NANOSECONDS.toMillis(GRACE_NS));
        assertEquals(ORDERS, live(), "bob's session does not want it");
    }

    @Test
    void shouldCancelWhenClientAndGatewayDieTogetherAndTheLeaderToo() {
        open();
        world.traders.remove(alice);
        world.killGateway(1);
        world.startGateway(2);
        world.killReplica(1);
        world.cluster.lead(3, 0);
        world.until("alice's are gone", () -> live() == ORDERS);
        world.until("bob goes on", () -> bob.client.state() == ClientState.ESTABLISHED);
        world.during(100);
        assertEquals(ORDERS, live());
    }

    @Test
    void shouldCancelNothingOfAClientThatGoesOnThroughAnotherGateway() {
        open();
        world.startGateway(2);
        world.killGateway(1);
        world.until("moved", () -> alice.client.state() == ClientState.SEEKING);
        world.until("moved", () -> alice.client.state() == ClientState.ESTABLISHED);
        world.during(2 * TimeUnit.NANOSECONDS.toMillis(GRACE_NS));
        assertEquals(2 * ORDERS, live());
        assertEquals(2, alice.journal.states.stream().filter(ClientState.ESTABLISHED::equals).count());
    }

    @Test
    void shouldNotExecuteWhatAGatewaySendsOnThatSleptThroughTheEndOfTheConnection() {
        open();
        world.cluster.noLeader();
        place(alice, 100);
        world.until("the gateway has them",
            () -> world.gateways.get(1).tally().value(GatewayCounter.UNANSWERED) == ORDERS);
        final GatewayAgent paused = world.gateways.remove(1);
        world.traders.remove(alice);
        world.startGateway(2);
        world.cluster.lead(2, 0);
        world.until("alice's are gone", () -> live() == ORDERS);
        world.gateways.put(1, paused);
        world.until("it has sent them", () -> paused.tally().value(GatewayCounter.UNANSWERED) == 0);
        world.during(50);
        assertEquals(ORDERS, live(), "none of them was entered");
    }

    @Test
    void shouldLetAClientGoOnThatWasTakenForDead() {
        open();
        final GatewayAgent paused = world.gateways.remove(1);
        world.traders.remove(alice);
        world.until("alice's are gone", () -> live() == ORDERS);
        world.gateways.put(1, paused);
        world.traders.add(alice);
        place(alice, 100);
        world.until("answered", () -> alice.client.unanswered() == 0 && live() == 2 * ORDERS);
        assertEquals(ClientState.ESTABLISHED, alice.client.state(), alice.client.failure());
        assertEquals(2 * ORDERS, alice.journal.accepted.size(), "and she has heard of all");
        assertTrue(paused.tally().value(GatewayCounter.DISCONNECTED) > 0
            || alice.journal.states.contains(ClientState.SEEKING), world.toString());
    }
}
