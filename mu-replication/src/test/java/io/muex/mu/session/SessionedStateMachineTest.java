package io.muex.mu.session;

import static io.muex.mu.session.CommandEnvelope.HEADER_LENGTH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.session.SessionCommands.Capacities;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionedStateMachineTest {
    private static final long CLUSTER = 5;
    private static final long OPERATOR = 1;
    private static final long GATEWAY = 2;
    private static final long ALICE = 10;
    private static final long BOB = 11;

    private final Ledger ledger = new Ledger();
    private final SessionedStateMachine machine = new SessionedStateMachine(ledger);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private long index;
    private long seen;

    /** An event, decoded for reading in assertions. */
    private record Event(long seq, long session, long number, int kind, boolean last, UnsafeBuffer bytes) {
        SessionReject reason() {
            return kind == SessionEvents.REJECTED ? SessionEvents.reason(bytes, 0) : null;
        }

        String brief() {
            final String name = kind == SessionEvents.REJECTED ? reason().name() : Integer.toHexString(kind);
            return session + ":" + number + " " + name + (last ? " LAST" : "");
        }
    }

    @BeforeEach
    void createClusterWithTwoClients() {
        apply(genesis(new Capacities(5, 64, 8192), 0));
        for (final long session : new long[]{OPERATOR, GATEWAY}) {
            apply(SessionCommands.encodeEstablish(buffer, 0, CLUSTER, session, 0, -session));
        }
        open(OPERATOR, 1, ALICE, 0);
        open(GATEWAY, 1, BOB, 0);
        apply(SessionCommands.encodeEstablish(buffer, 0, CLUSTER, ALICE, 0, -100));
        news();
    }

    @Test
    void shouldPassOverEverythingBeforeGenesis() {
        final SessionedStateMachine fresh = new SessionedStateMachine(new Ledger());
        final int length = SessionCommands.encodeEstablish(buffer, 0, CLUSTER, ALICE, 0, -1);
        fresh.onCommand(0, 0, buffer, 0, length);
        fresh.onCommand(1, 0, buffer, 0, 3);
        assertFalse(fresh.isCreated());
        assertEquals(2, fresh.passedOver());
        assertEquals(0, fresh.events().lastEventSeq());
    }

    @Test
    void shouldWaitForAnotherGenesisWhenTheApplicationRefusesItsPart() {
        final SessionedStateMachine fresh = new SessionedStateMachine(new Ledger());
        fresh.onCommand(0, 0, buffer, 0, genesis(new Capacities(5, 64, 8192), 7));
        assertFalse(fresh.isCreated());
        fresh.onCommand(1, 0, buffer, 0, genesis(new Capacities(5, 64, 8192), 0));
        assertTrue(fresh.isCreated());
        assertEquals(2, fresh.sessions().count());
    }

    @Test
    void shouldBeginTheStreamWithTheClusterItBelongsTo() {
        final EventRing ring = machine.events();
        assertEquals(SessionEvents.CREATED, EventEnvelope.kind(ring.buffer(), ring.offset(1)));
        assertEquals(CLUSTER, SessionEvents.createdClusterId(ring.buffer(), ring.offset(1)));
    }

    @Test
    void shouldRefuseASecondGenesis() {
        assertEquals(List.of("0:0 ALREADY_CREATED LAST"), apply(genesis(new Capacities(9, 64, 8192), 0)));
        assertEquals(5, machine.sessions().capacity());
    }

    @Test
    void shouldMarkTheLastAnswerThoughOthersAreToldAfterwards() {
        assertEquals(List.of("10:1 1 LAST", "11:0 2"), transfer(ALICE, 1, 1, Ledger.TRANSFER));
        assertEquals(List.of("10:2 1", "11:0 2", "10:2 4 LAST", "10:0 4", "0:0 4"),
            transfer(ALICE, 1, 2, Ledger.CHATTY_TRANSFER));
    }

    @Test
    void shouldAnswerDoneWhenTheApplicationSaysNothingToTheSender() {
        assertEquals(List.of("11:0 2", "10:1 ff02 LAST"), transfer(ALICE, 1, 1, Ledger.SILENT_TRANSFER));
    }

    @Test
    void shouldPassOverARepeatInSilence() {
        transfer(ALICE, 1, 1, Ledger.TRANSFER);
        final long hash = machine.stateHash();
        assertEquals(List.of(), transfer(ALICE, 1, 1, Ledger.TRANSFER));
        assertEquals(hash, machine.stateHash());
        assertEquals(1, machine.repeats());
        assertEquals(1, ledger.executed.size());
    }

    @Test
    void shouldNotApplyBeyondAGapAndSayWhatIsExpected() {
        transfer(ALICE, 1, 1, Ledger.TRANSFER);
        final List<Event> events = transferEvents(ALICE, 1, 3);
        assertEquals("10:3 NOT_APPLIED", events.getFirst().brief());
        assertEquals(2, SessionEvents.expectedNumber(events.getFirst().bytes, 0));
        assertEquals(List.of("10:2 1 LAST", "11:0 2"), transfer(ALICE, 1, 2, Ledger.TRANSFER));
        assertEquals(List.of("10:3 1 LAST", "11:0 2"), transfer(ALICE, 1, 3, Ledger.TRANSFER));
    }

    @Test
    void shouldAnswerAnOlderConnectionThatItIsStale() {
        final List<Event> established = establish(ALICE, 1, -101);
        assertEquals(2, SessionEvents.connectionEpoch(established.getFirst().bytes, 0));
        assertEquals(0, SessionEvents.lastApplied(established.getFirst().bytes, 0));
        final List<Event> stale = transferEvents(ALICE, 1, 1);
        assertEquals("10:1 STALE_CONNECTION LAST", stale.getFirst().brief());
        assertEquals(2, SessionEvents.presentEpoch(stale.getFirst().bytes, 0));
        assertEquals(1, SessionEvents.refusedEpoch(stale.getFirst().bytes, 0));
        assertEquals(List.of("10:1 1 LAST", "11:0 2"), transfer(ALICE, 2, 1, Ledger.TRANSFER));
    }

    @Test
    void shouldNotLetAnEpochThatWasNeverEstablishedSend() {
        assertEquals(List.of("11:1 STALE_CONNECTION LAST"), transfer(BOB, 0, 1, Ledger.TRANSFER));
        assertEquals(List.of("10:1 STALE_CONNECTION LAST"), transfer(ALICE, 9, 1, Ledger.TRANSFER));
    }

    @Test
    void shouldRaiseTheEpochOnceHoweverOftenAnAttemptArrives() {
        assertEquals(2, SessionEvents.connectionEpoch(establish(ALICE, 1, -101).getFirst().bytes, 0));
        transfer(ALICE, 2, 1, Ledger.TRANSFER);
        final Event again = establish(ALICE, 1, -101).getFirst();
        assertEquals(2, SessionEvents.connectionEpoch(again.bytes, 0));
        assertEquals(1, SessionEvents.lastApplied(again.bytes, 0));
    }

    @Test
    void shouldNotLetALateCopyOfAnAttemptThrowOutTheNextConnection() {
        establish(ALICE, 1, -101);
        establish(ALICE, 2, -102);
        final Event late = establish(ALICE, 1, -101).getFirst();
        assertEquals("10:-101 STALE_CONNECTION LAST", late.brief());
        assertEquals(3, SessionEvents.presentEpoch(late.bytes, 0));
        assertEquals(3, machine.sessions().connectionEpoch(machine.sessions().find(ALICE)));
    }

    @Test
    void shouldRefuseStrangersForeignersAndNonsense() {
        assertEquals(List.of("99:1 UNKNOWN_SESSION LAST"), transfer(99, 1, 1, Ledger.TRANSFER));
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER + 1, ALICE, 1, 1);
        assertEquals(List.of("10:1 WRONG_CLUSTER LAST"), apply(HEADER_LENGTH));
        CommandEnvelope.encode(buffer, 0, 99, CLUSTER, ALICE, 1, 1);
        assertEquals(List.of("10:1 MALFORMED LAST"), apply(HEADER_LENGTH));
        assertEquals(List.of("0:0 MALFORMED"), apply(5));
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, ALICE, 1, 0);
        assertEquals(List.of("10:0 MALFORMED LAST"), apply(HEADER_LENGTH));
        assertEquals(List.of("10:1 1 LAST", "11:0 2"), transfer(ALICE, 1, 1, Ledger.TRANSFER));
    }

    @Test
    void shouldLetOnlyTheRightRolesOpenAndClose() {
        assertEquals(List.of("10:1 NOT_PERMITTED LAST"), open(ALICE, 1, 20, 0));
        assertEquals(List.of("2:2 NOT_PERMITTED LAST"), open(GATEWAY, 2, 20, SessionCommands.OPERATOR));
        assertEquals(List.of("2:3 ALREADY_OPEN LAST"), open(GATEWAY, 3, ALICE, 0));
        assertEquals(List.of("2:4 NOT_PERMITTED LAST"), close(GATEWAY, 4, ALICE));
        assertEquals(List.of("1:2 NOT_PERMITTED LAST"), close(OPERATOR, 2, OPERATOR));
        assertEquals(List.of("1:3 NOT_OPEN LAST"), close(OPERATOR, 3, 99));
        assertEquals(List.of("10:0 4", "1:4 ff06 LAST"), close(OPERATOR, 4, ALICE));
        assertEquals(List.of("10:2 UNKNOWN_SESSION LAST"), transfer(ALICE, 1, 2, Ledger.TRANSFER));
    }

    @Test
    void shouldAnswerThatTheTableIsFullUntilAnOperatorRemovesASession() {
        assertEquals("1:2 ff05 LAST", open(OPERATOR, 2, 20, 0).getLast());
        assertEquals(List.of("1:3 SESSION_TABLE_FULL LAST"), open(OPERATOR, 3, 21, 0));
        close(OPERATOR, 4, BOB);
        assertEquals("1:5 ff05 LAST", open(OPERATOR, 5, 21, 0).getLast());
    }

    @Test
    void shouldNotTakeACommandOfAFormerLifeForOneOfAReopenedSession() {
        transfer(ALICE, 1, 1, Ledger.TRANSFER);
        close(OPERATOR, 2, ALICE);
        open(OPERATOR, 3, ALICE, 0);
        assertEquals(List.of("10:1 STALE_CONNECTION LAST"), transfer(ALICE, 1, 1, Ledger.TRANSFER));
        assertEquals("10:-7 STALE_CONNECTION LAST", establish(ALICE, 0, -7).getFirst().brief());
        assertEquals(2, SessionEvents.connectionEpoch(establish(ALICE, 1, -8).getFirst().bytes, 0));
        assertEquals(List.of("10:1 STALE_CONNECTION LAST"), transfer(ALICE, 1, 1, Ledger.TRANSFER));
    }

    @Test
    void shouldExecuteWhatTheLeaderProposesWithoutAnAnswer() {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.INTERNAL, CLUSTER, 0, 0, 0);
        assertEquals(List.of("0:0 4"), apply(HEADER_LENGTH));
        assertFalse(CommandEnvelope.checkIngress(buffer, 0, HEADER_LENGTH));
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.INTERNAL, CLUSTER, ALICE, 1, 1);
        assertEquals(List.of("10:1 MALFORMED LAST"), apply(HEADER_LENGTH));
    }

    @Test
    void shouldAnswerDoneWhenTheCommandsOwnEventsPushedItsAnswerOut() {
        final SessionedStateMachine flooded = new SessionedStateMachine(new Flood());
        flooded.onCommand(0, 0, buffer, 0, genesis(new Capacities(5, 16, 4096), 0));
        flooded.onCommand(1, 0, buffer, 0, SessionCommands.encodeEstablish(buffer, 0, CLUSTER, OPERATOR, 0, -1));
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, OPERATOR, 1, 1);
        flooded.onCommand(2, 0, buffer, 0, HEADER_LENGTH);
        final EventRing ring = flooded.events();
        assertEquals(2 + 40 + 1, ring.lastEventSeq());
        final int offset = ring.offset(ring.lastEventSeq());
        assertEquals(SessionEvents.DONE, EventEnvelope.kind(ring.buffer(), offset));
        assertTrue(EventEnvelope.isLast(ring.buffer(), offset));
    }

    @Test
    void shouldNotifyAnApplicationOfItsBugs() {
        final SessionedStateMachine flooded = new SessionedStateMachine(new Flood());
        flooded.onCommand(0, 0, buffer, 0, genesis(new Capacities(5, 16, 4096), 0));
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.INTERNAL, CLUSTER, 0, 0, 0);
        assertThrows(IllegalArgumentException.class, () -> flooded.onCommand(1, 0, buffer, 0, HEADER_LENGTH));
    }

    @Test
    void shouldBehaveTheSameAfterASnapshotInEveryRespect() {
        transfer(ALICE, 1, 1, Ledger.CHATTY_TRANSFER);
        final byte[] bytes = SessionWorld.snapshot(machine);
        final SessionedStateMachine restored = new SessionedStateMachine(new Ledger());
        restored.loadSnapshot(new SnapshotReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length));
        assertArrayEquals(bytes, SessionWorld.snapshot(restored));
        index = 5_000;
        for (int i = 0; i < 40; i++) {
            transfer(ALICE, 1, 1 + i, Ledger.CHATTY_TRANSFER);
            restored.onCommand(index - 1, 1, buffer, 0, HEADER_LENGTH + Ledger.BODY_LENGTH);
        }
        assertEquals(machine.stateHash(), restored.stateHash());
        assertArrayEquals(SessionWorld.snapshot(machine), SessionWorld.snapshot(restored));
        assertEquals(1, restored.samples().count());
    }

    @Test
    void shouldSampleTheHashWithTheFirstCommandBeyondEveryThousandIndices() {
        final long before = machine.stateHash();
        index = 3_000;
        transfer(ALICE, 1, 1, Ledger.TRANSFER);
        transfer(ALICE, 1, 2, Ledger.TRANSFER);
        assertEquals(1, machine.samples().count());
        assertEquals(2_048, machine.samples().index(0));
        assertEquals(before, machine.samples().hash(0));
        assertNotEquals(before, machine.stateHash());
        index = 3_072;
        final long later = machine.stateHash();
        transfer(ALICE, 1, 3, Ledger.TRANSFER);
        assertEquals(3_072, machine.samples().index(1));
        assertEquals(later, machine.samples().hash(1));
    }

    @Test
    void shouldTakeAnyBytesWithoutHarm() {
        final long seed = 20_260_101;
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] words = {0, 1, 2, 5, 10, 11, -1, -100, Long.MAX_VALUE, Long.MIN_VALUE};
        for (int i = 0; i < 100_000; i++) {
            final int length = random.nextInt(80);
            buffer.setMemory(0, 128, (byte) 0);
            for (int at = 0; at < length; at += 8) {
                buffer.putLong(at, words[random.nextInt(words.length)], ByteOrder.LITTLE_ENDIAN);
            }
            if (length >= HEADER_LENGTH && random.nextInt(4) != 0) {
                final long kind = random.nextInt(8);
                buffer.putLong(24, random.nextInt(3) | kind << 32 | 1L << 48, ByteOrder.LITTLE_ENDIAN);
            }
            buffer.putLong(0, CLUSTER, ByteOrder.LITTLE_ENDIAN);
            machine.onCommand(index++, 0, buffer, 0, length);
            final EventRing ring = machine.events();
            assertTrue(ring.firstRetained() <= ring.lastEventSeq(), "seed " + seed);
            assertTrue(machine.sessions().find(OPERATOR) >= 0, "seed " + seed);
        }
        assertTrue(machine.events().lastEventSeq() > 10_000);
        assertNull(SessionReject.of(0));
    }

    @Test
    void shouldEndAConnectionOnceAndExecuteNothingMoreOfIt() {
        transfer(ALICE, 1, 1, Ledger.TRANSFER);
        assertEquals(List.of("10:0 ff07"), disconnect(ALICE, 1));
        assertFalse(machine.sessions().isEstablished(machine.sessions().find(ALICE)));
        assertEquals(List.of(), disconnect(ALICE, 1), "it has ended already");
        assertEquals(List.of("10:2 STALE_CONNECTION LAST"), transfer(ALICE, 1, 2, Ledger.TRANSFER));
        assertEquals("10:-100 STALE_CONNECTION LAST", establish(ALICE, 0, -100).getFirst().brief(),
            "a late copy of the claim that made the connection does not revive it");
        assertEquals("10:-200 ff04 LAST", establish(ALICE, 1, -200).getFirst().brief());
        assertEquals(List.of("10:2 1 LAST", "11:0 2"), transfer(ALICE, 2, 2, Ledger.TRANSFER));
    }

    @Test
    void shouldPassOverTheEndOfAConnectionThatIsNotThePresentOne() {
        establish(ALICE, 1, -200);
        final long hash = machine.stateHash();
        assertEquals(List.of(), disconnect(ALICE, 1), "it was established again before this came");
        assertEquals(List.of(), disconnect(ALICE, 3));
        assertEquals(List.of(), disconnect(99, 1));
        assertEquals(hash, machine.stateHash());
        assertTrue(machine.sessions().isEstablished(machine.sessions().find(ALICE)));
    }

    @Test
    void shouldTakeTheEndOfAConnectionFromNobodyButALeader() {
        final int length = SessionCommands.encodeDisconnect(buffer, 0, CLUSTER, ALICE, 1);
        assertTrue(CommandEnvelope.check(buffer, 0, length));
        assertFalse(CommandEnvelope.checkIngress(buffer, 0, length));
        assertFalse(CommandEnvelope.check(buffer, 0, length + 1));
        SessionCommands.encodeDisconnect(buffer, 0, CLUSTER, ALICE, 0);
        assertFalse(CommandEnvelope.check(buffer, 0, length), "no connection has epoch 0");
    }

    private List<String> disconnect(final long session, final int epoch) {
        return apply(SessionCommands.encodeDisconnect(buffer, 0, CLUSTER, session, epoch));
    }

    private int genesis(final Capacities capacities, final int applicationBytes) {
        return SessionCommands.encodeGenesis(buffer, 0, CLUSTER, capacities,
            new long[]{OPERATOR, SessionCommands.OPERATOR, GATEWAY, SessionCommands.GATEWAY},
            new byte[applicationBytes]);
    }

    private List<String> transfer(final long session, final int epoch, final long number, final int operation) {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, session, epoch, number);
        return apply(HEADER_LENGTH + Ledger.encode(buffer, HEADER_LENGTH, number, operation, 1, BOB));
    }

    private List<Event> transferEvents(final long session, final int epoch, final long number) {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, session, epoch, number);
        return applyEvents(HEADER_LENGTH + Ledger.encode(buffer, HEADER_LENGTH, number, Ledger.TRANSFER, 1, BOB));
    }

    private List<Event> establish(final long session, final int knownEpoch, final long attempt) {
        return applyEvents(SessionCommands.encodeEstablish(buffer, 0, CLUSTER, session, knownEpoch, attempt));
    }

    private List<String> open(final long opener, final long number, final long opened, final long role) {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.OPEN_SESSION, CLUSTER, opener, 1, number);
        return apply(SessionCommands.encodeOpenSession(buffer, 0, opened, role));
    }

    private List<String> close(final long closer, final long number, final long closed) {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.CLOSE_SESSION, CLUSTER, closer, 1, number);
        return apply(SessionCommands.encodeCloseSession(buffer, 0, closed));
    }

    private List<String> apply(final int length) {
        return applyEvents(length).stream().map(Event::brief).toList();
    }

    private List<Event> applyEvents(final int length) {
        machine.onCommand(index++, 1, buffer, 0, length);
        return news();
    }

    private List<Event> news() {
        final EventRing ring = machine.events();
        final List<Event> events = new ArrayList<>();
        while (seen < ring.lastEventSeq()) {
            final byte[] bytes = new byte[ring.length(++seen)];
            ring.buffer().getBytes(ring.offset(seen), bytes);
            final UnsafeBuffer event = new UnsafeBuffer(bytes);
            events.add(new Event(EventEnvelope.eventSeq(event, 0), EventEnvelope.session(event, 0),
                EventEnvelope.number(event, 0), EventEnvelope.kind(event, 0), EventEnvelope.isLast(event, 0), event));
        }
        return events;
    }

    /** Says more to one command than the ring can hold, and misbehaves in internal commands. */
    private static final class Flood implements SessionApplication {
        @Override
        public boolean onGenesis(final long timestampNs, final DirectBuffer body, final int offset,
            final int length, final EventSink sink) {
            return true;
        }

        @Override
        public void onCommand(final long session, final long number, final long timestampNs,
            final DirectBuffer body, final int offset, final int length, final EventSink sink) {
            sink.claimAnswer(1, 8);
            for (int i = 0; i < 39; i++) {
                sink.claimUnsolicited(0, 2, 8);
            }
        }

        @Override
        public void onInternal(final long timestampNs, final DirectBuffer body, final int offset,
            final int length, final EventSink sink) {
            sink.claimUnsolicited(0, SessionEvents.DONE, 0);
        }

        @Override
        public void onSessionOpened(
            final long session, final long role, final long timestampNs, final EventSink sink) {
        }

        @Override
        public void onSessionClosed(final long session, final long timestampNs, final EventSink sink) {
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
        }
    }
}
