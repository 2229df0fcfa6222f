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
            cluster.replicas[id].fabric.gate().grant(2, Ballot.of(Ballot.round(ballot) + 1, 1, 2), true);
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
    void shouldTakeUpTheNextBallotWhenTheFirstOneCameToNothing() {
        close();
        cluster = new SteppedCluster(3, 256, 1);
        one = cluster.replicas[1];
        cluster.loading = false;
        one.background.doWork(1, 1);
        step();
        final long first = one.board.candidacy();
        assertEquals(first, one.replication.leadership().ballot(), "it waits for the others");
        for (int id = 2; id <= 3; id++) {
            cluster.request(id, 3, Ballot.of(50, 1, 3));
            cluster.replicas[id].background.doWork(1, 1);
        }
        for (int i = 0; i < STEPS && !one.proposer().isLeading(); i++) {
            askAll();
            step();
        }
        assertTrue(one.replication.leadingBallot() > first, cluster.describe());
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
