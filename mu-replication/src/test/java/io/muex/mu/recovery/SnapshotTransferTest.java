package io.muex.mu.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.DelegatingMemory;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.SnapshotReceiver.Outcome;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A snapshot on its way from a donor to a newcomer, one step at a time, and whatever may come between two steps. */
class SnapshotTransferTest {
    private static final int DONOR = 1;
    private static final int NEWCOMER = 2;
    private final PrivateCluster cluster = new PrivateCluster(3, 8, 128, 2, 1_024);
    private final CopyingMemory memory = new CopyingMemory();
    private final MemoryFabric donorFabric = new MemoryFabric(memory, cluster.join(DONOR, 1));
    private final MemoryFabric fabric = new MemoryFabric(memory, cluster.join(NEWCOMER, 2));
    private final ConstantState given = new ConstantState(11);
    private final ConstantState taken = new ConstantState(0);
    private final ReplicatedState donorState = state(given, DONOR, 1);
    private final ReplicatedState state = state(taken, NEWCOMER, 2);
    private final SnapshotDonor donor = new SnapshotDonor(donorFabric, donorState);
    private final SnapshotReceiver receiver = new SnapshotReceiver(fabric, state);
    private final Entry entry = new Entry(128);

    @AfterEach
    void free() {
        cluster.close();
    }

    @Test
    void shouldBringTheStateAndItsIndex() {
        apply(donorState, 5);
        receiver.ask(DONOR, 1);
        assertEquals(Outcome.WAITING, receiver.doWork(), "not answered yet");
        assertEquals(1, donor.doWork());
        assertEquals(0, donor.doWork(), "answered once");
        assertEquals(Outcome.LOADED, receiver.doWork());
        assertEquals(5, state.applied());
        assertEquals(11, taken.stateHash());
        assertEquals(donorState.lastTimestampNs(), state.lastTimestampNs());
        assertFalse(receiver.isAsking());
        assertEquals(Outcome.IDLE, receiver.doWork());
    }

    @Test
    void shouldServeEveryQuestionAlsoTheSecondAndThatOfTheNextIncarnation() {
        for (int n = 1; n <= 3; n++) {
            apply(donorState, 1);
            receiver.ask(DONOR, 1);
            donor.doWork();
            assertEquals(Outcome.LOADED, receiver.doWork());
            assertEquals(n, state.applied());
        }
        for (int incarnation = 3; incarnation <= 4; incarnation++) {
            final ReplicatedState anew = state(new ConstantState(0), NEWCOMER, incarnation);
            final SnapshotReceiver next =
                new SnapshotReceiver(new MemoryFabric(memory, cluster.join(NEWCOMER, incarnation)), anew);
            next.ask(DONOR, 1);
            assertEquals(1, donor.doWork(), "a question of its own, though the first of incarnation " + incarnation);
            assertEquals(Outcome.LOADED, next.doWork());
            assertEquals(3, anew.applied());
        }
    }

