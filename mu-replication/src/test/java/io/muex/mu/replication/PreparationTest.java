package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What replica 1 of 5 takes over from the logs of those that granted, and when it must not. */
class PreparationTest {
    private static final long BALLOT = Ballot.of(9, 1, 1);
    private static final long HIGHER = Ballot.of(10, 1, 5);
    /** More than one step takes. */
    private static final int MANY = 1_200;
    private final Recorder machine = new Recorder();
    private final ReplicatedState state = new ReplicatedState(machine, new HashAudit(5, 1, 1, 4096));
    private final PlaneBoard board = new PlaneBoard(5);
    private HandMadeCluster cluster;
    private Leadership leadership;
    private Preparation preparation;

    @BeforeEach
    void begin() {
        begin(HandMadeCluster.SLOTS);
    }

    private void begin(final int slots) {
        cluster = new HandMadeCluster(5, slots);
        leadership = new Leadership(cluster.fabric(1), state.membership(), board,
            new Proposals(HandMadeCluster.SLOT_LENGTH), BALLOT);
        preparation = new Preparation(cluster.fabric(1), state, leadership);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldAdoptTheHighestBallotOfEveryIndexAndFillHoles() {
        final LogChannel older = cluster.open(2, 4, Ballot.of(3, 1, 4), 0);
        final LogChannel newer = cluster.open(3, 5, Ballot.of(4, 1, 5), 0);
        cluster.post(older, 20, 0);
        cluster.post(newer, 30, 0);
        cluster.post(older, 21, 0);
        final LogChannel newest = cluster.open(1, 4, Ballot.of(5, 1, 4), 3);
        cluster.post(newest, 13, 0);
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.ADOPTED, run());
        assertEquals(4, leadership.nextIndex());
        assertEquals(List.of(30L, 21L, -1L, 13L), ownLog(4));
    }

