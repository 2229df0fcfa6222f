package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which samples leader 1 of 3 puts together, how long it waits for them, and when it proposes once more. */
class SampleCollectorTest {
    private static final long BALLOT = Ballot.of(7, 1, 1);
    private static final int INTERVAL = 4;
    private static final long PATIENCE_NS = 50_000_000;
    private static final long HASH = 4711;
    private final HandMadeCluster cluster = new HandMadeCluster(3);
    private final HashAudit audit = new HashAudit(3, 1, 1, INTERVAL);
    private final ReplicatedState state = new ReplicatedState(new SameHash(), audit);
    private final PlaneBoard board = new PlaneBoard(3);
    private final Leadership leadership = new Leadership(cluster.fabric(1), state.membership(), board,
        new Proposals(HandMadeCluster.SLOT_LENGTH), BALLOT);
    private final SampleCollector collector = new SampleCollector(cluster.fabric(1), audit);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[HashAudit.payloadLength(3)]);
    private final Entry entry = new Entry(HandMadeCluster.SLOT_LENGTH);
    private long nowNs = 1;

    @BeforeEach
    void lead() {
        for (int id = 1; id <= 3; id++) {
            board.post(cluster.grant(id, 1, BALLOT, true));
        }
        leadership.takeUpGrants();
        leadership.begin(0);
        leadership.catchUp(1);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldProposeEverySampleOnceAsSoonAsAllAreThere() {
        assertEquals(0, collect(), "there is none yet");
        for (long index = INTERVAL; index <= 5 * INTERVAL; index += INTERVAL) {
            applyTo(index);
            show(1, index, HASH);
            show(2, index, HASH);
            assertEquals(0, collect());
            show(3, index, HASH + 1);
            assertProposed(index, 1, 2, 3);
            assertEquals(HASH, payload.getLong(2 * Long.BYTES));
            assertEquals(HASH + 1, payload.getLong(3 * Long.BYTES));
            assertEquals(0, collect());
        }
    }

    @Test
    void shouldWaitForWhoLagsAndNoLongerThanItsPatience() {
        for (long index = INTERVAL; index <= 3 * INTERVAL; index += INTERVAL) {
            applyTo(index);
            show(1, index, HASH);
            show(2, index, HASH);
            assertEquals(0, collect());
            nowNs += PATIENCE_NS;
            assertEquals(0, collect());
            nowNs++;
            assertProposed(index, 1, 2);
            show(3, index, HASH);
            assertEquals(0, collect(), "nobody doubts anything");
        }
    }

    @Test
    void shouldNotWaitUntilTheSamplesAreNoLongerShown() {
        applyTo(INTERVAL);
        show(1, INTERVAL, HASH);
        show(2, INTERVAL, HASH);
        assertEquals(0, collect());
        applyTo((ControlLayout.SAMPLES_SHOWN - 1) * INTERVAL);
        assertEquals(0, collect());
        applyTo(ControlLayout.SAMPLES_SHOWN * INTERVAL);
        assertProposed(INTERVAL, 1, 2);
    }

    @Test
    void shouldProposeNothingByItself() {
        applyTo(INTERVAL);
        show(1, INTERVAL, HASH);
        nowNs += 10 * PATIENCE_NS;
        collect();
        nowNs += 10 * PATIENCE_NS;
        assertEquals(0, collect(), "one sample says nothing");
    }

    @Test
    void shouldProposeOnceMoreWhenALaterSampleMayDecideADispute() {
        applyTo(INTERVAL);
        show(1, INTERVAL, HASH);
        show(2, INTERVAL, HASH + 1);
        collect();
        nowNs += 2 * PATIENCE_NS;
        assertProposed(INTERVAL, 1, 2);
        assertEquals(0, collect(), "nobody has judged it yet");
        apply(EntryKind.HASH, payload);
        assertEquals(INTERVAL, audit.disputedIndex());
        assertEquals(0, collect(), "there is no more than before");
        applyTo(2 * INTERVAL);
        assertEquals(0, collect(), "and nothing else is looked at until it is decided");
        show(3, INTERVAL, HASH);
        assertProposed(INTERVAL, 1, 2, 3);
        apply(EntryKind.HASH, payload);
        assertEquals(0, audit.disputedIndex());
        show(1, 2 * INTERVAL, HASH);
        show(3, 2 * INTERVAL, HASH);
        assertEquals(0, collect(), "there will be no more of it");
        collect();
        nowNs += 2 * PATIENCE_NS;
        assertProposed(2 * INTERVAL, 1, 3);
    }

    @Test
    void shouldTakeOnlyWordsThatBelongTogetherAndToThisIndex() {
        final long index = (1 + ControlLayout.SAMPLES_SHOWN) * INTERVAL;
        applyTo(index);
        show(1, index, HASH);
        show(2, index, HASH);
        show(3, INTERVAL, HASH);
        collect();
        nowNs += 2 * PATIENCE_NS;
        assertProposed(index, 1, 2);

        assertEquals(0, collect());
        applyTo(index + INTERVAL);
        show(1, index + INTERVAL, HASH);
        show(2, index + INTERVAL, HASH);
        show(3, index + INTERVAL, HASH);
        cluster.fabric(2).publish(ControlLayout.sample(index / INTERVAL + 1) + ControlLayout.SAMPLE_HASH, HASH + 1);
        collect();
        nowNs += 2 * PATIENCE_NS;
        assertProposed(index + INTERVAL, 1, 3);
    }

    @Test
    void shouldAskOnlyThoseThatCount() {
        cluster.start(3, 2);
        board.post(cluster.grant(3, 1, BALLOT, false));
        leadership.takeUpGrants();
        leadership.catchUp(1);
        applyTo(INTERVAL);
        for (int id = 1; id <= 3; id++) {
            show(id, INTERVAL, HASH);
        }
        assertProposed(INTERVAL, 1, 2);
    }

    private int collect() {
        return collector.collect(leadership, nowNs, payload);
    }

    private void assertProposed(final long index, final int... ids) {
        assertEquals(HashAudit.payloadLength(3), collect());
        long present = 0;
        for (final int id : ids) {
            present |= 1L << id;
        }
        assertEquals(index << 10 | present, payload.getLong(0));
    }

    private void show(final int id, final long index, final long hash) {
        final int at = ControlLayout.sample(index / INTERVAL);
        cluster.fabric(id).publish(at + ControlLayout.SAMPLE_HASH, hash);
        cluster.fabric(id).publish(at + ControlLayout.SAMPLE_CHECK, HashAudit.check(index, hash));
        cluster.fabric(id).publish(at + ControlLayout.SAMPLE_INDEX, index);
    }

    /** Applies everything up to and including {@code index}. */
    private void applyTo(final long index) {
        while (state.applied() <= index) {
            apply(EntryKind.NOOP, new UnsafeBuffer(new byte[8]));
        }
        assertTrue(audit.sampleIndex() == index, "sampled at " + audit.sampleIndex());
    }

    private void apply(final int kind, final UnsafeBuffer of) {
        entry.encode(state.applied(), BALLOT, 1, kind, of, 0, of.capacity());
        state.apply(state.applied(), entry);
    }

    private static final class SameHash implements StateMachine {
        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            throw new AssertionError("nobody proposes one");
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            out.putLong(HASH);
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            in.getLong();
        }

        @Override
        public long stateHash() {
            return HASH;
        }
    }
}
