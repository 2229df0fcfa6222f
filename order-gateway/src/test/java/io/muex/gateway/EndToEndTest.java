package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Side;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.CommandSender;
import io.muex.gateway.client.GatewayAddress;
import io.muex.mu.session.SessionCommands;
import java.net.DatagramSocket;
import java.net.SocketException;
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
            long attachments = world.gateways.get(1).tally().value(GatewayCounter.LEADERS);
            for (int death = 0; death < 3; death++) {
                final long first = alice.client.nextNumber();
                final long before = attachments;
                place(alice, Side.BUY, first, 30);
                world.driver.kill();
                world.during(20);
                place(alice, Side.BUY, first + 30, 30);
                world.driver.start();
                world.until("the gateway has found the leader through the new driver",
                    () -> world.gateways.get(1).tally().value(GatewayCounter.LEADERS) > before);
                place(alice, Side.BUY, first + 60, 30);
                world.until("all is answered", () -> alice.client.unanswered() == 0);
                attachments = world.gateways.get(1).tally().value(GatewayCounter.LEADERS);
            }
            final Trader bob = world.trader(BOB);
            world.until("a new client is taken", () -> bob.client.state() == ClientState.ESTABLISHED);
            assertEquals(LongStream.rangeClosed(1, 270).boxed().toList(), alice.journal.accepted);
            assertTrue(alice.journal.states.stream().filter(ClientState.SEEKING::equals).count() >= 3,
                "the client attached anew: " + alice.journal.states);
        }
    }

    @Test
    void shouldServeAClientThatFellBehindWithoutLosingAReport() {
        try (World world = new World()) {
            final Trader[] traders = world.open(ALICE, BOB);
            final Trader slow = traders[0];
            final Trader quick = traders[1];
            final int orders = 4_000;
            for (int done = 0; done < orders; done += 500) {
                place(slow, Side.SELL, done + 1, 500);
                world.until("offers rest", () -> slow.client.unanswered() == 0);
            }
            world.traders.remove(slow);
            for (int done = 0; done < orders; done += 500) {
                place(quick, Side.BUY, done + 1, 500);
                world.until("all bought", () -> quick.client.unanswered() == 0);
            }
            assertTrue(world.gateways.get(1).tally().value(GatewayCounter.CLIENTS_BEHIND) > 0, world.toString());
            assertEquals(0, slow.journal.filled.size());
            world.traders.add(slow);
            world.until("it has caught up", () -> slow.journal.filled.size() == orders);
            place(slow, Side.SELL, orders + 1, 1);
            world.until("and goes on", () -> slow.client.unanswered() == 0);
            assertEquals(List.of(), slow.journal.gone);
        }
    }

    @Test
    void shouldSayWhatIsGoneToAClientThatCameBackTooLate() {
        final SessionCommands.Capacities small = new SessionCommands.Capacities(64, 1 << 10, 1 << 20);
        try (World world = new World(small)) {
            final Trader[] traders = world.open(ALICE, BOB);
            final Trader absent = traders[0];
            final Trader present = traders[1];
            place(absent, Side.SELL, 1, 10);
            world.until("offers rest", () -> absent.client.unanswered() == 0);
            world.traders.remove(absent);
            world.killGateway(1);
            world.startGateway(2);
            place(present, Side.BUY, 1, 10);
            for (int done = 10; done < 3_000; done += 100) {
                place(present, Side.BUY, done + 1, 100);
                world.until("answered", () -> present.client.unanswered() == 0);
            }
            world.traders.add(absent);
            world.until("told", () -> !absent.journal.gone.isEmpty()
                && absent.client.state() == ClientState.ESTABLISHED);
            place(absent, Side.SELL, 11, 1);
            world.until("goes on", () -> absent.client.unanswered() == 0);
            assertEquals(0, absent.journal.filled.getOrDefault(1L, 0L));
        }
    }

    @Test
    void shouldLetAGatewayReadOnThatFellOffWhatIsRetained() {
        final SessionCommands.Capacities small = new SessionCommands.Capacities(64, 1 << 10, 1 << 20);
        try (World world = new World(small)) {
            final Trader[] traders = world.open(ALICE, BOB);
            final Trader alice = traders[0];
            final GatewayAgent paused = world.gateways.get(1);
            world.cluster.holdOnly(ALICE);
            place(alice, Side.SELL, 1, 10);
            world.until("undecided", () -> world.cluster.undecided() == 10);
            world.gateways.remove(1);
            world.traders.remove(alice);
            world.startGateway(2);
            final Trader bob = traders[1];
            for (int done = 0; done < 6_000; done += 100) {
                if (done == 3_000) {
                    world.cluster.release();
                }
                place(bob, Side.BUY, done + 1, 100);
                world.until("answered", () -> bob.client.unanswered() == 0);
            }
            world.gateways.put(1, paused);
            world.until("it fell off and read on", () -> paused.tally().value(GatewayCounter.EVENTS_GONE) > 0
                && paused.tally().value(GatewayCounter.UNANSWERED) == 0);
            world.traders.add(alice);
            world.until("alice knows", () -> alice.client.unanswered() == 0
                && alice.client.state() == ClientState.ESTABLISHED);
            assertTrue(alice.journal.settled.values().stream().allMatch(CommandOutcome.DETAILS_GONE::equals),
                alice.journal.settled.toString());
            place(alice, Side.BUY, 5_000, 10);
            world.until("and goes on", () -> alice.client.unanswered() == 0);
            assertEquals(LongStream.range(5_000, 5_010).boxed().toList(), alice.journal.accepted);
        }
    }

    @Test
    void shouldGiveASessionToTheLatestWhoClaimsItAndTellTheFormer() {
        try (World world = new World()) {
            final Trader first = world.open(ALICE)[0];
            place(first, Side.BUY, 1, 5);
            world.until("answered", () -> first.client.unanswered() == 0);
            final Trader second = world.trader(ALICE);
            world.until("established", () -> second.client.state() == ClientState.ESTABLISHED);
            world.until("told", () -> first.client.state() == ClientState.TAKEN_OVER);
            assertEquals(6, second.client.nextNumber());
            assertEquals(CommandSender.CLOSED, first.client.place(ACME, Side.BUY, 1, 100, 99));
            place(second, Side.BUY, 6, 5);
            world.until("answered", () -> second.client.unanswered() == 0);
            assertEquals(List.of(6L, 7L, 8L, 9L, 10L), second.journal.accepted);
        }
    }

    @Test
    void shouldGiveASessionToTheLatestAlsoThroughAnotherGateway() {
        try (World world = new World()) {
            final Trader first = world.open(ALICE)[0];
            world.startGateway(2);
            final Trader second = world.trader(
                world.config(ALICE).withGateways(List.of(GatewayAddress.ofLocal(2))));
            world.until("established", () -> second.client.state() == ClientState.ESTABLISHED);
            world.until("told", () -> first.client.state() == ClientState.TAKEN_OVER);
        }
    }

    @Test
    void shouldTellAClientThatItsSessionWasTakenOverAlsoWhenThatEventIsGone() {
        final SessionCommands.Capacities small = new SessionCommands.Capacities(64, 1 << 10, 1 << 20);
        try (World world = new World(small)) {
            final Trader[] traders = world.open(ALICE);
            final Trader first = traders[0];
            final GatewayAgent paused = world.gateways.remove(1);
            world.traders.remove(first);
            world.startGateway(2);
            final Trader second = world.trader(
                world.config(ALICE).withGateways(List.of(GatewayAddress.ofLocal(2))));
            world.until("established", () -> second.client.state() == ClientState.ESTABLISHED);
            for (int done = 0; done < 3_000; done += 100) {
                place(second, Side.BUY, done + 1, 100);
                world.until("answered", () -> second.client.unanswered() == 0);
            }
            world.gateways.put(1, paused);
            world.until("it fell off", () -> paused.tally().value(GatewayCounter.EVENTS_GONE) > 0
                && paused.tally().value(GatewayCounter.TAKEN_OVER) > 0);
            world.traders.add(first);
            world.until("told", () -> first.client.state() == ClientState.TAKEN_OVER);
            assertEquals(CommandSender.CLOSED, first.client.place(ACME, Side.BUY, 9_001, 100, 99));
            assertTrue(second.client.state() == ClientState.ESTABLISHED, "the latest keeps it");
        }
    }

    @Test
    void shouldRefuseAClientOfAnotherClusterAndASessionThatIsNotOpen() {
        try (World world = new World()) {
            final Trader stranger = world.trader(
                ClientConfig.ofLocal("other", world.driver.directory(), ALICE, TestKeys.of(ALICE)));
            final Trader unknown = world.trader(999);
            world.until("refused", () -> stranger.client.state() == ClientState.FAILED
                && unknown.client.state() == ClientState.FAILED);
            assertTrue(stranger.client.failure().contains("WRONG_CLUSTER"), stranger.client.failure());
            assertTrue(unknown.client.failure().contains("UNKNOWN_SESSION"), unknown.client.failure());
        }
    }

    @Test
    void shouldTellClientsWhenTheClusterWasCreatedAnew() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            final Trader operator = world.traders.get(0);
            place(alice, Side.BUY, 1, 50);
            world.until("answered", () -> alice.client.unanswered() == 0);
            world.cluster.noLeader();
            place(alice, Side.BUY, 51, 5);
            world.createAnew();
            world.until("all are told and established", () -> alice.journal.resets == 1
                && operator.journal.resets == 1 && alice.client.state() == ClientState.ESTABLISHED
                && operator.client.state() == ClientState.ESTABLISHED);
            assertEquals(0, alice.client.unanswered());
            assertEquals(1, alice.client.nextNumber());
            world.addInstrument(operator);
            place(alice, Side.BUY, 1, 5);
            world.until("answered anew", () -> alice.client.unanswered() == 0);
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), alice.journal.accepted);
        }
    }

    @Test
    void shouldSpeakOverTheNetworkAsWell() throws SocketException {
        final int port;
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        final SessionCommands.Capacities capacities = new SessionCommands.Capacities(64, 1 << 16, 1 << 23);
        try (World world = new World(capacities, "aeron:udp?endpoint=127.0.0.1:" + port)) {
            final Trader alice = world.open(ALICE)[0];
            place(alice, Side.BUY, 1, 100);
            world.until("answered", () -> alice.client.unanswered() == 0);
            world.killReplica(1);
            world.cluster.lead(3, 0);
            place(alice, Side.BUY, 101, 100);
            world.until("answered", () -> alice.client.unanswered() == 0);
            world.killGateway(1);
            world.startGateway(2);
            place(alice, Side.BUY, 201, 100);
            world.until("answered", () -> alice.client.unanswered() == 0);
            assertEquals(LongStream.rangeClosed(1, 300).boxed().toList(), alice.journal.accepted);
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
