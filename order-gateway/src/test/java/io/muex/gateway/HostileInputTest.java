package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static io.muex.gateway.World.OPERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.muex.exchange.node.NodeCounter;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.gateway.auth.LogOnCounter;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.tcp.TcpCounter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million frames that nobody should send, into every stream of a gateway and of the replicas and through its port
 * for TCP, over connections with and without credentials, while two sessions trade: nothing breaks or grows, every
 * frame is under a counter that says what was wrong with it, and the two notice nothing but the time that it takes.
 */
@Tag("long")
@Timeout(240)
class HostileInputTest {
    /** Client order id of an order of another session that the attacker tries to cancel. */
    static final long RESTING = 777;

    private static final long FRAMES = Long.getLong("muex.hostile.frames", 1_000_000);
    private static final long SEED = Long.getLong("muex.hostile.seed", System.nanoTime() >>> 20);
    private static final int BURST = 16;
    private static final int CALM_ORDERS = 2_000;
    private static final long MOST_GROWTH_BYTES = 2 << 20;
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int HEAP_LOOKS = 10;
    private static final int SUBSCRIBER_POSITION = 4;
    private static final int STREAM_IN_KEY = 12;
    private static final String CHANNEL = "aeron:ipc?term-length=256k";

    /** One each for a frame that came over the streams of clients; those of good clients that do not count apart. */
    private static final List<GatewayCounter> AT_GATEWAY = List.of(GatewayCounter.MALFORMED, GatewayCounter.OVERSIZED,
        GatewayCounter.GREETINGS, GatewayCounter.PROOFS, GatewayCounter.ATTACHED, GatewayCounter.GOODBYES,
        GatewayCounter.TOO_LATE, GatewayCounter.NOT_ATTACHED, GatewayCounter.WRONG_SESSION,
        GatewayCounter.WRONG_CLUSTER, GatewayCounter.NOT_ESTABLISHED, GatewayCounter.OUT_OF_SEQUENCE,
        GatewayCounter.REPEATED, GatewayCounter.THROTTLED, GatewayCounter.NOT_PERMITTED,
        GatewayCounter.CLIENTS_NOT_TAKEN, GatewayCounter.COMMANDS_TAKEN);
    /** The same for frames to a replica that do not come from its gateway. */
    private static final List<NodeCounter> AT_REPLICA = List.of(NodeCounter.MALFORMED, NodeCounter.OVERSIZED,
        NodeCounter.NOT_PROVEN, NodeCounter.NOT_OPEN, NodeCounter.GATEWAYS_REFUSED);

    private final Random random = new Random(SEED);
    private final World world = new World();
    private final List<Target> targets = new ArrayList<>();
    private HostileFrames frames;
    private HostileSockets sockets;
    private boolean isAttack;
    private long toGateway;
    private long toReplicas;

    /** A stream, and what is sent into it. */
    private record Target(ExclusivePublication out, IntSupplier frame, boolean isGateway) {
    }

    /** A session that trades one order after another. */
    private static final class GoodSession implements ClientListener {
        private final ExchangeClient client;
        private final long[] latencies = new long[1 << 20];
        private int count;
        private int unusual;
        private long sentNs;
        private long given;
        private boolean isTrading = true;

        GoodSession(final World world, final long session) {
            client = new ExchangeClient(patient(world, session), this);
        }

        void step() {
            client.poll();
            if (client.state() == ClientState.ESTABLISHED && client.unanswered() == 0 && isTrading) {
                sentNs = System.nanoTime();
                if (given++ % 2 == 0) {
                    client.place(ACME, Side.BUY, 1, 90, 1);
                } else {
                    client.cancel(1);
                }
            }
        }

        @Override
        public void onReport(final DirectBuffer buffer, final int offset) {
            // Commands are what counts, each by its last report.
        }

        @Override
        public void onSettled(final long number, final CommandOutcome outcome) {
            latencies[count++] = System.nanoTime() - sentNs;
            unusual += outcome == CommandOutcome.ANSWERED ? 0 : 1;
        }

        String percentiles(final int from) {
            final long[] sorted = Arrays.copyOfRange(latencies, from, count);
            Arrays.sort(sorted);
            return "p50 %,d us, p99 %,d us, longest %,d us over %,d commands".formatted(
                sorted[sorted.length / 2] / 1_000, sorted[(int) (sorted.length * 0.99)] / 1_000,
                sorted[sorted.length - 1] / 1_000, sorted.length);
        }
    }

