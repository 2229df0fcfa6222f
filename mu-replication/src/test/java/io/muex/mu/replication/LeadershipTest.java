package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.Membership;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom replica 1, holding one ballot, writes and counts, and when it must give that ballot up. */
class LeadershipTest {
    private static final long BALLOT = Ballot.of(7, 1, 1);
    private static final long HIGHER = Ballot.of(8, 1, 2);
    private static final int COMMITTED = 6;
    private HandMadeCluster cluster = new HandMadeCluster(5);
    private Membership membership = new Membership(5);
    private PlaneBoard board = new PlaneBoard(5);
    private Leadership leadership = leadership();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[8]);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldTakeUpGrantsOfItsOwnBallotOnly() {
        board.post(cluster.grant(2, 1, Ballot.of(6, 1, 1), true));
        board.post(cluster.grant(3, 1, Ballot.of(9, 1, 1), true));
        leadership.takeUpGrants();
        assertNull(leadership.target(2), "of an attempt before");
        assertNull(leadership.target(3), "of an attempt that the other plane has begun meanwhile");
        join(4);
        assertNotNull(leadership.target(4));
    }

    @Test
    void shouldWriteTheNewestIncarnationThatGranted() {
        join(2);
        final Grant before = leadership.target(2).grant();
        cluster.start(2, 2);
        board.post(cluster.grant(2, 1, BALLOT, false));
        leadership.takeUpGrants();
        assertEquals(2, leadership.target(2).grant().incarnation());
        final Target target = leadership.target(2);
        leadership.takeUpGrants();
        assertEquals(target, leadership.target(2), "the channel in use is kept");
        board.post(before);
        leadership.takeUpGrants();
        assertEquals(target, leadership.target(2), "and never given up for an older one");
    }

    @Test
    void shouldNotWriteWhoeverIsSupersededByAnAdmissionThatItHasOnlySeen() {
        join(2);
        assertFalse(leadership.supersede(2, 1), "the admission of this very incarnation");
        assertTrue(leadership.supersede(2, 2));
        assertNull(leadership.target(2));
        leadership.takeUpGrants();
        assertNull(leadership.target(2), "nor later under this ballot");
        assertFalse(leadership.supersede(2, 1), "whatever else it sees");
        leadership.takeUpGrants();
        assertNull(leadership.target(2));
    }

    @Test
    void shouldNotCountWhoeverIsSupersededByAnAdmissionThatItHasApplied() {
        join(1, 2, 3);
        assertTrue(leadership.hasMajority());
        membership.admit(3, 2, 1);
        assertFalse(leadership.hasMajority(), "its memory is gone, whatever it granted");
        board.post(cluster.grant(4, 1, BALLOT, true));
        membership.admit(4, 2, 2);
        leadership.takeUpGrants();
        assertNull(leadership.target(4));
    }

    @Test
    void shouldHaveNoMajorityByLearnersOrWithoutItself() {
        join(2, 3, 4);
        assertFalse(leadership.hasMajority(), "it has to write its own log too");
        startAnew(5);
        join(1, 2);
        board.post(cluster.grant(3, 1, BALLOT, false));
        leadership.takeUpGrants();
        assertFalse(leadership.hasMajority(), "a learner does not count");
        join(4);
        assertTrue(leadership.hasMajority());
    }

    @Test
    void shouldGiveUpWithoutItsOwnLogEvenIfAllOthersStand() {
        join(1, 2, 3, 4, 5);
        begin(0);
        append(1);
        assertTrue(leadership.settle());
        cluster.grant(1, 2, HIGHER, true);
        assertFalse(leadership.settle());
    }

    @Test
    void shouldGoOnForAsLongAsAMajorityStands() {
        join(1, 2, 3, 4, 5);
        begin(0);
        append(1);
        cluster.grant(4, 2, HIGHER, true);
        cluster.grant(5, 2, HIGHER, true);
        assertTrue(leadership.settle());
        assertEquals(1, leadership.commitIndex());
        assertEquals(1L << 4 | 1L << 5, board.lostTargets());
        append(1);
        cluster.grant(3, 2, HIGHER, true);
        assertFalse(leadership.settle());
        assertEquals(1, leadership.commitIndex(), "two of five are not enough");
    }

    /** Three replicas. The third has followed somebody else beyond what this leader knows to be chosen. */
    @Test
    void shouldGiveUpWhenWhoIsLeftHasAppliedMoreThanItCanCommit() {
        startAnew(3);
        join(1, 2);
        begin(0);
        append(2);
        cluster.applied(3, 10);
        join(3);
        leadership.catchUp(1);
        assertFalse(leadership.target(3).isStarted(), "what it has applied is not this leader's to write");
        cluster.grant(2, 3, HIGHER, true);
        assertFalse(leadership.settle(), "only a new ballot finds out what was chosen");
    }

    @Test
    void shouldWaitForWhomItCanWriteInAMoment() {
        startAnew(3);
        join(1, 2);
        begin(0);
        append(2);
        join(3);
        cluster.grant(2, 3, HIGHER, true);
        assertTrue(leadership.settle(), "the third is not written yet, but can be");
        assertEquals(0, leadership.commitIndex());
        leadership.catchUp(1);
        assertTrue(leadership.settle());
        assertEquals(2, leadership.commitIndex());
    }

    @Test
    void shouldHandOutHistoryOnlyWhereAStandingGrantVouchesForIt() {
        final LogChannel before = cluster.open(2, 3, Ballot.of(5, 1, 3), 0);
        for (int i = 0; i < 10; i++) {
            cluster.post(before, i, i);
        }
        cluster.applied(2, COMMITTED);
        final Grant given = cluster.grant(2, 1, BALLOT, true);
        // As a replica describes it that has loaded a snapshot of index 3 since it began to copy.
        board.post(new Grant(2, 1, BALLOT, given.permission(), given.base(), given.from(), given.end(), 3, true));
        leadership.takeUpGrants();
        final Entry into = new Entry(HandMadeCluster.SLOT_LENGTH);
        assertFalse(leadership.readChosen(2, into), "below where its history begins");
        assertTrue(leadership.readChosen(3, into));
        assertTrue(leadership.readChosen(COMMITTED - 1, into));
        assertFalse(leadership.readChosen(COMMITTED, into), "not known to be chosen");
        cluster.grant(2, 3, HIGHER, true);
        assertFalse(leadership.readChosen(3, into), "what it reads may be of the next copy");
    }

    @Test
    void shouldProposeToAdmitALearnerOnlyWhenItHasEverything() {
        join(1, 2, 3);
        begin(0);
        cluster.start(4, 2);
        board.post(cluster.grant(4, 1, BALLOT, false));
        leadership.takeUpGrants();
        assertNull(leadership.learnerToAdmit(), "it is not written yet");
        append(HandMadeCluster.WINDOW / 4);
        leadership.catchUp(1);
        assertNull(leadership.learnerToAdmit(), "nobody knows yet whether that arrived");
        leadership.settle();
        assertNull(leadership.learnerToAdmit(), "it has applied too little");
        cluster.applied(4, 1);
        assertEquals(4, leadership.learnerToAdmit().id());
        leadership.target(4).starve();
        assertNull(leadership.learnerToAdmit(), "it lacks what nobody can send it");
    }

    @Test
    void shouldCountAnAdmittedOneWhenItHasAppliedItsAdmission() {
        join(1, 2, 3);
        begin(0);
        cluster.start(4, 2);
        board.post(cluster.grant(4, 1, BALLOT, false));
        leadership.takeUpGrants();
        append(3);
        leadership.catchUp(1);
        leadership.settle();
        membership.admit(4, 2, 1);
        cluster.applied(4, 1);
        assertNull(leadership.learnerToAdmit());
        assertFalse(leadership.target(4).isCounted(), "its admission is what it will apply next");
        cluster.applied(4, 2);
        assertNull(leadership.learnerToAdmit());
        assertTrue(leadership.target(4).isCounted());
    }

    @Test
    void shouldHandOverOnlyToWhoHasAppliedEverything() {
        join(1, 2, 3);
        begin(0);
        append(2);
        cluster.applied(2, 2);
        assertFalse(leadership.isFinishedAt(2), "nobody knows yet whether it has everything");
        leadership.settle();
        assertTrue(leadership.isFinishedAt(2));
        assertFalse(leadership.isFinishedAt(3), "it has not applied it");
        assertFalse(leadership.isFinishedAt(4), "it takes no part");
        cluster.grant(2, 3, HIGHER, true);
        leadership.settle();
        assertFalse(leadership.isFinishedAt(2), "it belongs to another by now");
    }

    private void startAnew(final int replicas) {
        cluster.close();
        cluster = new HandMadeCluster(replicas);
        membership = new Membership(replicas);
        board = new PlaneBoard(replicas);
        leadership = leadership();
    }

    private Leadership leadership() {
        return new Leadership(cluster.fabric(1), membership, board, new Proposals(HandMadeCluster.SLOT_LENGTH),
            BALLOT);
    }

    private void join(final int... ids) {
        for (final int id : ids) {
            final Grant standing = cluster.fabric(1).grant(id, 1, BALLOT);
            board.post(standing != null ? standing : cluster.grant(id, 1, BALLOT, true));
        }
        leadership.takeUpGrants();
        cluster.fabric(1).localLog().moveToNewest();
    }

    private void begin(final long base) {
        leadership.begin(base);
        leadership.catchUp(1);
    }

    private void append(final int count) {
        for (int i = 0; i < count; i++) {
            leadership.append(1, EntryKind.COMMAND, command, 0, command.capacity());
        }
    }
}
