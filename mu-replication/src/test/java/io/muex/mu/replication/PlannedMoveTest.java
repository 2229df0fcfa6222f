package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.log.ControlLayout;
import java.util.HashSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leadership that is handed over on purpose. */
class PlannedMoveTest {
    private static final int STEPS = 200_000;
    private static final long MS = 1_000_000;
    private final long seed = System.nanoTime() & 0xFFFF;
    private SteppedCluster cluster;

    @BeforeEach
    void startUnderReplicaOne() {
        System.out.println("stepped seed " + seed);
        cluster = new SteppedCluster(3, 256, seed);
        until(() -> cluster.leader() != null && cluster.history.size() > 200, "somebody leads");
        if (!isLeading(1)) {
            moveTo(1);
        }
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldMoveToTheNamedSuccessorAtOnceAndAskNobodyElse(final int successor) {
        final long ballot = leadingBallot(1);
        cluster.askToMove(cluster.replicas[1], successor);
        until(() -> !isLeading(1), "replica 1 hands over");
        final long handedOverAt = cluster.nowNs;
        until(() -> isLeading(successor), "the successor leads");
        assertTrue(cluster.nowNs - handedOverAt < 5 * MS, "took " + (cluster.nowNs - handedOverAt) + " ns");
        assertEquals(Ballot.round(ballot) + 1, Ballot.round(leadingBallot(successor)), "one attempt was enough");
        assertEquals(Ballot.NONE, cluster.replicas[5 - successor].board.candidacy(), "the third never asked");
        until(() -> word(1, ControlLayout.SUCCESSOR) == Ballot.NONE, "the move is over");
        final int before = cluster.history.size();
        until(() -> cluster.history.size() > before + 200, "commands go on");
        assertTrue(isLeading(successor));
        assertNoneTwice();
    }

    @Test
    void shouldKeepCommandsBackInsteadOfRefusingThemAndLoseNone() {
        final SteppedCluster.Replica leader = cluster.replicas[1];
        // Cannot apply anything, so the move cannot go on; what is under way stays so.
        cluster.replicas[3].replicationPausedUntilNs = cluster.nowNs + 10 * MS;
        leader.command.putLong(0, ++cluster.proposed);
        final long index = leader.proposer().propose(leader.command, 0, 8);
        assertTrue(index >= 0);
        cluster.askToMove(leader, 3);
        until(() -> leader.board.handOver() != Ballot.NONE, "the successor is ready");
        until(() -> leader.proposer().propose(leader.command, 0, 8) == Proposer.BACK_PRESSURED, "commands wait");
        assertTrue(leader.proposer().isLeading(), "who waits to hand over still answers for what it took");
        cluster.loading = false;
        until(() -> isLeading(3), "the successor leads");
        assertTrue(cluster.replicas[3].state.applied() > index, "it leads only with all that was taken before");
        assertEquals(Proposer.NOT_LEADER, leader.proposer().propose(leader.command, 0, 8));
    }

    /** It was slow when its leader took over, and grants only when it has been named the next one already. */
    @Test
    void shouldMoveToASuccessorThatGrantsWhileTheMoveIsUnderWay() {
        cluster.replicas[3].backgroundPausedUntilNs = Long.MAX_VALUE;
        cluster.askToMove(cluster.replicas[1], 2);
        until(() -> isLeading(2), "replica 2 leads without the third");
        cluster.askToMove(cluster.replicas[2], 3);
        until(() -> word(2, ControlLayout.SUCCESSOR) != Ballot.NONE, "the move is announced");
        assertNull(cluster.replicas[2].replication.leadership().target(3));
        final long ballot = leadingBallot(2);
        cluster.replicas[3].backgroundPausedUntilNs = 0;
        until(() -> leadingBallot(2) != ballot || word(2, ControlLayout.SUCCESSOR) == Ballot.NONE, "the move is over");
        until(() -> isLeading(3), "the successor leads");
        assertNoneTwice();
    }

    @Test
    void shouldGoOnLeadingWhenSuccessorIsNotReady() {
        final long ballot = leadingBallot(1);
        cluster.replicas[2].backgroundPausedUntilNs = cluster.nowNs + 40 * MS;
        cluster.askToMove(cluster.replicas[1], 2);
        until(() -> word(1, ControlLayout.SUCCESSOR) == Ballot.named(ballot, 2), "the move is announced");
        final int before = cluster.history.size();
        until(() -> word(1, ControlLayout.SUCCESSOR) == Ballot.NONE, "the move is given up");
        assertTrue(cluster.history.size() > before + 100, "commands were taken all the while");
        for (int i = 0; i < 60; i++) {
            run(MS);
            assertEquals(Ballot.NONE, word(1, ControlLayout.SUCCESSOR), "one that failed is not tried again");
        }
        assertEquals(ballot, leadingBallot(1), "the same leader under the same ballot");
    }

    @Test
    void shouldNotTakeAnAnswerToAnEarlierMoveForThisOne() {
        moveTo(3);
        moveTo(1);
        final long ballot = leadingBallot(1);
        cluster.replicas[3].backgroundPausedUntilNs = cluster.nowNs + 40 * MS;
        cluster.askToMove(cluster.replicas[1], 3);
        until(() -> word(1, ControlLayout.SUCCESSOR) == Ballot.named(ballot, 3), "the move is announced");
        while (word(1, ControlLayout.SUCCESSOR) != Ballot.NONE) {
            cluster.step();
            assertEquals(Ballot.NONE, cluster.replicas[1].board.handOver(), "it has not said that it is ready");
        }
        assertEquals(ballot, leadingBallot(1));
    }

    @Test
    void shouldEndTheMoveAtOnceWhenItLosesLeadershipMeanwhile() {
        cluster.replicas[3].backgroundPausedUntilNs = Long.MAX_VALUE;
        final long ballot = leadingBallot(1);
        cluster.askToMove(cluster.replicas[1], 3);
        until(() -> word(1, ControlLayout.SUCCESSOR) == Ballot.named(ballot, 3), "the move is announced");
        cluster.request(2, 3, Ballot.of(Ballot.round(ballot) + 5, 1, 3));
        cluster.request(1, 3, Ballot.of(Ballot.round(ballot) + 5, 1, 3));
        until(() -> leadingBallot(1) != ballot, "it has lost a majority");
        final long lostAtNs = cluster.nowNs;
        until(() -> word(1, ControlLayout.SUCCESSOR) == Ballot.NONE, "it names nobody any more");
        assertTrue(cluster.nowNs - lostAtNs < 10 * MS, "took " + (cluster.nowNs - lostAtNs) + " ns");
        until(() -> cluster.leader() != null, "somebody leads");
    }

    @Test
    void shouldLetAnyoneTryWhenItCannotTakeBackWhatItHandedOver() {
        moveTo(2);
        cluster.askToMove(cluster.replicas[2], 3);
        until(() -> cluster.replicas[2].board.handOver() != Ballot.NONE, "the successor is ready");
        cluster.replicas[3].backgroundPausedUntilNs = Long.MAX_VALUE;
        until(() -> !isLeading(2), "replica 2 hands over");
        cluster.replicas[2].replicationPausedUntilNs = Long.MAX_VALUE;
        final long fromNs = cluster.nowNs;
        until(() -> Ballot.id(word(2, ControlLayout.SUCCESSOR)) == 2, "replica 2 means to take it back");
        until(() -> word(2, ControlLayout.SUCCESSOR) == Ballot.NONE, "and lets it be");
        assertTrue(cluster.nowNs - fromNs < 50 * MS, "took " + (cluster.nowNs - fromNs) + " ns");
        until(() -> isLeading(1), "the lowest one leads");
    }

    @Test
    void shouldGoOnLeadingWhenSuccessorDoesNotApply() {
        final long ballot = leadingBallot(1);
        cluster.replicas[2].replicationPausedUntilNs = Long.MAX_VALUE;
        cluster.askToMove(cluster.replicas[1], 2);
        until(() -> cluster.replicas[1].board.handOver() != Ballot.NONE, "the leader waits for the successor");
        run(25 * MS);
        assertEquals(ballot, leadingBallot(1), "the same leader under the same ballot");
        final int before = cluster.history.size();
        until(() -> cluster.history.size() > before + 100, "commands are taken again");
        cluster.replicas[2].replicationPausedUntilNs = 0;
        run(25 * MS);
        assertEquals(ballot, leadingBallot(1), "nor does it hand over when nobody expects it any more");
    }

    @Test
    void shouldResumeUnderANewBallotWhenSuccessorFallsSilentAfterTheHandover() {
        final long ballot = leadingBallot(1);
        // Not the lowest live id: without a word of the old leader, replica 1 would be next.
        moveTo(2);
        cluster.askToMove(cluster.replicas[2], 3);
        until(() -> cluster.replicas[2].board.handOver() != Ballot.NONE, "the successor is ready");
        cluster.replicas[3].backgroundPausedUntilNs = cluster.nowNs + 60 * MS;
        until(() -> !isLeading(2), "replica 2 hands over");
        until(() -> isLeading(2), "replica 2 takes it back");
        assertTrue(leadingBallot(2) > ballot);
        assertTrue(cluster.nowNs < cluster.replicas[3].backgroundPausedUntilNs);
        until(() -> word(2, ControlLayout.SUCCESSOR) == Ballot.NONE, "the move is over");
        assertNoneTwice();
    }

    @Test
    void shouldElectAnotherWhenSuccessorDiesAfterTheHandover() {
        cluster.askToMove(cluster.replicas[1], 3);
        until(() -> cluster.replicas[1].board.handOver() != Ballot.NONE, "the successor is ready");
        cluster.replicas[3].backgroundPausedUntilNs = Long.MAX_VALUE;
        until(() -> !isLeading(1), "replica 1 hands over");
        cluster.kill(3);
        until(() -> cluster.leader() != null, "somebody leads");
        final int before = cluster.history.size();
        until(() -> cluster.history.size() > before + 100, "commands go on");
        assertNoneTwice();
    }

    @Test
    void shouldElectSuccessorWhenOldLeaderDiesAfterTheHandover() {
        cluster.askToMove(cluster.replicas[1], 3);
        until(() -> cluster.replicas[2].board.isMoveExpected(), "everybody stays awake");
        until(() -> !isLeading(1), "replica 1 hands over");
        cluster.kill(1);
        until(() -> cluster.leader() != null, "somebody leads");
        until(() -> !cluster.replicas[2].board.isMoveExpected(), "nobody minds what the dead have named");
        final int before = cluster.history.size();
        until(() -> cluster.history.size() > before + 100, "commands go on");
        assertNoneTwice();
    }

    @Test
    void shouldIgnoreWhatWasAskedOfAnEarlierLeadership() {
        final SteppedCluster.Replica one = cluster.replicas[1];
        cluster.askToMove(one, 3);
        until(() -> isLeading(3), "the first move");
        cluster.askToMove(cluster.replicas[3], 1);
        until(() -> isLeading(1), "the move back; its mailbox still holds the first request");
        final long ballot = leadingBallot(1);
        run(50 * MS);
        assertEquals(ballot, leadingBallot(1));
    }

    @Test
    void shouldRefuseAMoveToWhoCannotLead() {
        final long ballot = leadingBallot(1);
        for (final int nobody : new int[] {0, 1, 4, 200}) {
            cluster.askToMove(cluster.replicas[1], nobody);
            run(3 * MS);
            assertEquals(Ballot.NONE, word(1, ControlLayout.SUCCESSOR), "asked for " + nobody);
        }
        cluster.kill(2);
        cluster.askToMove(cluster.replicas[1], 2);
        run(3 * MS);
        assertEquals(Ballot.NONE, word(1, ControlLayout.SUCCESSOR), "asked for the dead");
        cluster.start(2);
        cluster.replicas[2].replicationPausedUntilNs = Long.MAX_VALUE;
        until(() -> cluster.replicas[1].background.isLive(2), "its next incarnation is there, and a learner");
        // Another request between, or this one would be taken for the one above.
        cluster.askToMove(cluster.replicas[1], 4);
        run(3 * MS);
        cluster.askToMove(cluster.replicas[1], 2);
        run(3 * MS);
        assertEquals(Ballot.NONE, word(1, ControlLayout.SUCCESSOR), "asked for a learner");
        assertEquals(ballot, leadingBallot(1));
    }

    private void moveTo(final int successor) {
        cluster.askToMove(cluster.leader(), successor);
        until(() -> isLeading(successor) && !cluster.replicas[successor].board.isMoveExpected(),
            "moved to " + successor);
    }

    private boolean isLeading(final int id) {
        return cluster.replicas[id].alive && cluster.replicas[id].replication.isLeading();
    }

    private long leadingBallot(final int id) {
        return cluster.replicas[id].replication.leadingBallot();
    }

    private long word(final int id, final int offset) {
        return cluster.replicas[id].fabric.own(offset);
    }

    private void until(final BooleanSupplier condition, final String what) {
        for (int i = 0; i < STEPS && !condition.getAsBoolean(); i++) {
            cluster.step();
        }
        assertTrue(condition.getAsBoolean(), () -> "seed " + seed + ": not reached: " + what + cluster.describe());
    }

    private void run(final long durationNs) {
        for (final long end = cluster.nowNs + durationNs; cluster.nowNs < end;) {
            cluster.step();
        }
    }

    private void assertNoneTwice() {
        assertNotNull(cluster.leader());
        assertFalse(cluster.history.isEmpty());
        assertEquals(cluster.history.size(), new HashSet<>(cluster.history).size(), "a command was applied twice");
    }
}