    @Test
    void shouldStandAMillionHostileFramesWhileOthersTrade() throws IOException {
        System.out.println("hostile input of seed " + SEED);
        try (world; Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(world.driver.directory().toString()));
             HostileSockets tcp = new HostileSockets(world.driver.directory(), new Random(SEED))) {
            sockets = tcp;
            final World.Trader operator = world.trader(patient(world, OPERATOR));
            final World.Trader alice = world.trader(patient(world, ALICE));
            world.until("established", () -> operator.client.state() == ClientState.ESTABLISHED
                && alice.client.state() == ClientState.ESTABLISHED);
            world.addInstrument(operator);
            final long resting = alice.client.place(ACME, Side.BUY, 5, 50, RESTING);
            world.until("rests", () -> alice.isSettled(resting));
            final GoodSession[] good = goodSessions(operator);
            try (RawClient raw = new RawClient(world, BOB)) {
                raw.establish();
                aim(aeron, raw);
                world.until("calm trade", () -> good[0].count > CALM_ORDERS && good[1].count > CALM_ORDERS);
                attack(raw, good);
            }
            final long cancel = alice.client.cancel(RESTING);
            world.until("the order rested untouched", () -> alice.isSettled(cancel));
            assertEquals(ClientState.ESTABLISHED, alice.client.state());
        }
    }

    /** Everybody shares one thread with the gateway, which collects garbage now and then: that is no silence. */
    private static ClientConfig patient(final World world, final long session) {
        final ClientConfig usual = world.config(session);
        return new ClientConfig(usual.cluster(), session, usual.aeronDirectory(), usual.gateways(),
            usual.egressChannel(), usual.maxUnanswered(), usual.afterEventSeq(), PATIENCE_NS,
            usual.termLengthBytes(), usual.secret());
    }

    private GoodSession[] goodSessions(final World.Trader operator) {
        final long opened = operator.client.openSession(30, 0);
        final long second = operator.client.openSession(31, 0);
        world.until("sessions opened", () -> operator.isSettled(opened) && operator.isSettled(second));
        final GoodSession[] good = {new GoodSession(world, 30), new GoodSession(world, 31)};
        world.also = () -> {
            good[0].step();
            good[1].step();
            sockets.step(isAttack);
        };
        return good;
    }

    private void aim(final Aeron aeron, final RawClient raw) {
        frames = new HostileFrames(random, raw);
        final Target own = new Target(raw.data, frames::overOwnConnection, true);
        targets.addAll(List.of(own, own, own));
        targets.add(new Target(
            aeron.addExclusivePublication(CHANNEL, raw.dataStream), frames::overNoConnection, true));
        targets.add(new Target(aeron.addExclusivePublication(
            CHANNEL, ClientLink.CONTROL_STREAM_BASE + 1), frames::greeting, true));
        for (final int id : world.nodes.keySet()) {
            targets.add(new Target(aeron.addExclusivePublication(
                CHANNEL, ReplicaLink.CONTROL_STREAM_BASE + id), frames::randomBytes, false));
            targets.add(new Target(
                aeron.addExclusivePublication(CHANNEL, dataStream(aeron, id)), frames::toReplica, false));
        }
    }

    /** Nobody tells a stranger where a replica listens; trying all streams of the driver does. */
    private int dataStream(final Aeron aeron, final int replica) {
        final Set<Integer> streams = new TreeSet<>();
        final CountersReader counters = aeron.countersReader();
        counters.forEach((counterId, typeId, key, label) -> {
            if (typeId == SUBSCRIBER_POSITION) {
                streams.add(key.getInt(STREAM_IN_KEY));
            }
        });
        final UnsafeBuffer garbage = new UnsafeBuffer(new byte[24]);
        for (final int stream : streams) {
            if (stream < ReplicaLink.CONTROL_STREAM_BASE || stream > ClientLink.CONTROL_STREAM_BASE + 64) {
                final long before = world.nodes.get(replica).tally().value(NodeCounter.MALFORMED);
                try (ExclusivePublication probe = aeron.addExclusivePublication(CHANNEL, stream)) {
                    final long untilNs = System.nanoTime() + 200_000_000;
                    while (System.nanoTime() - untilNs < 0 && probe.offer(garbage, 0, 24) < 0) {
                        world.step();
                    }
                    world.during(20);
                }
                if (world.nodes.get(replica).tally().value(NodeCounter.MALFORMED) > before) {
                    return stream;
                }
            }
        }
        throw new AssertionError("replica " + replica + " listens to none of " + streams);
    }

    private void attack(final RawClient raw, final GoodSession[] good) {
        trade(good, false);
        final int[] calm = {good[0].count, good[1].count};
        final long gatewayBefore = atGateway(good);
        final long replicasBefore = atReplicas();
        trade(good, true);
        isAttack = true;
        final List<Long> heap = new ArrayList<>();
        long sent = 0;
        while (sent < FRAMES) {
            for (int i = 0; i < BURST; i++) {
                sent += send(targets.get(random.nextInt(targets.size())));
            }
            raw.forgetRejects();
            world.step();
            listen(raw);
            if (sent >= (heap.size() + 1) * FRAMES / HEAP_LOOKS) {
                heap.add(heapAfterCollection());
            }
        }
        isAttack = false;
        sockets.leave();
        trade(good, false);
        world.until("everything was taken", () -> {
            listen(raw);
            return sockets.isEmpty() && atReplicas() - replicasBefore >= toReplicas
                && atGateway(good) - gatewayBefore >= toGateway + sockets.count(TcpCounter.MESSAGES_IN);
        });
        world.during(300);
        listen(raw);
        report(good, calm, sent, heap);
        toGateway += sockets.count(TcpCounter.MESSAGES_IN);
        assertEquals(toGateway, atGateway(good) - gatewayBefore, () -> "seed " + SEED + "\n" + world);
        assertEquals(toReplicas, atReplicas() - replicasBefore, () -> "seed " + SEED + "\n" + world);
        final long growth = heap.getLast() - heap.get(HEAP_LOOKS / 2 - 1);
        assertTrue(growth < MOST_GROWTH_BYTES, () -> "seed " + SEED + ": the heap grows: " + heap);
        for (int i = 0; i < good.length; i++) {
            assertEquals(0, good[i].unusual, "seed " + SEED);
            assertTrue(good[i].count > calm[i] + 100, "seed " + SEED + ": " + good[i].count + " after " + calm[i]);
        }
        judgeCounters();
    }

    /** Begins to trade, or ends and waits until everything is answered. */
    private void trade(final GoodSession[] good, final boolean isTrading) {
        for (final GoodSession session : good) {
            session.isTrading = isTrading;
            world.until("answered", () -> isTrading || session.client.unanswered() == 0);
        }
    }

    /** Not one kind was forgotten. */
    private void judgeCounters() {
        for (final GatewayCounter counter : List.of(GatewayCounter.MALFORMED, GatewayCounter.OVERSIZED,
            GatewayCounter.NOT_ATTACHED, GatewayCounter.WRONG_SESSION, GatewayCounter.WRONG_CLUSTER,
            GatewayCounter.NOT_ESTABLISHED, GatewayCounter.OUT_OF_SEQUENCE, GatewayCounter.NOT_PERMITTED,
            GatewayCounter.GREETINGS, GatewayCounter.PROOFS)) {
            assertTrue(gateway().tally().value(counter) > FRAMES / 10_000, counter + ", seed " + SEED + "\n" + world);
        }
        assertTrue(gateway().logOns().value(LogOnCounter.UNEXPECTED_PROOFS) > 0, "seed " + SEED);
        for (final TcpCounter counter : List.of(TcpCounter.TAKEN, TcpCounter.MESSAGES_IN, TcpCounter.MALFORMED)) {
            assertTrue(sockets.count(counter) > 10, () -> "seed " + SEED + ": " + sockets);
        }
    }

    private void listen(final RawClient raw) {
        for (int i = 0; i < BURST; i++) {
            raw.listen();
        }
        raw.forgetRejects();
    }

    private int send(final Target target) {
        final int length = target.frame.getAsInt();
        if (target.out.offer(frames.buffer, 0, length) < 0) {
            return 0;
        }
        if (target.out == targets.getFirst().out) {
            frames.sent();
        }
        if (target.isGateway) {
            toGateway++;
        } else {
            toReplicas++;
        }
        return 1;
    }

    private GatewayAgent gateway() {
        return world.gateways.get(1);
    }

    /** Frames by counter; those of the good sessions, and what a second counter says of a proof, taken off. */
    private long atGateway(final GoodSession[] good) {
        long sum = -gateway().logOns().value(LogOnCounter.TOO_MANY_CONNECTIONS);
        for (final GatewayCounter counter : AT_GATEWAY) {
            sum += gateway().tally().value(counter);
        }
        return sum - good[0].given - good[1].given;
    }

    private long atReplicas() {
        long sum = 0;
        for (final var node : world.nodes.values()) {
            for (final NodeCounter counter : AT_REPLICA) {
                sum += node.tally().value(counter);
            }
        }
        return sum;
    }

    /** Without the log of the test's own cluster. */
    private long heapAfterCollection() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used - world.cluster.logBytes();
    }

    private void report(final GoodSession[] good, final int[] calm, final long sent, final List<Long> heap) {
        System.out.println("%,d frames, %,d to the gateway and %,d to replicas".formatted(sent, toGateway, toReplicas));
        System.out.println("bytes of heap in use after each tenth: " + heap);
        for (int i = 0; i < good.length; i++) {
            System.out.println("good session " + (30 + i) + " under attack: " + good[i].percentiles(calm[i]));
            final int all = good[i].count;
            good[i].count = calm[i];
            System.out.println("good session " + (30 + i) + " undisturbed:  " + good[i].percentiles(100));
            good[i].count = all;
        }
        System.out.println("port for TCP " + sockets);
        System.out.println("gateway " + gateway().tally() + " " + gateway().logOns());
        world.nodes.forEach((id, node) -> System.out.println("replica " + id + " " + node.tally()));
    }
}
