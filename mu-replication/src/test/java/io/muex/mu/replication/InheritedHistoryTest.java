package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.DelegatingMemory;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.Membership;
import io.muex.mu.recovery.ReplicatedState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a replica hands out as chosen history when it applied something else than it copied. In each run replica 2 left
 * an entry behind that was never chosen, in the log of replica 1 alone; replica 3 then had another value chosen at the
 * same index, and its write reaches replica 1 late: after that index was copied, before the ring is left.
 */
class InheritedHistoryTest {
    private static final int SLOT_LENGTH = 128;
    private static final int SLOTS = 64;
    private static final int TARGET = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final long UNCHOSEN = 666;
    private static final long CHOSEN = 7;
    private static final long INDEX = 4;

    private final PrivateCluster cluster = new PrivateCluster(3, SLOTS, SLOT_LENGTH, SLOTS / 4, 4096);
    private final HookedMemory memory = new HookedMemory();
    private final Entry entry = new Entry(SLOT_LENGTH);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
    private final List<Long> applied = new ArrayList<>();
    private final MemoryFabric target = new MemoryFabric(memory, cluster.join(TARGET, 1));
    private final MemoryFabric first = new MemoryFabric(new PlainMemory(), cluster.join(FIRST, 1));
    private final MemoryFabric second = new MemoryFabric(new PlainMemory(), cluster.join(SECOND, 1));
    private final long control = cluster.join(TARGET, 1).control(TARGET, 1);
    private ReplicationPlane plane;
    private LogChannel channel;
    private long nowNs = 1;

    @BeforeEach
    void leaveAnUnchosenEntryBehind() {
        final HashAudit audit = new HashAudit(3, TARGET, 1, 4096);
        plane = new ReplicationPlane(target, new ReplicatedState(new Recorder(), audit), new PlaneBoard(3), true);
        final LogChannel before = open(first, 1);
        for (long index = 0; index < INDEX; index++) {
            post(before, index + 1, INDEX);
        }
        post(before, UNCHOSEN, INDEX);
        replay();
        assertEquals(List.of(1L, 2L, 3L, 4L), applied);
        channel = open(second, 2);
        channel.startAt(INDEX);
        replay();
    }

    @AfterEach
    void free() {
        cluster.close();
    }

    /** The write lands and is applied between copying and reading the base. */
    @Test
    void shouldNotHandOutWhatWasCopiedBeforeALateWriteWasApplied() {
        memory.before(control + ControlLayout.APPLIED, 2, this::writeLateAndReplay);
        final Grant grant = grant(first, 3);
        assertEquals(List.of(1L, 2L, 3L, 4L, CHOSEN), applied);
        assertEquals(INDEX + 1, grant.base(), "the base covers what was applied after copying");
        assertHandedOut(first, grant);
    }

    /** The write is applied from the old ring behind the grant; the next grant finds the old copy below its base. */
    @Test
    void shouldNotHandOutInTheNextGrantWhatWasAppliedFromARingLeftSince() {
        final Grant[] between = new Grant[1];
        // Replay has looked for a newer ring, finds none, and then goes on in the old one.
        memory.after(control + ControlLayout.PERMISSION, () -> {
            between[0] = grant(first, 3);
            writeLate();
        });
        replay();
        assertEquals(List.of(1L, 2L, 3L, 4L, CHOSEN), applied);
        assertEquals(INDEX, between[0].base());
        replay();
        final Grant grant = grant(second, 4);
        assertEquals(INDEX + 1, grant.base());
        assertHandedOut(second, grant);
        assertHandedOut(first, grant(first, 5));
    }

    /** What a ring held when it was sealed, and was applied since, is handed out by this grant and by later ones. */
    @Test
    void shouldHandOutWhatTheSealedRingHeld() {
        writeLate();
        memory.before(control + ControlLayout.APPLIED, 2, this::replay);
        final Grant grant = grant(first, 3);
        assertEquals(INDEX + 1, grant.base());
        assertTrue(isHandedOut(first, grant, INDEX));
        assertHandedOut(first, grant);
        replay();
        final Grant next = grant(second, 4);
        for (long index = 0; index <= INDEX; index++) {
            assertTrue(isHandedOut(second, next, index), "index " + index);
        }
        assertHandedOut(second, next);
        assertFalse(isHandedOut(second, next, INDEX + 1), "not applied");
    }

    private void assertHandedOut(final MemoryFabric to, final Grant grant) {
        for (long index = 0; index < grant.base(); index++) {
            if (isHandedOut(to, grant, index)) {
                assertEquals(applied.get((int) index), entry.buffer().getLong(48), "as chosen at " + index);
            }
        }
    }

    /** Whether a leader with this grant takes what it says of an index for chosen; it is then in {@link #entry}. */
    private boolean isHandedOut(final MemoryFabric to, final Grant grant, final long index) {
        final PlaneBoard board = new PlaneBoard(3);
        board.post(grant);
        final Leadership leadership =
            new Leadership(to, new Membership(3), board, new Proposals(SLOT_LENGTH), grant.ballot());
        leadership.takeUpGrants();
        return leadership.readChosen(index, entry);
    }

    private void writeLateAndReplay() {
        writeLate();
        replay();
    }

    /** The holder knows its value at the index to be chosen, and one more that follows is not. */
    private void writeLate() {
        post(channel, CHOSEN, INDEX + 1);
        post(channel, CHOSEN + 1, INDEX + 1);
        channel.postCommit(INDEX + 1);
    }

    private void replay() {
        plane.doWork(++nowNs, nowNs);
    }

    private LogChannel open(final MemoryFabric holder, final long round) {
        return holder.open(grant(holder, round));
    }

    private Grant grant(final MemoryFabric holder, final long round) {
        final long ballot = Ballot.of(round, 1, holder.selfId());
        target.gate().grant(holder.selfId(), ballot, true, 0);
        return holder.grant(TARGET, 1, ballot);
    }

    private void post(final LogChannel to, final long value, final long commitIndex) {
        payload.putLong(0, value);
        entry.encode(to.postedEnd(), to.grant().ballot(), 1, EntryKind.COMMAND, payload, 0, 8);
        to.post(entry, commitIndex);
    }

    private final class Recorder implements StateMachine {
        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            applied.add(buffer.getLong(offset));
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            throw new AssertionError("nobody gives one");
        }

        @Override
        public long stateHash() {
            return applied.hashCode();
        }
    }

    /** Lets something else happen right before or after a word is read for the n-th time from now on. */
    private static final class HookedMemory extends DelegatingMemory {
        private long address;
        private int reads;
        private boolean isAfter;
        private Runnable hook;

        private HookedMemory() {
            super(new PlainMemory());
        }

        void before(final long word, final int times, final Runnable what) {
            address = word;
            reads = times;
            hook = what;
            isAfter = false;
        }

        void after(final long word, final Runnable what) {
            before(word, 1, what);
            isAfter = true;
        }

        @Override
        public long getAcquire(final long at) {
            if (hook == null || at != address || --reads > 0) {
                return memory.getAcquire(at);
            }
            final Runnable now = hook;
            hook = null;
            final long value = memory.getAcquire(at);
            now.run();
            return isAfter ? value : memory.getAcquire(at);
        }
    }
}
