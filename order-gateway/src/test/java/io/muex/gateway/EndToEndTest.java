package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Side;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.CommandSender;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Orders on their whole way, from client to client, and what must not happen to them when somebody dies. */
class EndToEndTest {
    @Test
    void shouldAcceptAndFillOrdersOfTwoSessions() {
        try (World world = new World()) {
            final Trader[] traders = world.open(ALICE, BOB);
            final long sell = traders[0].client.place(ACME, Side.SELL, 100, 1_000, 1);
            world.until("the offer rests", () -> traders[0].isSettled(sell));
            final long buy = traders[1].client.place(ACME, Side.BUY, 60, 1_000, 2);
            world.until("the bid is answered", () -> traders[1].isSettled(buy));
            world.until("the maker hears of it", () -> traders[0].journal.filled.containsKey(1L));
            assertEquals(60, traders[0].journal.filled.get(1L));
            assertEquals(60, traders[1].journal.filled.get(2L));
            assertEquals(List.of(1L), traders[0].journal.accepted);
            assertEquals(List.of(2L), traders[1].journal.accepted);
        }
    }

    @Test
    void shouldLoseDoubleAndReorderNothingWhenTheLeaderChanges() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            for (int change = 0; change < 6; change++) {
                final int survivors = change * 17;
                world.cluster.hold();
                final long first = alice.client.nextNumber();
                for (int i = 0; i < 100; i++) {
                    assertTrue(alice.client.place(ACME, Side.BUY, 1, 100, first + i) > 0);
                }
                world.until("the leader has them", () -> world.cluster.undecided() == 100);
                final int dead = world.cluster.leader();
                world.killReplica(dead);
                world.cluster.noLeader();
                for (int i = 0; i < 20; i++) {
                    assertTrue(alice.client.place(ACME, Side.BUY, 1, 100, first + 100 + i) > 0);
                }
                world.during(5);
                world.cluster.lead(dead % 3 + 1, survivors);
                world.cluster.release();
                world.until("everything is answered", () -> alice.client.unanswered() == 0);
                world.startReplica(dead);
            }
            assertEquals(LongStream.rangeClosed(1, 720).boxed().toList(), alice.journal.accepted);
            assertTrue(alice.journal.settled.values().stream().allMatch(CommandOutcome.ANSWERED::equals));
        }
    }

    @Test
    void shouldGoOnThroughAnotherGatewayWhenOneDies() {
        try (World world = new World()) {
            final Trader[] traders = world.open(ALICE, BOB);
            final Trader alice = traders[0];
            final Trader bob = traders[1];
            place(alice, Side.SELL, 1, 50);
            world.until("answered", () -> alice.client.unanswered() == 0);
            world.cluster.hold();
            place(alice, Side.SELL, 51, 50);
            place(bob, Side.BUY, 1, 75);
            world.until("undecided", () -> world.cluster.undecided() == 125);
            world.killGateway(1);
            world.cluster.release();
            place(alice, Side.SELL, 101, 50);
            world.startGateway(2);
            world.until("all is answered", () -> alice.client.unanswered() + bob.client.unanswered() == 0);
            world.until("fills are told", () -> alice.journal.filled.size() == 75 && bob.journal.filled.size() == 75);
            assertEquals(LongStream.rangeClosed(1, 150).boxed().toList(), alice.journal.accepted);
            assertEquals(LongStream.rangeClosed(1, 75).boxed().toList(), bob.journal.accepted);
        }
    }

    @Test
    void shouldGoOnThroughTheSuccessorOfAGatewayThatDied() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            for (int death = 0; death < 3; death++) {
                final long first = alice.client.nextNumber();
                place(alice, Side.BUY, first, 30);
                for (int i = 0; i < death * 3; i++) {
                    world.step();
                }
                world.killGateway(1);
                place(alice, Side.BUY, first + 30, 30);
                world.startGateway(1);
                world.until("all is answered", () -> alice.client.unanswered() == 0);
            }
            assertEquals(LongStream.rangeClosed(1, 180).boxed().toList(), alice.journal.accepted);
        }
    }

    @Test
    void shouldNotExecuteWhatAPausedGatewaySendsAfterItsClientLeft() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            world.cluster.noLeader();
            place(alice, Side.BUY, 1, 40);
            world.until("the gateway has them",
                () -> world.gateways.get(1).tally().value(GatewayCounter.UNANSWERED) == 40);
            final GatewayAgent paused = world.gateways.remove(1);
            world.startGateway(2);
            world.cluster.lead(2, 0);
            world.until("all is answered", () -> alice.client.unanswered() == 0);
            final long events = world.engines.get(2).machine().events().lastEventSeq();
            world.gateways.put(1, paused);
            world.until("the old gateway has read on",
                () -> paused.tally().value(GatewayCounter.UNANSWERED) == 0);
            world.during(50);
            assertEquals(LongStream.rangeClosed(1, 40).boxed().toList(), alice.journal.accepted);
            assertEquals(events, world.engines.get(2).machine().events().lastEventSeq(), "nothing happened any more");
        }
    }

    @Test
    void shouldSurviveTheDeathOfTheMediaDriver() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            for (int death = 0; death < 2; death++) {
                final long first = alice.client.nextNumber();
                place(alice, Side.BUY, first, 30);
                world.driver.kill();
                world.during(20);
                world.driver.start();
                place(alice, Side.BUY, first + 30, 30);
                world.until("all is answered", () -> alice.client.unanswered() == 0);
            }
            assertEquals(LongStream.rangeClosed(1, 120).boxed().toList(), alice.journal.accepted);
        }
    }

    @Test
    void shouldTellAClientThatItIsFullAndLetItGoOnLater() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            world.cluster.full(true);
            long taken = 0;
            while (alice.client.place(ACME, Side.BUY, 1, 100, taken + 1) > 0) {
                taken++;
            }
            assertEquals(1_024, taken);
            world.during(20);
            assertEquals(CommandSender.BUSY, alice.client.place(ACME, Side.BUY, 1, 100, 5_000));
            world.cluster.full(false);
            world.until("all is answered", () -> alice.client.unanswered() == 0);
            assertEquals(LongStream.rangeClosed(1, 1_024).boxed().toList(), alice.journal.accepted);
        }
    }

    private static void place(final Trader trader, final Side side, final long first, final int count) {
        for (long clOrdId = first; clOrdId < first + count; clOrdId++) {
            assertTrue(trader.client.place(ACME, side, 1, 100, clOrdId) > 0);
        }
    }
}
