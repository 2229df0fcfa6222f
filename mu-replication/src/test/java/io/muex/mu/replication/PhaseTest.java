package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.log.ControlLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What replica 1 of 3 shows in each phase on its way to leading, and how it leaves each of them. */
class PhaseTest {
    private static final String[] PHASES = {"FOLLOWING", "PREPARING", "FINISHING", "LEADING"};
    private static final int STEPS = 50;
    private static final int MANY_STEPS = 100_000;
    private SteppedCluster cluster;
    private SteppedCluster.Replica one;
    private long ballot;

    @BeforeEach
    void letEverybodyGrant() {
        cluster = new SteppedCluster(3, 256, 1);
        cluster.loading = false;
        one = cluster.replicas[1];
        askAll();
        ballot = one.board.candidacy();
        assertNotEquals(Ballot.NONE, ballot);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldShowWhereItStandsAndTakeCommandsOnlyWhenItLeads() {
        assertShown(Ballot.NONE, Ballot.NONE);
        reach(1);
        assertShown(ballot, Ballot.NONE);
        reach(2);
        assertShown(ballot, Ballot.NONE);
        assertFalse(one.proposer().isLeading());
        assertEquals(Proposer.NOT_LEADER, one.proposer().propose(one.command, 0, 8));
        reach(3);
        assertShown(Ballot.NONE, ballot);
        assertTrue(one.proposer().isLeading());
        assertTrue(one.proposer().propose(one.command, 0, 8) >= 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldGiveUpInAnyPhaseWhenItsCandidacyEnds(final int phase) {
        reach(phase);
        one.board.withdraw();
        assertGivenUp();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldGiveUpInAnyPhaseWhenItIsToTakeANewBallot(final int phase) {
        reach(phase);
        one.board.renew(ballot);
        assertGivenUp();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldGiveUpInAnyPhaseWhenAMajorityIsLost(final int phase) {
        reach(phase);
        for (int id = 2; id <= 3; id++) {
            cluster.replicas[id].fabric.gate().grant(2, Ballot.of(Ballot.round(ballot) + 1, 1, 2), true, 0);
        }
        for (int i = 0; i < STEPS && one.board.givenUp() != ballot; i++) {
            step();
        }
        assertGivenUp();
    }

    @Test
    void shouldGoOnWhenAnEarlierBallotIsToBeRenewed() {
        reach(3);
        one.board.renew(ballot - 1);
        step();
        assertTrue(one.proposer().isLeading());
    }

    @Test
    void shouldGoOnTakingCommandsWhenAnEarlierLeadershipIsToBeHandedOver() {
        reach(3);
        one.board.handOver(Ballot.named(ballot - (1 << 24), 2));
        step();
        assertTrue(one.replication.toString().startsWith("LEADING"));
        assertTrue(one.proposer().propose(one.command, 0, 8) >= 0);
        one.board.handOver(Ballot.named(ballot, 2));
        step();
        assertTrue(one.replication.toString().startsWith("HANDING_OVER"));
        assertEquals(Proposer.BACK_PRESSURED, one.proposer().propose(one.command, 0, 8));
        one.board.handOver(Ballot.NONE);
        step();
        assertTrue(one.proposer().propose(one.command, 0, 8) >= 0);
    }

    /** The third has applied what nobody can hand out any more. */
    @Test
    void shouldGiveUpAndAskForASnapshotWhenNobodyHasTheHistory() {
        close();
        cluster = new SteppedCluster(3, 256, 1);
        cluster.loading = false;
        one = cluster.replicas[1];
        cluster.replicas[3].fabric.publish(ControlLayout.APPLIED, 10);
        askAll();
        ballot = one.board.candidacy();
        reach(1);
        for (int i = 0; i < STEPS && one.board.givenUp() != ballot; i++) {
            step();
        }
        assertTrue(one.board.isBehind());
        assertGivenUp();
        askAll();
        assertEquals(0, one.fabric.own(ControlLayout.ELIGIBLE), "it could not lead");
        cluster.replicas[3].fabric.publish(ControlLayout.APPLIED, 0);
        catchUpWithWhoeverLeads(20);
        for (int i = 0; i < MANY_STEPS && one.fabric.own(ControlLayout.ELIGIBLE) == 0; i++) {
            cluster.step();
        }
        assertFalse(one.board.isBehind(), "it lacks nothing any more, though no snapshot is newer than what it has");
        assertEquals(1, one.fabric.own(ControlLayout.ELIGIBLE), "it may lead");
    }

    private void catchUpWithWhoeverLeads(final int commands) {
        int proposed = 0;
        for (int i = 0; i < MANY_STEPS && one.state.commandsApplied() < commands; i++) {
            cluster.step();
            final SteppedCluster.Replica leader = cluster.leader();
            if (leader != null && proposed < commands) {
                leader.command.putLong(0, ++cluster.proposed);
                proposed += leader.proposer().propose(leader.command, 0, 8) >= 0 ? 1 : 0;
            }
        }
        assertEquals(commands, one.state.commandsApplied(), cluster.describe());
    }

    @Test
    void shouldTakeUpTheNextBallotWhenTheFirstOneCameToNothing() {
        close();
        cluster = new SteppedCluster(3, 256, 1);
        one = cluster.replicas[1];
        cluster.loading = false;
        one.background.doWork(1, 1);
        step();
        final long first = one.board.candidacy();
        assertEquals(first, one.replication.leadership().ballot(), "it waits for the others");
        ballot = first + (1 << 24);
        one.board.beginCandidacy(ballot, 1);
        for (int id = 1; id <= 3; id++) {
            cluster.replicas[id].fabric.gate().grant(1, ballot, true, 0);
            one.board.post(one.fabric.grant(id, 1, ballot));
        }
        reach(3);
        assertEquals(ballot, one.replication.leadingBallot());
    }

    private void assertGivenUp() {
        step();
        assertEquals(ballot, one.board.givenUp());
        for (int i = 0; i < 3; i++) {
            assertTrue(one.replication.toString().startsWith("FOLLOWING"), "it never begins again under that ballot");
            assertShown(Ballot.NONE, Ballot.NONE);
            assertEquals(Proposer.NOT_LEADER, one.proposer().propose(one.command, 0, 8));
            assertEquals(0, one.board.lostTargets());
            assertEquals(0, one.board.waitingSinceNs());
            step();
        }
    }

    private void assertShown(final long preparing, final long leading) {
        assertEquals(preparing, one.fabric.own(ControlLayout.PREPARING));
        assertEquals(leading, one.fabric.own(ControlLayout.LEADING));
        assertEquals(leading, one.replication.leadingBallot());
    }

    private void reach(final int phase) {
        for (int i = 0; i < STEPS && !one.replication.toString().startsWith(PHASES[phase]); i++) {
            step();
        }
        assertTrue(one.replication.toString().startsWith(PHASES[phase]), cluster.describe());
    }

    private void step() {
        cluster.nowNs += 1_000;
        one.replication.doWork(cluster.nowNs, cluster.nowNs);
    }

    private void askAll() {
        for (int i = 0; i < 5; i++) {
            cluster.nowNs += 1_000;
            for (int id = 1; id <= 3; id++) {
                cluster.replicas[id].background.doWork(cluster.nowNs, cluster.nowNs);
            }
        }
    }
}
