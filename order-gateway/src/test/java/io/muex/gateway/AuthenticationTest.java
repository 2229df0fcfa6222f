package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.muex.exchange.node.NodeCounter;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.gateway.World.Trader;
import io.muex.gateway.auth.LogOnCounter;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.ExchangeClient;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Whoever lacks a secret gets nothing but a refusal, and those who have it notice nothing. */
class AuthenticationTest {
    private static ClientConfig config(final World world, final long session, final Secret secret) {
        return ClientConfig.ofLocal(World.NAME, world.driver.directory(), session, secret);
    }

    private static void trade(final World world, final Trader trader) {
        final long number = trader.client.place(ACME, Side.BUY, 1, 100, 1_000 + trader.client.nextNumber());
        assertTrue(number > 0);
        world.until("answered", () -> trader.isSettled(number));
    }

    @Test
    void shouldRefuseAWrongSecretAndAnUnknownSessionAlike() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            final long logged = world.engines.get(1).view().appliedIndex();
            final Trader wrong = world.trader(config(world, BOB, Secret.random()));
            final Trader other = world.trader(config(world, BOB, TestKeys.of(ALICE)));
            final Trader unknown = world.trader(config(world, 5_000, TestKeys.of(BOB)));
            world.until("refused", () -> wrong.client.state() == ClientState.FAILED
                && other.client.state() == ClientState.FAILED && unknown.client.state() == ClientState.FAILED);
            for (final Trader refused : new Trader[] {wrong, other, unknown}) {
                assertTrue(refused.client.failure().contains("NOT_AUTHENTICATED"), refused.client.failure());
            }
            assertEquals(logged, world.engines.get(1).view().appliedIndex(), "nothing came near the log");
            assertEquals(3, world.gateways.get(1).logOns().value(LogOnCounter.NOT_AUTHENTICATED));
            trade(world, alice);
        }
    }

    @Test
    void shouldLetTheTrueOwnerGoOnAndComeBackWhileAStrangerGuesses() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            final LogOnCounter locks = LogOnCounter.LOCKS;
            for (int i = 0; world.gateways.get(1).logOns().value(locks) < 1; i++) {
                assertTrue(i < 50, world::toString);
                final Trader stranger = world.trader(config(world, ALICE, Secret.random()));
                world.until("told", () -> stranger.client.state() == ClientState.FAILED
                    || world.gateways.get(1).logOns().value(LogOnCounter.LOCKED_OUT) > 0);
                world.traders.remove(stranger);
                stranger.client.close();
                trade(world, alice);
            }
            assertEquals(ClientState.ESTABLISHED, alice.client.state(), "its connection goes on");
            alice.client.close();
            world.traders.remove(alice);
            final Trader again = world.trader(ALICE);
            world.until("let in after the lock", () -> again.client.state() == ClientState.ESTABLISHED);
            assertTrue(world.gateways.get(1).logOns().value(LogOnCounter.LOCKED_OUT) > 0);
            trade(world, again);
        }
    }

    @Test
    void shouldTakeNoGatewayThatDoesNotKnowTheSecretOfTheSession() {
        try (Driver driver = new Driver(); FakeGateway fake = new FakeGateway(driver.directory());
             ExchangeClient client = new ExchangeClient(
                 ClientConfig.ofLocal(World.NAME, driver.directory(), ALICE, TestKeys.of(ALICE)), new Journal())) {
            fake.secret = Secret.random();
            fake.until(client, () -> fake.answered >= 2);
            assertEquals(ClientState.SEEKING, client.state());
            assertEquals(0, fake.attached);
            fake.secret = TestKeys.of(ALICE);
            fake.until(client, () -> fake.attached == 1);
            assertEquals(ClientState.ESTABLISHING, client.state());
        }
    }

    @Test
    void shouldLetAReadOnlySessionAskAndNothingElse() {
        try (World world = new World()) {
            world.open();
            final Trader operator = world.traders.getFirst();
            final long opened = operator.client.openSession(20, 4);
            world.until("opened", () -> operator.isSettled(opened));
            final Trader watcher = world.trader(20);
            world.until("established", () -> watcher.client.state() == ClientState.ESTABLISHED);
            final long question = watcher.client.queryBook(ACME, 5);
            world.until("answered", () -> watcher.isSettled(question));
            final long logged = world.engines.get(1).view().appliedIndex();
            watcher.client.place(ACME, Side.BUY, 1, 100, 1);
            world.until("turned away", () -> watcher.client.state() == ClientState.FAILED);
            assertTrue(watcher.client.failure().contains("NOT_PERMITTED"), watcher.client.failure());
            assertEquals(logged, world.engines.get(1).view().appliedIndex(), "it came not near the log");
        }
    }

    @Test
    void shouldServeNoGatewayWithoutTheSecretOfTheCluster() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            world.clusterSecret = Secret.random();
            world.startGateway(2);
            world.during(600);
            assertFalse(world.gateways.get(2).isReady());
            assertEquals(0, world.gateways.get(2).tally().value(GatewayCounter.EVENTS_READ));
            for (int replica = 1; replica <= 3; replica++) {
                assertTrue(world.nodes.get(replica).tally().value(NodeCounter.NOT_PROVEN) > 0, world.toString());
            }
            trade(world, alice);
        }
    }

    @Test
    void shouldNotLetAGatewayWithoutTheSecretTakeThePlaceOfAnotherOfItsId() {
        try (World world = new World(); Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(world.driver.directory().toString()))) {
            final Trader alice = world.open(ALICE)[0];
            final long leaders = world.gateways.get(1).tally().value(GatewayCounter.LEADERS);
            final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
            final ExclusivePublication control = aeron.addExclusivePublication(
                "aeron:ipc?term-length=64k", ReplicaLink.CONTROL_STREAM_BASE + 1);
            for (int i = 0; i < 100; i++) {
                final int stream = 900_000 + i;
                final int length = ReplicaLink.encodeHello(message, 0, 1, World.CLUSTER_ID, stream, "aeron:ipc");
                // Every other one as if it had been heard from a gateway that has died since.
                final Secret secret = i % 2 == 0 ? Secret.random() : TestKeys.CLUSTER;
                ReplicaLink.helloProof(
                    message, 0, new GatewayProof(secret).ofHello(1, 1, stream, "aeron:ipc"));
                world.until("sent", () -> control.offer(message, 0, length) > 0);
                world.during(1);
            }
            trade(world, alice);
            assertTrue(world.nodes.get(1).tally().value(NodeCounter.NOT_PROVEN) >= 50, world.toString());
            assertTrue(world.nodes.get(1).tally().value(NodeCounter.GATEWAYS_REFUSED) > 0, world.toString());
            assertEquals(leaders, world.gateways.get(1).tally().value(GatewayCounter.LEADERS), "never left alone");
            assertEquals(ClientState.ESTABLISHED, alice.client.state());
        }
    }

    @Test
    void shouldNotWaitForProofsWhenTheLeaderChanges() {
        try (World world = new World()) {
            final Trader alice = world.open(ALICE)[0];
            world.during(300);
            final long before = world.gateways.get(1).tally().value(GatewayCounter.LEADERS);
            for (int change = 0; change < 6; change++) {
                world.cluster.lead(change % 3 + 1, 0);
                trade(world, alice);
            }
            assertTrue(world.gateways.get(1).tally().value(GatewayCounter.LEADERS) >= before + 5);
            for (int replica = 1; replica <= 3; replica++) {
                assertEquals(0, world.nodes.get(replica).tally().value(NodeCounter.NOT_PROVEN), world.toString());
                assertEquals(0, world.nodes.get(replica).tally().value(NodeCounter.NOT_OPEN), world.toString());
            }
        }
    }

    @Test
    void shouldNotLetAnybodyElseAttachToAConnection() {
        try (World world = new World(); Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(world.driver.directory().toString()))) {
            final Trader alice = world.open(ALICE)[0];
            try (RawClient bob = new RawClient(world, BOB)) {
                bob.establish();
                final ExclusivePublication thief =
                    aeron.addExclusivePublication("aeron:ipc?term-length=64k", bob.dataStream());
                final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
                final LogOnCounter wrong = LogOnCounter.WRONG_ATTACHMENTS;
                for (final byte[] proof : new byte[][] {new byte[Secret.LENGTH], bob.attachProof()}) {
                    final long before = world.gateways.get(1).logOns().value(wrong);
                    ClientLink.encodeAttach(message, 0, bob.connectionId(), proof);
                    world.until("sent", () -> thief.offer(message, 0, ClientLink.ATTACH_LENGTH) > 0);
                    world.until("counted", () -> world.gateways.get(1).logOns().value(wrong) == before + 1);
                }
                bob.send(bob.good(1, () -> { }));
                world.until("bob goes on", () -> bob.listen() && bob.answered() == 1);
            }
            trade(world, alice);
        }
    }
}
