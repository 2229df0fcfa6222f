package io.muex.load.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.Role;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control regions written word by word, as replicas would leave them. */
class ClusterObserverTest {
    private static final long BALLOT = Ballot.of(3, 1, 2);

    @TempDir
    private Path home;
    private PaperCluster cluster;
    private ClusterObserver observer;

    @BeforeEach
    void create() throws IOException {
        cluster = new PaperCluster(home, 3);
        observer = new ClusterObserver(cluster.directory());
        for (int id = 1; id <= 3; id++) {
            cluster.start(id);
            cluster.set(id, ControlLayout.VOTES, 1);
            cluster.set(id, ControlLayout.ROLE, Role.FOLLOWER.code());
        }
        cluster.set(2, ControlLayout.ROLE, Role.LEADER.code());
        cluster.set(2, ControlLayout.LEADING, BALLOT);
    }

    @AfterEach
    void close() {
        observer.close();
        cluster.close();
    }

    @Test
    void shouldShowWhatReplicasShow() throws IOException {
        cluster.applied(2, 500, 0xCAFE);
        cluster.set(2, ControlLayout.COMMIT, 501);
        cluster.set(2, ControlLayout.PROMISED, BALLOT);
        assertEquals(
            new ReplicaStatus(2, 1, true, Role.LEADER, BALLOT, true, BALLOT, 500, 501, 500, 0xCAFE, 0),
            observer.status(2));
        assertEquals(2, observer.leader().orElseThrow().id());
        assertEquals("000000000000cafe", observer.status(2).stateHashText());
        assertTrue(observer.isWhole());
    }

    @Test
    void shouldKnowTheDeadByTheirLock() {
        cluster.end(2);
        assertEquals("DEAD", observer.status(2).roleText());
        assertFalse(observer.isWhole());
        assertTrue(observer.leader().isEmpty());
        assertEquals(BALLOT, observer.highestLeadingBallot(), "a dead leader's ballot still counts");
    }

    @Test
    void shouldNotCallAClusterWholeWhileOneLearns() throws IOException {
        cluster.set(3, ControlLayout.VOTES, 0);
        assertFalse(observer.isWhole());
        assertFalse(observer.awaitWhole(1_000_000));
    }

    @Test
    void shouldFollowANewIncarnation() throws IOException {
        observer.statuses();
        cluster.end(2);
        cluster.start(2);
        assertEquals(2, observer.status(2).incarnation());
        assertEquals(0, observer.status(2).leadingBallot());
    }

    @Test
    void shouldNotTakeWhatADeadReplicaLeftForWhatItsNextStartShows() throws IOException {
        assertTrue(observer.isWhole());
        cluster.end(3);
        cluster.occupy(3);
        assertEquals("STARTING", observer.status(3).roleText());
        assertFalse(observer.status(3).votes());
        assertFalse(observer.isWhole());
    }

    @Test
    void shouldNotTakeADeadReplicaForAliveWhileItsNextStartHoldsTheLock() throws IOException {
        cluster.set(3, ControlLayout.DEAD, 1);
        assertEquals("STARTING", observer.status(3).roleText());
        assertFalse(observer.isWhole());
    }

    @Test
    void shouldWaitForTheNextStartOfAReplica() throws IOException {
        assertTrue(observer.isWhole());
        assertFalse(observer.awaitWholeAfter(3, 1, 1_000_000));
        cluster.end(3);
        cluster.start(3);
        assertFalse(observer.awaitWholeAfter(3, 1, 1_000_000));
        cluster.set(3, ControlLayout.VOTES, 1);
        assertTrue(observer.awaitWholeAfter(3, 1, 1_000_000));
    }

    @Test
    void shouldAgreeWhenAllLiveReplicasEndAlike() throws IOException {
        for (int id = 1; id <= 3; id++) {
            cluster.applied(id, 900, 77);
        }
        final Agreement agreement = observer.awaitAgreement(1_000_000_000);
        assertTrue(agreement.sameIndex());
        assertTrue(agreement.hashesAgree());
    }

    @Test
    void shouldNotCountTheDead() throws IOException {
        cluster.applied(1, 900, 77);
        cluster.applied(2, 500, 11);
        cluster.applied(3, 900, 77);
        cluster.end(2);
        assertTrue(observer.awaitAgreement(1_000_000_000).hashesAgree());
    }

    @Test
    void shouldFindADivergedReplica() throws IOException {
        cluster.applied(1, 900, 77);
        cluster.applied(2, 900, 77);
        cluster.applied(3, 900, 78);
        final Agreement agreement = observer.awaitAgreement(1_000_000_000);
        assertTrue(agreement.sameIndex());
        assertFalse(agreement.hashesAgree());
    }

    @Test
    void shouldNotAgreeOnDifferentIndices() throws IOException {
        cluster.applied(1, 900, 77);
        cluster.applied(2, 900, 77);
        cluster.applied(3, 899, 77);
        final Agreement agreement = observer.awaitAgreement(2_000_000);
        assertFalse(agreement.sameIndex());
        assertFalse(agreement.hashesAgree());
    }

    @Test
    void shouldNotAgreeWithAReplicaThatTookItselfOut() throws IOException {
        for (int id = 1; id <= 3; id++) {
            cluster.applied(id, 900, 77);
        }
        cluster.set(3, ControlLayout.HALTED_AT, 600);
        assertFalse(observer.awaitAgreement(2_000_000).hashesAgree());
    }

    @Test
    void shouldReadTheTakeOverOfTheNextLeaderOnly() throws IOException {
        cluster.set(2, ControlLayout.TIMELINE_BALLOT, BALLOT);
        assertTrue(observer.takeOverAfter(BALLOT).isEmpty());
        final long next = Ballot.of(4, 1, 3);
        cluster.set(3, ControlLayout.TIMELINE_SUSPECTED, 1_000);
        cluster.set(3, ControlLayout.TIMELINE_SWITCHED, 2_000);
        cluster.set(3, ControlLayout.TIMELINE_CAUGHT_UP, 3_000);
        cluster.set(3, ControlLayout.TIMELINE_LED, 4_000);
        cluster.set(3, ControlLayout.TIMELINE_BALLOT, next);
        assertFalse(observer.awaitTakeOverAfter(BALLOT, 1_000_000).orElseThrow().isComplete());
        cluster.set(3, ControlLayout.TIMELINE_FIRST_COMMAND, 5_000);
        assertEquals(new TakeOver(3, next, 1_000, 2_000, 3_000, 4_000, 5_000),
            observer.awaitTakeOverAfter(BALLOT, 1_000_000).orElseThrow());
    }
}
