package io.muex.exchange.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.wire.Genesis;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.EventRing;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionedStateMachine;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange behind its sessions, fed with random commands, half sensible and half not. */
class ExchangeApplicationPropertyTest {
    private static final int SNAPSHOT_BYTES = 4 << 20;
    private static final int RESTARTS = 100;
    private static final int COMMANDS_PER_RESTART = 500;
    private static final int FURTHER_COMMANDS = 100_000;

    private final SessionedStateMachine machine = newMachine();
    private final EventLedger ledger = new EventLedger();
    private long lastEventSeq;
    private final UnsafeBuffer one = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer two = new UnsafeBuffer(0, 0);

    static SessionedStateMachine newMachine() {
        final SessionedStateMachine machine = ExchangeApplication.newStateMachine();
        final Genesis genesis = new Genesis();
        genesis.maxOrders = 1_000;
        genesis.maxLevels = 1_000;
        genesis.maxInstruments = 10;
        genesis.maxOpenOrders = 60;
        final byte[] part = new byte[genesis.length()];
        genesis.encode(new UnsafeBuffer(part), 0);
        final long[] sessions = {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 4, 8, 2, 9, 1};
        final UnsafeBuffer command = new UnsafeBuffer(new byte[512]);
        final int length = SessionCommands.encodeGenesis(command, 0, RandomCommands.CLUSTER,
            new SessionCommands.Capacities(16, 4_096, 1 << 19), sessions, part);
        machine.onCommand(1, 1_800_000_000_000_000_000L, command, 0, length);
        assertTrue(machine.isCreated());
        return machine;
    }

    private static void apply(final SessionedStateMachine machine, final long index, final RandomCommands commands,
                              final int length) {
        machine.onCommand(index, commands.nowNs(), commands.buffer(), 0, length);
    }

    private void readEvents() {
        final EventRing events = machine.events();
        ledger.onCommand();
        while (lastEventSeq < events.lastEventSeq()) {
            lastEventSeq++;
            assertTrue(events.isRetained(lastEventSeq));
            ledger.onEvent(events.buffer(), events.offset(lastEventSeq));
        }
    }

    private void run(final long seed, final int count) {
        final RandomCommands commands = RandomCommands.of(seed, machine);
        readEvents();
        for (int i = 0; i < count; i++) {
            final int length = commands.next();
            try {
                final long before = machine.events().lastEventSeq();
                apply(machine, i + 2, commands, length);
                assertTrue(machine.events().lastEventSeq() > before, "no answer");
                readEvents();
                if (i % 500 == 0) {
                    for (int instrument = 1; instrument <= RandomCommands.INSTRUMENTS; instrument++) {
                        ledger.checkDepth(instrument, instrument - 1);
                    }
                }
            } catch (final RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + " command " + i + ": " + failure.getMessage(), failure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldTellAConsistentStoryWhateverItIsSent(final long seed) {
        run(seed, 200_000);
        assertTrue(ledger.fills() > 10_000, () -> "too tame: " + ledger.fills());
        assertEquals(0, machine.repeats());
        System.out.println("seed " + seed + ": " + lastEventSeq + " events, " + ledger.fills() + " trades, "
            + ledger.liveOrders() + " orders live");
    }

    /** The checker must notice a single wrong quantity among all events. */
    @Test
    void shouldNotBelieveATamperedFill() {
        final RandomCommands commands = RandomCommands.of(6, machine);
        readEvents();
        final EventRing events = machine.events();
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[EventEnvelope.MAX_LENGTH]);
        for (int i = 0; i < 100_000; i++) {
            apply(machine, i + 2, commands, commands.next());
            if (i < 1_000) {
                readEvents();
                continue;
            }
            ledger.onCommand();
            while (lastEventSeq < events.lastEventSeq()) {
                lastEventSeq++;
                copy.putBytes(0, events.buffer(), events.offset(lastEventSeq), events.length(lastEventSeq));
                if (EventEnvelope.kind(copy, 0) == FillFlyweight.TEMPLATE_ID) {
                    final FillFlyweight fill = new FillFlyweight().wrap(copy, EventEnvelope.HEADER_LENGTH);
                    fill.quantity(fill.quantity() + 1);
                    assertNotNull(assertThrows(AssertionError.class, () -> ledger.onEvent(copy, 0)));
                    return;
                }
                ledger.onEvent(copy, 0);
            }
        }
        throw new AssertionError("no fill in 100000 commands");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldGoOnFromASnapshotAsIfNothingHadHappened(final long seed) {
        final RandomCommands commands = RandomCommands.of(seed, machine);
        final Random random = new Random(seed);
        SessionedStateMachine other = newMachine();
        lastEventSeq = machine.events().lastEventSeq();
        int restarts = 0;
        for (int i = 0, last = 0; restarts < RESTARTS || i < last + FURTHER_COMMANDS; i++) {
            final int length = commands.next();
            apply(machine, i + 2, commands, length);
            apply(other, i + 2, commands, length);
            checkSameEvents(other.events(), seed, i);
            if (restarts < RESTARTS && random.nextInt(COMMANDS_PER_RESTART) == 0) {
                final byte[] bytes = snapshot(machine);
                assertArrayEquals(bytes, snapshot(other), "seed " + seed + " command " + i);
                other = load(bytes);
                restarts++;
                last = i;
            }
            if (machine.stateHash() != other.stateHash()) {
                throw new AssertionError("seed " + seed + ": different hashes at command " + i);
            }
        }
        assertArrayEquals(snapshot(machine), snapshot(other), "seed " + seed);
    }

    /** Byte for byte, all events since the last look. */
    private void checkSameEvents(final EventRing others, final long seed, final int command) {
        final EventRing events = machine.events();
        assertEquals(events.lastEventSeq(), others.lastEventSeq(), "events");
        while (lastEventSeq < events.lastEventSeq()) {
            lastEventSeq++;
            one.wrap(events.buffer(), events.offset(lastEventSeq), events.length(lastEventSeq));
            two.wrap(others.buffer(), others.offset(lastEventSeq), others.length(lastEventSeq));
            if (!one.equals(two)) {
                throw new AssertionError("seed " + seed + ": event " + lastEventSeq + " differs at command " + command);
            }
        }
    }

    private static byte[] snapshot(final SessionedStateMachine machine) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SNAPSHOT_BYTES]);
        final SnapshotWriter writer = new SnapshotWriter().wrap(buffer, 0, SNAPSHOT_BYTES);
        machine.writeSnapshot(writer);
        final byte[] bytes = new byte[writer.length()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static SessionedStateMachine load(final byte[] bytes) {
        final SessionedStateMachine machine = ExchangeApplication.newStateMachine();
        final SnapshotReader reader = new SnapshotReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        machine.loadSnapshot(reader);
        assertEquals(0, reader.remaining());
        return machine;
    }

    @Test
    void shouldRefuseAGenesisThatIsNone() {
        final SessionedStateMachine fresh = ExchangeApplication.newStateMachine();
        final UnsafeBuffer command = new UnsafeBuffer(new byte[512]);
        final byte[] none = new byte[32];
        final int length = SessionCommands.encodeGenesis(command, 0, RandomCommands.CLUSTER,
            SessionCommands.Capacities.ofSessions(4), new long[] {9, 1}, none);
        fresh.onCommand(1, 1, command, 0, length);
        assertFalse(fresh.isCreated());
    }
}
