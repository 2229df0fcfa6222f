package io.muex.mu.recovery;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Who is judged by the samples in the log, and when a dispute begins and ends. */
class HashAuditTest {
    private static final int INTERVAL = 64;
    private final Membership membership = new Membership(3);

    @Test
    void shouldStopTheOneAgainstTwoAndNobodyElse() {
        final Entry entry = samples(64, 0b1110, 7, 7, 8);
        assertEquals(64, assertThrows(DivergedException.class, () -> audit(3, 1).judge(entry, membership)).index());
        assertDoesNotThrow(() -> audit(1, 1).judge(entry, membership));
        assertDoesNotThrow(() -> audit(2, 1).judge(entry, membership));
    }

    @Test
    void shouldNotJudgeAnIncarnationByTheSampleOfAnother() {
        final Entry entry = samples(64, 0b1110, 7, 7, 8);
        assertDoesNotThrow(() -> audit(3, 2).judge(entry, membership), "it is not admitted yet");
        membership.admit(3, 2, 70);
        assertThrows(DivergedException.class, () -> audit(3, 2).judge(entry, membership));
    }

    @Test
    void shouldLeaveItOpenWhoIsWrongOfTwoAndOfThreeThatAllDiffer() {
        for (final Entry entry : new Entry[]{samples(64, 0b0110, 7, 8, 0), samples(64, 0b1110, 7, 8, 9)}) {
            for (int id = 1; id <= 3; id++) {
                final HashAudit audit = audit(id, 1);
                audit.judge(entry, membership);
                assertEquals(64, audit.disputedIndex());
            }
        }
    }

    @Test
    void shouldNotDisputeAboutASampleThatIsNotThere() {
        final HashAudit audit = audit(1, 1);
        audit.judge(samples(64, 0b0110, 7, 7, 99), membership);
        audit.judge(samples(128, 0b0010, 7, 8, 9), membership);
        assertEquals(0, audit.disputedIndex());
    }

    @Test
    void shouldEndADisputeByAnotherSampleOrByANewIncarnationOfAParty() {
        final HashAudit decided = disputing();
        decided.judge(samples(64, 0b1110, 7, 8, 7), membership);
        assertEquals(0, decided.disputedIndex());
        final HashAudit started = disputing();
        started.onAdmitted(3);
        assertEquals(64, started.disputedIndex(), "it was no party");
        started.onAdmitted(2);
        assertEquals(0, started.disputedIndex());
    }

    @Test
    void shouldGoOnWithADisputeAfterASnapshotAndForgetItsOwnSample() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[128]);
        final SnapshotWriter out = new SnapshotWriter().wrap(bytes, 0, bytes.capacity());
        disputing().write(out);
        final HashAudit restored = audit(1, 2);
        restored.onIndex(INTERVAL, new ConstantState(5));
        assertEquals(INTERVAL, restored.sampleIndex());
        restored.load(new SnapshotReader().wrap(bytes, 0, out.length()));
        assertEquals(0, restored.sampleIndex(), "its state is another one now");
        assertEquals(64, restored.disputedIndex());
        restored.onAdmitted(3);
        assertEquals(64, restored.disputedIndex());
        restored.onAdmitted(2);
        assertEquals(0, restored.disputedIndex());
    }

    @Test
    void shouldSampleBeforeEveryMultipleOfItsInterval() {
        final HashAudit audit = audit(1, 1);
        audit.onIndex(0, new ConstantState(1));
        assertEquals(0, audit.sampleIndex());
        for (int index = 1; index <= 3 * INTERVAL + 1; index++) {
            audit.onIndex(index, new ConstantState(index));
            assertEquals(index / INTERVAL * INTERVAL, audit.sampleIndex());
            assertEquals(audit.sampleIndex(), audit.sampleHash());
        }
    }

    private HashAudit disputing() {
        final HashAudit audit = audit(1, 1);
        audit.judge(samples(64, 0b0110, 7, 8, 0), membership);
        assertEquals(64, audit.disputedIndex());
        return audit;
    }

    private static HashAudit audit(final int id, final int incarnation) {
        return new HashAudit(3, id, incarnation, INTERVAL);
    }

    private static Entry samples(final long index, final long present, final long one, final long two,
                                 final long three) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
        final int length = HashAudit.encode(payload, index, present, new long[]{0, one, two, three});
        final Entry entry = new Entry(192);
        entry.encode(index + 3, 1, 1, EntryKind.HASH, payload, 0, length);
        return entry;
    }
}