    @Test
    void shouldNotTakeADonationThatHadBegunBeforeItAsked() {
        apply(donorState, 5);
        receiver.ask(DONOR, 1);
        donor.doWork();
        receiver.giveUp();
        // The donor is in the middle of its second donation, to somebody else, when this one asks.
        donorFabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, 3);
        receiver.ask(DONOR, 1);
        assertEquals(Outcome.WAITING, receiver.doWork(), "being written");
        donorFabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, 4);
        assertEquals(Outcome.WAITING, receiver.doWork(), "that may be a state from before the question");
        donorFabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, 5);
        assertEquals(Outcome.WAITING, receiver.doWork(), "being written again");
        donorFabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, 6);
        assertEquals(Outcome.LOADED, receiver.doWork());
    }

    @Test
    void shouldAskAgainWhenTheDonorBeganAnotherWhileItCopied() {
        apply(donorState, 5);
        receiver.ask(DONOR, 1);
        donor.doWork();
        memory.afterCopyingOut = () -> {
            // The same bytes once more: only the sequence tells.
            donorFabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, 3);
        };
        assertEquals(Outcome.WAITING, receiver.doWork());
        assertEquals(0, state.applied());
        assertEquals(1, donor.doWork(), "asked again");
    }

    @Test
    void shouldNotLoadBytesThatAreNotThoseOfTheDonor() {
        apply(donorState, 5);
        receiver.ask(DONOR, 1);
        donor.doWork();
        given.set(12);
        donorFabric.snapshots().write(0, new UnsafeBuffer(new byte[8]), 0, 8);
        assertEquals(Outcome.WAITING, receiver.doWork());
        assertEquals(0, state.applied());
        donor.doWork();
        assertEquals(Outcome.LOADED, receiver.doWork());
        assertEquals(12, taken.stateHash());
    }

    @Test
    void shouldSayThatItIsWritingForAsLongAsItWrites() {
        apply(donorState, 5);
        receiver.ask(DONOR, 1);
        final long before = fabric.word(DONOR, 1, ControlLayout.SNAPSHOT_SEQUENCE);
        memory.afterCopyingIn = () -> {
            assertEquals(before + 1, fabric.word(DONOR, 1, ControlLayout.SNAPSHOT_SEQUENCE), "odd");
            assertEquals(0, fabric.word(DONOR, 1, ControlLayout.SNAPSHOT_INDEX), "described when it is there");
        };
        memory.onRelease = address -> {
            if (address == memory.lastSequence) {
                memory.isLastSequence = true;
            } else if (memory.isLastSequence) {
                throw new AssertionError("stored after the sequence that says it is all there");
            }
        };
        memory.lastSequence = cluster.join(DONOR, 1).control(DONOR, 1) + ControlLayout.SNAPSHOT_SEQUENCE;
        memory.sequences = 1;
        donor.doWork();
        memory.onRelease = null;
        memory.afterCopyingIn = null;
        assertEquals(before + 2, fabric.word(DONOR, 1, ControlLayout.SNAPSHOT_SEQUENCE));
    }

    @Test
    void shouldLoadWhatIsOneAheadAndNothingThatIsNotAhead() {
        apply(donorState, 5);
        apply(state, 4);
        receiver.ask(DONOR, 1);
        donor.doWork();
        assertEquals(Outcome.LOADED, receiver.doWork());
        receiver.ask(DONOR, 1);
        donor.doWork();
        assertEquals(Outcome.NOTHING_NEWER, receiver.doWork());
        apply(state, 1);
        taken.set(99);
        receiver.ask(DONOR, 1);
        donor.doWork();
        assertEquals(Outcome.NOTHING_NEWER, receiver.doWork());
        assertEquals(99, taken.stateHash());
        assertEquals(6, state.applied());
    }

    private void apply(final ReplicatedState to, final int count) {
        for (int n = 0; n < count; n++) {
            entry.encode(to.applied(), 1, 1_000 + to.applied(), EntryKind.NOOP, new UnsafeBuffer(new byte[8]), 0, 0);
            to.apply(to.applied(), entry);
        }
    }

    private static ReplicatedState state(final ConstantState machine, final int id, final int incarnation) {
        return new ReplicatedState(machine, new HashAudit(3, id, incarnation, HashAudit.INTERVAL));
    }

    /** Lets something happen once after a snapshot was copied, and looks at what is stored last. */
    private static final class CopyingMemory extends DelegatingMemory {
        private Runnable afterCopyingOut;
        private Runnable afterCopyingIn;
        private LongConsumer onRelease;
        private long lastSequence;
        private int sequences;
        private boolean isLastSequence;

        private CopyingMemory() {
            super(new PlainMemory());
        }

        @Override
        public void copyIn(final long address, final DirectBuffer source, final int offset, final int length) {
            memory.copyIn(address, source, offset, length);
            if (afterCopyingIn != null) {
                afterCopyingIn.run();
            }
        }

        @Override
        public void copyOut(final long address, final MutableDirectBuffer target, final int offset, final int length) {
            memory.copyOut(address, target, offset, length);
            if (afterCopyingOut != null) {
                final Runnable action = afterCopyingOut;
                afterCopyingOut = null;
                action.run();
            }
        }

        @Override
        public void putRelease(final long address, final long value) {
            if (onRelease != null && (address != lastSequence || sequences-- <= 0)) {
                onRelease.accept(address);
            }
            memory.putRelease(address, value);
        }
    }
}
