package io.muex.mu.replication;

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

    private static void until(final SteppedCluster cluster, final BooleanSupplier condition, final String what) {
        for (int i = 0; i < STEPS && !condition.getAsBoolean(); i++) {
            cluster.step();
        }
        assertTrue(condition.getAsBoolean(), () -> "not reached: " + what + ' ' + cluster.describe());
    }
}
