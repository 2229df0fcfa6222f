package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.log.Entry;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A newcomer is admitted in the end, also when the first attempt to admit it came to nothing. */
class AdmissionTest {
    private static final int STEPS = 300_000;
    /** A leader looks for newcomers once in so many duty cycles. */
    private static final int LOOKS_EVERY = 32;
    private static final int NEWCOMER = 5;
    private final long seed = System.nanoTime() & 0xFFFF;

    /** The admission that it proposed was never decided, and whoever led meanwhile did not see the newcomer near. */
    @Test
    void shouldBeProposedAgainByTheSameReplicaWhenItLeadsAgain() {
        System.out.println("stepped seed " + seed);
        try (SteppedCluster cluster = new SteppedCluster(5, 256, seed)) {
            until(cluster, () -> isLeading(cluster, 1) || askToMove(cluster, 1), "1 leads");
            cluster.loading = false;
            cluster.kill(NEWCOMER);
            cluster.start(NEWCOMER);
            final SteppedCluster.Replica one = cluster.replicas[1];
            until(cluster, () -> one.board.steps() % LOOKS_EVERY == LOOKS_EVERY - 1
                && learner(one) != null, "it has caught up, and the leader is about to see it");
            final long ballot = Ballot.of(Ballot.round(one.replication.leadingBallot()) + 5, 1, 2);
            for (int id = 2; id <= 4; id++) {
                cluster.replicas[id].fabric.gate().grant(2, ballot, true, 0);
            }
            final long next = one.replication.leadership().nextIndex();
            one.replication.doWork(cluster.nowNs, cluster.nowNs);
            assertEquals(Ballot.NONE, one.replication.leadingBallot(), "it has lost a majority");
            assertTrue(one.fabric.localLog().read(next, new Entry(128)), "with the admission proposed");

            pause(cluster.replicas[NEWCOMER], Long.MAX_VALUE);
            pause(one, Long.MAX_VALUE);
            until(cluster, () -> cluster.leader() != null, "another one leads");
            cluster.loading = true;
            final int before = cluster.history.size();
            until(cluster, () -> cluster.history.size() > before + 100, "and decides other things");
            pause(one, 0);
            until(cluster, () -> isLeading(cluster, 1) || askToMove(cluster, 1), "1 leads again");
            pause(cluster.replicas[NEWCOMER], 0);
            until(cluster, () -> cluster.voters() == 5, "everybody votes");
            assertTrue(isLeading(cluster, 1), cluster.describe());
        }
    }

    private static Target learner(final SteppedCluster.Replica leader) {
        assertNotNull(leader.replication.leadership(), "it leads");
        return leader.replication.leadership().learnerToAdmit();
    }

    private static void pause(final SteppedCluster.Replica replica, final long untilNs) {
        replica.replicationPausedUntilNs = untilNs;
        replica.backgroundPausedUntilNs = untilNs;
    }

    private static boolean isLeading(final SteppedCluster cluster, final int id) {
        return cluster.replicas[id].replication.isLeading();
    }

    /** Asks whoever leads; false, since that takes a while. */
    private static boolean askToMove(final SteppedCluster cluster, final int successor) {
        if (cluster.leader() != null && cluster.leader().background.isLive(successor)) {
            cluster.askToMove(cluster.leader(), successor);
        }
        return false;
    }

    private void until(final SteppedCluster cluster, final BooleanSupplier condition, final String what) {
        for (int i = 0; i < STEPS && !condition.getAsBoolean(); i++) {
            cluster.step();
        }
        assertTrue(condition.getAsBoolean(), () -> "seed " + seed + ": not reached: " + what + cluster.describe());
    }
}
