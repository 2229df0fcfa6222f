package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a candidate does that a higher ballot has overtaken. */
class CandidacyTest {
    private static final int STEPS = 100_000;

    /** The dead one's last request arrives late: of the two that live, one can never grant the other's ballot. */
    @Test
    void shouldTryAgainWhenTooFewLivingVotersAreLeftForItsBallot() {
        final long seed = System.nanoTime() & 0xFFFF;
        try (SteppedCluster cluster = new SteppedCluster(3, 256, seed)) {
            until(cluster, () -> cluster.history.size() > 100, "commands flow, seed " + seed);
            final int dead = cluster.leader().id;
            final int candidate = dead == 1 ? 2 : 1;
            final int granting = 6 - dead - candidate;
            final long lateRequest = Ballot.of(50, 1, dead);
            cluster.kill(dead);
            cluster.replicas[granting].backgroundPausedUntilNs = Long.MAX_VALUE;
            until(cluster, () -> cluster.replicas[candidate].board.candidacy() != Ballot.NONE, "asked, seed " + seed);
            cluster.request(granting, dead, lateRequest);
            cluster.replicas[granting].backgroundPausedUntilNs = 0;
            final int before = cluster.history.size();
            until(cluster, () -> cluster.history.size() > before + 100, "commands flow again, seed " + seed);
            assertTrue(cluster.replicas[granting].fabric.own(ControlLayout.PROMISED) > lateRequest);
        }
    }

    /**
     * A newcomer grants before it has applied its own admission, and learns of that from a snapshot: what it granted
     * as a learner never counts under that ballot (seed 635, asymmetric).
     */
    @Test
    void shouldAskAgainWhenOneThatGrantedAsALearnerVotes() {
        final long seed = System.nanoTime() & 0xFFFF;
        try (SteppedCluster cluster = new SteppedCluster(3, 256, seed)) {
            until(cluster, () -> cluster.history.size() > 100, "commands flow, seed " + seed);
            final int leader = cluster.leader().id;
            final int newcomer = leader == 3 ? 2 : 3;
            final SteppedCluster.Replica candidate = cluster.replicas[6 - leader - newcomer];
            cluster.kill(newcomer);
            cluster.start(newcomer);
            until(cluster, () -> isAdmittedBy(cluster.replicas[leader], newcomer), "admitted, seed " + seed);
            final SteppedCluster.Replica learner = cluster.replicas[newcomer];
            assertEquals(0, learner.fabric.own(ControlLayout.VOTES), "it has not applied that itself");
            learner.replicationPausedUntilNs = Long.MAX_VALUE;
            until(cluster, () -> isAdmittedBy(candidate, newcomer), "admitted by all others, seed " + seed);
            cluster.kill(leader);
            until(cluster, () -> candidate.board.candidacy() != Ballot.NONE
                && learner.fabric.own(ControlLayout.PROMISED) == candidate.board.candidacy(), "granted, seed " + seed);
            cluster.tellBehind(newcomer, leader, candidate.state.applied());
            learner.replicationPausedUntilNs = 0;
            until(cluster, () -> learner.fabric.own(ControlLayout.VOTES) == 1, "it votes by a snapshot, seed " + seed);
            until(cluster, candidate.replication::isLeading, "both of them go on, seed " + seed);
        }
    }

    private static boolean isAdmittedBy(final SteppedCluster.Replica by, final int newcomer) {
        return by.state.membership().incarnation(newcomer) == 2;
    }

    private static void until(final SteppedCluster cluster, final BooleanSupplier condition, final String what) {
        for (int i = 0; i < STEPS && !condition.getAsBoolean(); i++) {
            cluster.step();
        }
        assertTrue(condition.getAsBoolean(), () -> "not reached: " + what + ' ' + cluster.describe());
    }
}
