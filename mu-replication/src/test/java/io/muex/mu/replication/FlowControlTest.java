package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Proposer;
import io.muex.mu.log.ControlLayout;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a leader has under way, what it does when somebody is slow, and how those come back. */
class FlowControlTest {
    private static final int SLOTS = 256;
    /** Slots less the reserve of a quarter. */
    private static final int WINDOW = SLOTS - SLOTS / 4;
    /** Entries that a target is fed at most in one duty cycle. */
    private static final int CATCH_UP_LIMIT = 256;
    private static final int STEPS = 200_000;
    private final long seed = System.nanoTime() & 0xFFFF;
    private SteppedCluster cluster;
    private SteppedCluster.Replica leader;

    @BeforeEach
    void startAndLeaveIdle() {
        System.out.println("stepped seed " + seed);
        cluster = new SteppedCluster(3, SLOTS, seed);
        until(() -> cluster.leader() != null && cluster.history.size() > 300, "commands flow");
        leader = cluster.leader();
        cluster.loading = false;
        until(this::isEverythingApplied, "everything is applied");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldTellTheCommitIndexInTheHeaderWhenNothingFollows() {
        // No entry carries the news that the last one is committed; nor is there an empty entry just for that.
        final long before = leader.state.applied();
        assertTrue(propose() >= 0);
        until(this::isEverythingApplied, "the last command is applied everywhere");
        assertEquals(before + 1, leader.state.applied());
    }

    @Test
    void shouldTakeOneFenceForABatchAndCommitAllOfIt() {
        for (int i = 0; i < 100; i++) {
            assertTrue(propose() >= 0);
        }
        assertEquals(100, target(other(1)).channel().postedEnd() - target(other(1)).channel().completedEnd(),
            "written at once, nothing known of it yet");
        final long commit = commit();
        leader.replication.doWork(cluster.nowNs, cluster.nowNs);
        assertEquals(commit + 100, commit(), "known of all of it after one duty cycle");
    }

    @Test
    void shouldTakeNoMoreThanAWindowWithoutADecision() {
        // Nothing is decided while the leader itself does not go on; what is not decided is bounded.
        int taken = 0;
        while (propose() >= 0) {
            taken++;
        }
        assertEquals(WINDOW, taken);
        assertEquals(Proposer.BACK_PRESSURED, propose());
        until(this::isEverythingApplied, "everything is applied");
        assertTrue(propose() >= 0);
    }

    @Test
    void shouldPushBackWhenAMajorityIsBlockedAndGoOnWhenOneOfItApplies() {
        pauseReplay(other(1), Long.MAX_VALUE);
        pauseReplay(other(2), Long.MAX_VALUE);
        final long applied = target(other(1)).refreshApplied();
        proposeUntilPushedBack();
        final long written = target(other(1)).channel().postedEnd();
        assertEquals(applied + WINDOW, written, "memory of a silent follower is written as far as it is free");
        assertEquals(written, commit(), "and what is written to a majority is committed");
        assertEquals(Proposer.BACK_PRESSURED, propose());
        // They know from the headers what is committed, apply all of it, and make room.
        pauseReplay(other(1), 0);
        until(() -> other(1).state.applied() == written, "the follower applies what the header says");
        until(() -> propose() >= 0, "there is room again");
    }

    @Test
    void shouldLeaveASlowFollowerBehindAndFeedItFromTheLogUnderTheSameGrant() {
        final SteppedCluster.Replica slow = other(1);
        final long ballot = leader.replication.leadingBallot();
        final long epoch = slow.fabric.gate().epoch();
        pauseReplay(slow, Long.MAX_VALUE);
        final long applied = slow.state.applied();
        proposeAndCommit(WINDOW + 20);
        assertEquals(applied + WINDOW, target(slow).channel().postedEnd(), "it is full; the others went on");
        final long behind = target(slow).channel().completedEnd();
        assertTrue(commit() > behind, "it does not count, and nobody waits for it");
        pauseReplay(slow, 0);
        until(this::isEverythingApplied, "it has caught up");
        assertEquals(ballot, leader.replication.leadingBallot());
        assertEquals(epoch, slow.fabric.gate().epoch(), "nobody asked for its permission again");
        assertFalse(slow.board.isBehind());
    }

    @Test
    void shouldNotOutrunAFollowerThatIsSlowButGoesOn() {
        final SteppedCluster.Replica slow = other(1);
        final long before = slow.state.commandsApplied();
        long pushedBack = 0;
        for (int taken = 0; taken < 20 * SLOTS;) {
            if (cluster.nowNs > slow.replicationPausedUntilNs + 1_000_000) {
                pauseReplay(slow, cluster.nowNs + Target.PATIENCE_NS / 2);
            }
            final boolean isTaken = propose() >= 0;
            taken += isTaken ? 1 : 0;
            pushedBack += isTaken ? 0 : 1;
            cluster.step();
        }
        pauseReplay(slow, 0);
        until(this::isEverythingApplied, "everything is applied");
        assertTrue(pushedBack > 0, "the leader had to wait");
        assertEquals(before + 20 * SLOTS, slow.state.commandsApplied(), "all of it by the log, nothing by a snapshot");
    }

    @Test
    void shouldWaitForNobodyWhoStandsStill() {
        pauseReplay(other(1), Long.MAX_VALUE);
        proposeAndCommit(2 * WINDOW);
        final long from = cluster.nowNs;
        proposeAndCommit(20);
        assertTrue(cluster.nowNs - from < 2 * Target.PATIENCE_NS, "waited " + (cluster.nowNs - from));
    }

    @Test
    void shouldSendASnapshotToAFollowerThatTheLogNoLongerReaches() {
        final SteppedCluster.Replica slow = other(1);
        pauseReplay(slow, Long.MAX_VALUE);
        final long applied = slow.state.applied();
        proposeAndCommit(3 * SLOTS);
        pauseReplay(slow, 0);
        until(this::isEverythingApplied, "it has caught up");
        assertTrue(slow.state.commandsApplied() < applied + 3 * SLOTS - WINDOW, "by a snapshot, not by the log alone");
        proposeAndCommit(50);
        until(this::isEverythingApplied, "and it is written again, within the same grant");
        assertEquals(target(slow).channel().postedEnd(), leader.state.applied());
    }

    @Test
    void shouldAskAnotherForTheSnapshotWhenTheFirstDoesNotAnswer() {
        final SteppedCluster.Replica slow = other(1);
        final SteppedCluster.Replica silent = other(2);
        pauseReplay(slow, Long.MAX_VALUE);
        proposeAndCommit(3 * SLOTS);
        pauseReplay(silent, Long.MAX_VALUE);
        pauseReplay(slow, 0);
        final int asked = ControlLayout.mail(slow.id) + ControlLayout.MAIL_SNAPSHOT;
        until(() -> silent.fabric.own(asked) != 0, "the furthest one is asked");
        until(() -> slow.state.applied() == leader.state.applied(), "another one has answered");
        assertTrue(leader.fabric.own(asked) != 0, "the leader, since there is nobody else");
    }

    @Test
    void shouldFeedABoundedNumberOfEntriesInOneDutyCycle() {
        final SteppedCluster.Replica slow = other(1);
        pauseReplay(slow, Long.MAX_VALUE);
        proposeAndCommit(WINDOW + WINDOW / 2);
        pauseReplay(slow, 0);
        long most = 0;
        for (int i = 0; i < STEPS && !isEverythingApplied(); i++) {
            final long before = target(slow).channel().postedEnd();
            cluster.step();
            most = Math.max(most, target(slow).channel().postedEnd() - before);
        }
        assertTrue(isEverythingApplied());
        assertTrue(most > 0 && most <= CATCH_UP_LIMIT, "most in one step: " + most);
    }

    @Test
    void shouldShrinkByADeadFollowerAndGrowByEachOfItsNextIncarnations() {
        final int dead = other(1).id;
        final long ballot = leader.replication.leadingBallot();
        for (int incarnation = 2; incarnation <= 4; incarnation++) {
            final int next = incarnation;
            cluster.kill(dead);
            proposeAndCommit(50);
            assertTrue(targetOf(dead).channel().hasFailed(), "what is written to the dead does not count");
            cluster.start(dead);
            until(() -> cluster.voters() == 3, "incarnation " + next + " is admitted");
            until(() -> targetOf(dead).isCounted() && targetOf(dead).grant().incarnation() == next, "and counts");
        }
        assertEquals(ballot, leader.replication.leadingBallot(), "all of it under one ballot");
    }

    @Test
    void shouldGrowByAFollowerThatGrantsLate() {
        final int successor = other(1).id;
        final SteppedCluster.Replica late = other(2);
        late.backgroundPausedUntilNs = cluster.nowNs + 30_000_000;
        cluster.askToMove(leader, successor);
        until(() -> cluster.leader() != null && cluster.leader().id == successor, "leadership has moved");
        leader = cluster.leader();
        proposeAndCommit(50);
        assertTrue(cluster.nowNs < late.backgroundPausedUntilNs && target(late) == null, "two of three are enough");
        until(() -> target(late) != null && target(late).isCounted(), "the third grants late, under the same ballot");
        until(this::isEverythingApplied, "and is sent everything from its base on");
        assertEquals(leader, cluster.leader());
    }

    private void proposeAndCommit(final int commands) {
        for (int i = 0; i < commands; i++) {
            for (int step = 0; step < STEPS && propose() < 0; step++) {
                cluster.step();
            }
            cluster.step();
        }
        until(() -> commit() == leader.replication.leadership().nextIndex(), "all is committed");
    }

    private void proposeUntilPushedBack() {
        long idle = 0;
        for (int i = 0; i < STEPS && idle < 2_000; i++) {
            idle = propose() >= 0 ? 0 : idle + 1;
            cluster.step();
        }
        assertTrue(idle > 0);
    }

    private long propose() {
        leader.command.putLong(0, cluster.proposed + 1);
        final long index = leader.proposer().propose(leader.command, 0, 8);
        cluster.proposed += index >= 0 ? 1 : 0;
        return index;
    }

    private boolean isEverythingApplied() {
        for (int id = 1; id <= 3; id++) {
            if (cluster.replicas[id].alive && cluster.replicas[id].state.applied() != leader.state.applied()) {
                return false;
            }
        }
        return commit() == leader.replication.leadership().nextIndex() && leader.state.applied() == commit();
    }

    private void pauseReplay(final SteppedCluster.Replica replica, final long untilNs) {
        replica.replicationPausedUntilNs = untilNs;
    }

    private SteppedCluster.Replica other(final int distance) {
        return cluster.replicas[(leader.id + distance - 1) % 3 + 1];
    }

    private long commit() {
        return leader.replication.leadership().commitIndex();
    }

    private Target target(final SteppedCluster.Replica replica) {
        return targetOf(replica.id);
    }

    private Target targetOf(final int id) {
        return leader.replication.leadership().target(id);
    }

    private void until(final BooleanSupplier condition, final String what) {
        for (int i = 0; i < STEPS && !condition.getAsBoolean(); i++) {
            cluster.step();
        }
        assertTrue(condition.getAsBoolean(), () -> "seed " + seed + ": not reached: " + what + cluster.describe());
    }
}
