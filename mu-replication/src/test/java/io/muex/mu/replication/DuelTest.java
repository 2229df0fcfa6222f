package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many ballots it takes until one of several candidates leads and is let alone. */
class DuelTest {
    private static final long MS = 1_000_000;
    private static final long SETTLED_NS = 80 * MS;
    private static final int RUNS = 5;
    private static final int REPLICAS = 5;

    /** Who takes whom for dead, wrongly, when the leader dies. */
    enum Suspicion {
        /** All others suspect the next in line, which suspects nobody. */
        OF_ONE(1),
        /** The next two suspect each other, and the others suspect both. */
        OF_TWO(2);

        private final int suspected;

        Suspicion(final int suspected) {
            this.suspected = suspected;
        }
    }

    /** Without yielding to whoever has asked with more it took up to 15 rounds with two candidates, 22 with three. */
    @ParameterizedTest
    @EnumSource
    void shouldEndInOneRoundMoreThanThereAreCandidates(final Suspicion suspicion) {
        final int candidates = suspicion.suspected + 1;
        for (final boolean isBusy : new boolean[] {false, true}) {
            final long[] rounds = new long[RUNS];
            for (int run = 0; run < RUNS; run++) {
                rounds[run] = new Duel(1 + run, suspicion, isBusy).rounds;
            }
            Arrays.sort(rounds);
            final String what = suspicion + (isBusy ? " busy " : " ") + Arrays.toString(rounds);
            assertTrue(rounds[RUNS / 2] <= candidates + 1, what);
            assertTrue(rounds[RUNS - 1] <= 2 * candidates, what);
        }
    }

    /** From the death of the leader until all trust each other again for long. */
    private static final class Duel {
        private final SteppedCluster cluster;
        private final Random pauses;
        private final long[] asked = new long[REPLICAS + 1];
        private int leader;
        private long ballots;
        private long rounds;

        private Duel(final long seed, final Suspicion suspicion, final boolean isBusy) {
            pauses = new Random(~seed);
            try (SteppedCluster stepped = new SteppedCluster(REPLICAS, 256, seed)) {
                cluster = stepped;
                for (int i = 0; i < 20_000; i++) {
                    cluster.step();
                }
                assertNotNull(cluster.leader(), "seed " + seed);
                leader = cluster.leader().id;
                cluster.loading = false;
                for (int n = 1; n <= suspicion.suspected; n++) {
                    follower(n).replicationPausedUntilNs = cluster.nowNs + 120 * MS;
                }
                final long resumedNs = cluster.nowNs + 120 * MS;
                while (cluster.nowNs < resumedNs) {
                    cluster.step();
                }
                fight(isBusy);
                assertNotNull(cluster.leader(), "seed " + seed + cluster.describe());
            }
        }

        private void fight(final boolean isBusy) {
            final long beganNs = cluster.nowNs;
            long highest = cluster.replicas[leader].replication.leadingBallot();
            cluster.kill(leader);
            while (cluster.nowNs - beganNs < SETTLED_NS) {
                cluster.step();
                if (isBusy && pauses.nextInt(100) == 0) {
                    final SteppedCluster.Replica replica = follower(1 + pauses.nextInt(REPLICAS - 1));
                    final long untilNs = cluster.nowNs + pauses.nextInt((int) (4 * MS));
                    if (pauses.nextBoolean()) {
                        replica.replicationPausedUntilNs = untilNs;
                    } else {
                        replica.backgroundPausedUntilNs = untilNs;
                    }
                }
                count();
                if (cluster.leader() != null && cluster.leader().replication.leadingBallot() > highest) {
                    highest = cluster.leader().replication.leadingBallot();
                    rounds = ballots;
                }
            }
        }

        private void count() {
            for (int n = 1; n < REPLICAS; n++) {
                final long candidacy = follower(n).board.candidacy();
                ballots += candidacy != Ballot.NONE && candidacy != asked[n] ? 1 : 0;
                asked[n] = candidacy;
            }
        }

        /** The n-th replica in line to lead. */
        private SteppedCluster.Replica follower(final int n) {
            return cluster.replicas[n < leader ? n : n + 1];
        }
    }
}