    @Test
    void shouldGoByTheLargestBaseAndApplyUpToItBeforeAnythingElse() {
        final LogChannel before = cluster.open(3, 4, Ballot.of(3, 1, 4), 0);
        for (int i = 0; i < 6; i++) {
            cluster.post(before, i, 0);
        }
        cluster.applied(3, 4);
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.GOING_ON, preparation.step());
        assertEquals(List.of(0L, 1L, 2L, 3L), machine.commands);
        assertFalse(preparation.hasBegun());
        assertEquals(Preparation.Progress.ADOPTED, run());
        assertEquals(List.of(0L, 1L, 2L, 3L), machine.commands, "what is adopted is not decided yet");
        assertEquals(4, leadership.commitIndex());
        assertEquals(6, leadership.nextIndex());
    }

    @Test
    void shouldAskForASnapshotOnlyIfEverybodyWasAsked() {
        cluster.applied(3, 4);
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.BEHIND, run(), "nobody has what was applied there");
        cluster.grant(2, 5, HIGHER, true);
        assertEquals(Preparation.Progress.FAILED, run(), "now somebody might have had it");
    }

    @Test
    void shouldNotGoOnByHalfOfWhatItShouldHaveRead() {
        final LogChannel before = cluster.open(3, 4, Ballot.of(3, 1, 4), 0);
        cluster.post(before, 1, 0);
        cluster.post(before, 2, 0);
        join(1, 2, 3);
        preparation.confirm();
        cluster.damageInheritance(leadership.target(3).grant(), 1);
        assertEquals(Preparation.Progress.FAILED, run(), "what is damaged may have been chosen");
        assertEquals(0, leadership.nextIndex());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldNotGoOnWhenAnyOfThoseItReadHasGrantedToAnother(final int id) {
        cluster.post(cluster.open(3, 4, Ballot.of(3, 1, 4), 0), 1, 0);
        join(1, 2, 3);
        preparation.confirm();
        cluster.grant(id, 5, HIGHER, true);
        assertEquals(Preparation.Progress.FAILED, run(), "grant of " + id);
        assertEquals(0, leadership.nextIndex());
    }

    /** The memory of the third is gone; what was chosen since may be with the fourth, in whose place it would count. */
    @Test
    void shouldChooseItsFollowersAnewWhenOneOfThemIsSupersededByAnUndecidedAdmission() {
        final LogChannel before = cluster.open(2, 4, Ballot.of(3, 1, 4), 0);
        cluster.post(before, 1, 0);
        cluster.postAdmission(before, 3, 2, 0);
        cluster.post(cluster.open(4, 5, Ballot.of(4, 1, 5), 0), 40, 0);
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.GOING_ON, run());
        assertNull(leadership.target(3));
        assertFalse(preparation.hasBegun());
        assertTrue(preparation.needsConfirmation(), "those that are left are too few");
        join(4);
        assertEquals(Preparation.Progress.GOING_ON, run(), "nor may it count whom it has not read");
        preparation.confirm();
        assertEquals(Preparation.Progress.ADOPTED, run());
        assertEquals(40, ownLog(1).getFirst());
    }

    @Test
    void shouldChooseItsFollowersAnewWhenOneOfThemIsSupersededByWhatItAppliesOnTheWay() {
        final LogChannel before = cluster.open(2, 4, Ballot.of(3, 1, 4), 0);
        cluster.postAdmission(before, 3, 2, 0);
        cluster.post(before, 1, 0);
        cluster.applied(2, 2);
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.GOING_ON, run());
        assertEquals(2, state.membership().incarnation(3));
        assertNull(leadership.target(3));
        assertTrue(preparation.needsConfirmation());
        assertFalse(preparation.hasBegun());
    }

    @Test
    void shouldStopWhenThereIsNoRoomAndGoOnWhenThereIs() {
        cluster.applied(1, 0);
        final LogChannel before = cluster.open(2, 4, Ballot.of(3, 1, 4), 0);
        for (int i = 0; i < HandMadeCluster.WINDOW + 3; i++) {
            cluster.post(before, i, 0);
        }
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.GOING_ON, run());
        assertEquals(HandMadeCluster.WINDOW, leadership.nextIndex());
        leadership.catchUp(1);
        assertTrue(leadership.settle());
        for (int id = 1; id <= 3; id++) {
            cluster.applied(id, 10);
        }
        assertEquals(Preparation.Progress.ADOPTED, run());
        assertEquals(HandMadeCluster.WINDOW + 3, leadership.nextIndex());
    }

    @Test
    void shouldTakeSeveralStepsForWhatIsLongAndLeaveNothingOut() {
        cluster.close();
        begin(2_048);
        final LogChannel before = cluster.open(2, 4, Ballot.of(3, 1, 4), 0);
        for (int i = 0; i < MANY; i++) {
            cluster.post(before, i, 0);
        }
        cluster.postAdmission(before, 3, 2, 0);
        join(1, 2, 3);
        preparation.confirm();
        assertEquals(Preparation.Progress.GOING_ON, run());
        assertTrue(preparation.needsConfirmation(), "the admission is found, however far behind");
        assertEquals(0, leadership.nextIndex());
        join(4);
        preparation.confirm();
        assertEquals(Preparation.Progress.GOING_ON, preparation.step());
        assertEquals(Preparation.Progress.ADOPTED, run());
        assertEquals(MANY + 1, leadership.nextIndex());
    }

    @Test
    void shouldTakeSeveralStepsToALargeBase() {
        cluster.close();
        begin(8_192);
        final LogChannel before = cluster.open(2, 4, Ballot.of(3, 1, 4), 0);
        for (int i = 0; i < MANY; i++) {
            cluster.post(before, i, 0);
        }
        cluster.applied(2, MANY);
        join(1, 2, 3);
        preparation.confirm();
        preparation.step();
        assertFalse(preparation.hasBegun());
        assertEquals(Preparation.Progress.ADOPTED, run());
        assertEquals(MANY, machine.commands.size());
        assertEquals(MANY, leadership.commitIndex());
    }

    private Preparation.Progress run() {
        Preparation.Progress progress = Preparation.Progress.GOING_ON;
        for (int i = 0; i < 20 && progress == Preparation.Progress.GOING_ON; i++) {
            progress = preparation.step();
        }
        return progress;
    }

    private void join(final int... ids) {
        for (final int id : ids) {
            final Grant grant = cluster.grant(id, 1, BALLOT, true);
            board.post(grant);
        }
        leadership.takeUpGrants();
        cluster.fabric(1).localLog().moveToNewest();
    }

    /** Numbers of the commands in the own log, -1 for what fills a hole. */
    private List<Long> ownLog(final int count) {
        final List<Long> found = new ArrayList<>();
        final Entry entry = new Entry(HandMadeCluster.SLOT_LENGTH);
        for (int index = 0; index < count; index++) {
            assertTrue(cluster.fabric(1).localLog().read(index, entry), "index " + index);
            assertEquals(BALLOT, entry.ballot());
            found.add(entry.kind() == EntryKind.NOOP ? -1 : entry.buffer().getLong(RingLayout.PAYLOAD));
        }
        return found;
    }

    private static final class Recorder implements StateMachine {
        private final List<Long> commands = new ArrayList<>();

        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            commands.add(buffer.getLong(offset));
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            out.putLong(commands.size());
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            in.getLong();
        }

        @Override
        public long stateHash() {
            return commands.hashCode();
        }
    }
}
