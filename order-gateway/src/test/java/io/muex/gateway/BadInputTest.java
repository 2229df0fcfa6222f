package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.muex.exchange.node.NodeCounter;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.gateway.World.Trader;
import io.muex.mu.session.CommandEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What nobody should send: it is counted, answered where somebody can be named, never logged, and disturbs nobody. */
class BadInputTest {
    private static final int LONG_MESSAGE = 20_000;

    @Test
    void shouldAnswerBadCommandsWithCodesAndLogNoneOfThem() {
        try (World world = new World()) {
            final Trader bob = world.open(BOB)[0];
            try (RawClient raw = new RawClient(world, ALICE)) {
                raw.establish();
                final long logged = world.engines.get(1).view().appliedIndex();
                raw.command(CommandEnvelope.COMMAND, ALICE, raw.epoch, 5);
                raw.expect(LinkReject.NOT_APPLIED);
                raw.command(CommandEnvelope.COMMAND, BOB, raw.epoch, 1);
                raw.expect(LinkReject.WRONG_SESSION);
                raw.command(CommandEnvelope.COMMAND, ALICE, raw.epoch + 1, 1);
                raw.expect(LinkReject.NOT_ESTABLISHED);
                raw.command(CommandEnvelope.INTERNAL, 0, 0, 0);
                raw.expect(LinkReject.NOT_PERMITTED);
                raw.command(17, ALICE, raw.epoch, 1);
                raw.expect(LinkReject.MALFORMED);
                raw.clusterId++;
                raw.command(CommandEnvelope.COMMAND, ALICE, raw.epoch, 1);
                raw.clusterId--;
                raw.expect(LinkReject.WRONG_CLUSTER);
                raw.send(raw.good(1, () -> raw.message.putShort(
                    LinkHeader.LENGTH + CommandEnvelope.HEADER_LENGTH, (short) 99)));
                raw.expect(LinkReject.MALFORMED);
                raw.send(300);
                raw.expect(LinkReject.OVERSIZED);
                raw.send(LONG_MESSAGE);
                raw.expect(LinkReject.OVERSIZED);
                raw.send(LinkHeader.LENGTH + 3);
                raw.expect(LinkReject.MALFORMED);
                assertEquals(logged, world.engines.get(1).view().appliedIndex());
                raw.send(raw.good(1, () -> { }));
                world.until("the good one is answered", () -> raw.listen() && raw.answered() == 1);
                raw.send(raw.good(1, () -> { }));
                raw.expect(LinkReject.REPEATED);
                world.until("and answered once more", () -> raw.listen() && raw.answered() == 2);
                assertEquals(logged + 1, world.engines.get(1).view().appliedIndex());
            }
            final long number = bob.client.place(ACME, Side.BUY, 1, 100, 1);
            world.until("others go on", () -> bob.isSettled(number));
        }
    }

    @Test
    void shouldStandRandomBytesOnEveryStream() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        try (World world = new World(); Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(world.driver.directory().toString()))) {
            final Trader alice = world.open(ALICE)[0];
            final long events = world.engines.get(1).machine().events().lastEventSeq();
            try (RawClient raw = new RawClient(world, BOB)) {
                raw.establish();
                final List<ExclusivePublication> targets = new ArrayList<>();
                targets.add(aeron.addExclusivePublication("aeron:ipc?term-length=64k", raw.dataStream));
                targets.add(aeron.addExclusivePublication(
                    "aeron:ipc?term-length=64k", ClientLink.CONTROL_STREAM_BASE + 1));
                targets.add(aeron.addExclusivePublication(
                    "aeron:ipc?term-length=64k", ReplicaLink.CONTROL_STREAM_BASE + 1));
                targets.add(raw.data);
                shower(world, random, targets);
            }
            final long number = alice.client.place(ACME, Side.BUY, 1, 100, 1);
            world.until("alice goes on", () -> alice.isSettled(number));
            assertTrue(world.gateways.get(1).tally().value(GatewayCounter.MALFORMED) > 1_000, "seed " + seed);
            assertTrue(world.nodes.get(1).tally().value(NodeCounter.MALFORMED) > 100, "seed " + seed);
            final long logged = world.engines.get(1).machine().events().lastEventSeq() - events;
            assertTrue(logged <= 4, "seed " + seed + ": " + logged + " events");
        }
    }

    /** Random bytes, half of them under a plausible header so that they come further. */
    private static void shower(final World world, final Random random, final List<ExclusivePublication> targets) {
        final UnsafeBuffer garbage = new UnsafeBuffer(new byte[4_000]);
        for (int i = 0; i < 4_000; i++) {
            random.nextBytes(garbage.byteArray());
            if (random.nextBoolean()) {
                LinkHeader.encode(garbage, 0, random.nextInt(64), random.nextInt(3));
                garbage.putInt(20 + 4 * random.nextInt(5), random.nextInt(60));
            }
            final int length = random.nextInt(10) == 0 ? random.nextInt(4_000) : random.nextInt(200);
            for (final ExclusivePublication target : targets) {
                target.offer(garbage, 0, length);
            }
            world.step();
        }
    }
}
