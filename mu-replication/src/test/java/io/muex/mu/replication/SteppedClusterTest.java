package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.log.ControlLayout;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteppedClusterTest {
    private static final long SNAPSHOT_GIVEN_UP_NS = 200_000_000;
    private static final long STALL_NS = DetectorConfig.DEFAULT.stallNs();

    @Test
    void shouldElectLowestReplicaAndCommit() {
        try (SteppedCluster cluster = new SteppedCluster(3, 1024, 42)) {
            run(cluster, 20_000);
            assertEquals(1, cluster.leader().id);
            assertTrue(cluster.history.size() > 1000, "applied " + cluster.history.size());
        }
    }

    @Test
    void shouldGoOnWhenLeaderIsKilledAndAdmitItAgain() {
        try (SteppedCluster cluster = new SteppedCluster(3, 256, 7)) {
            run(cluster, 10_000);
            for (int round = 0; round < 10; round++) {
                final int killed = cluster.leader().id;
                cluster.kill(killed);
                run(cluster, 10_000);
                final int before = cluster.history.size();
                assertNotNull(cluster.leader(), "no leader in round " + round);
                assertTrue(cluster.leader().id != killed);
                cluster.start(killed);
                run(cluster, 30_000);
                assertEquals(3, cluster.voters(), "voters in round " + round);
                assertTrue(cluster.history.size() > before);
            }
        }
    }

    /** The donor has answered the first question of an earlier incarnation already: this one must not look the same. */
    @Test
    void shouldGiveTheSecondIncarnationItsSnapshotAsSoonAsTheFirst() {
        try (SteppedCluster cluster = new SteppedCluster(3, 256, 11)) {
            run(cluster, 10_000);
            final int killed = cluster.leader().id == 3 ? 2 : 3;
            for (int round = 0; round < 4; round++) {
                cluster.kill(killed);
                run(cluster, 5_000);
                cluster.start(killed);
                final long startNs = cluster.nowNs;
                while (cluster.voters() < 3 && cluster.nowNs - startNs < SNAPSHOT_GIVEN_UP_NS) {
                    cluster.step();
                }
                assertEquals(3, cluster.voters(), "voters before a question is given up, in round " + round);
            }
        }
    }

    /** Its background plane lives on, and must not take the log from its successors again and again. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void shouldFollowALeaderWhoseApplicationStandsStill(final int replicas) {
        for (long seed = 1; seed <= 20; seed++) {
            try (SteppedCluster cluster = new SteppedCluster(replicas, 1024, seed)) {
                run(cluster, 20_000);
                final SteppedCluster.Replica stuck = cluster.leader();
                stuck.replicationPausedUntilNs = Long.MAX_VALUE;
                final long fromNs = cluster.nowNs;
                while (successor(cluster, stuck) == null && cluster.nowNs - fromNs < 10 * STALL_NS) {
                    cluster.step();
                }
                assertNotNull(successor(cluster, stuck), "seed " + seed + ", " + cluster.describe());
                assertTrue(cluster.nowNs - fromNs < 3 * STALL_NS, "seed " + seed + ": " + (cluster.nowNs - fromNs));
                final int applied = cluster.history.size();
                assertEquals(Ballot.NONE, stuck.board.candidacy(), "seed " + seed + ": it does not ask any more");
                assertEquals(0, stuck.fabric.own(ControlLayout.ELIGIBLE), "seed " + seed);
                run(cluster, 20_000);
                assertEquals(Ballot.NONE, stuck.board.candidacy(), "seed " + seed + ": nor later");
                assertTrue(successor(cluster, stuck) != null, "seed " + seed + ": it stays");
                assertTrue(cluster.history.size() > applied, "seed " + seed + ": the others go on");
                stuck.replicationPausedUntilNs = 0;
                run(cluster, 60_000);
                assertEquals(replicas, cluster.voters(), "seed " + seed);
                assertEquals(1, leaders(cluster), "seed " + seed + ", " + cluster.describe());
            }
        }
    }

    /** Nobody else is left: its memory makes the majority, and its background plane has to give it away. */
    @Test
    void shouldGrantTheLogOfALeaderWhoseApplicationStandsStill() {
        try (SteppedCluster cluster = new SteppedCluster(3, 1024, 5)) {
            run(cluster, 20_000);
            final SteppedCluster.Replica stuck = cluster.leader();
            cluster.kill(stuck.id % 3 + 1);
            run(cluster, 1_000);
            stuck.replicationPausedUntilNs = Long.MAX_VALUE;
            final int applied = cluster.history.size();
            for (int i = 0; i < 100_000 && successor(cluster, stuck) == null; i++) {
                cluster.step();
            }
            assertNotNull(successor(cluster, stuck), cluster.describe());
            run(cluster, 20_000);
            assertTrue(cluster.history.size() > applied + 100, "commands go on");
        }
    }

    private static SteppedCluster.Replica successor(
        final SteppedCluster cluster, final SteppedCluster.Replica stuck) {
        for (int id = 1; id < cluster.replicas.length; id++) {
            if (id != stuck.id && cluster.replicas[id].replication.isLeading()) {
                return cluster.replicas[id];
            }
        }
        return null;
    }

    private static int leaders(final SteppedCluster cluster) {
        int leaders = 0;
        for (int id = 1; id < cluster.replicas.length; id++) {
            leaders += cluster.replicas[id].replication.isLeading() ? 1 : 0;
        }
        return leaders;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7, 9})
    void shouldAgreeWhilePlanesArePausedAndReplicasDie(final int replicas) {
        final long first = System.nanoTime() & 0xFFFF;
        for (long seed = first; seed < first + 180 / replicas / replicas; seed++) {
            final long before = seed;
            try (SteppedCluster cluster = new SteppedCluster(replicas, 128, seed)) {
                storm(cluster, seed);
            } catch (final RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + before + ", replicas " + replicas, failed);
            }
        }
    }

    private static void storm(final SteppedCluster cluster, final long seed) {
        final Random faults = new Random(~seed);
        for (int i = 0; i < 60_000; i++) {
            cluster.step();
            if (faults.nextInt(400) == 0) {
                final SteppedCluster.Replica replica = any(cluster, faults);
                final long until = cluster.nowNs + (1L << faults.nextInt(28));
                if (faults.nextBoolean()) {
                    replica.replicationPausedUntilNs = until;
                }
                if (faults.nextBoolean()) {
                    replica.backgroundPausedUntilNs = until;
                }
            }
            if (faults.nextInt(1000) == 0 && cluster.leader() != null) {
                cluster.askToMove(cluster.leader(), any(cluster, faults).id);
            }
            if (faults.nextInt(4000) == 0) {
                final SteppedCluster.Replica replica = any(cluster, faults);
                if (!replica.alive) {
                    cluster.start(replica.id);
                } else if (cluster.voters() > cluster.replicas.length / 2 + 1 - 1
                    && cluster.voters() - 1 >= (cluster.replicas.length - 1) / 2 + 1) {
                    cluster.kill(replica.id);
                }
            }
        }
        for (int id = 1; id < cluster.replicas.length; id++) {
            if (!cluster.replicas[id].alive) {
                cluster.start(id);
            }
            cluster.replicas[id].replicationPausedUntilNs = 0;
            cluster.replicas[id].backgroundPausedUntilNs = 0;
        }
        final int before = cluster.history.size();
        run(cluster, 120_000);
        assertTrue(cluster.history.size() > before,
            () -> "nothing was committed after all faults had ended: " + cluster.describe());
        assertEquals(cluster.replicas.length - 1, cluster.voters(),
            () -> "not everybody votes again: " + cluster.describe());
        assertEquals(cluster.history.size(), new HashSet<>(cluster.history).size(), "a command was applied twice");
    }

    private static SteppedCluster.Replica any(final SteppedCluster cluster, final Random faults) {
        return cluster.replicas[1 + faults.nextInt(cluster.replicas.length - 1)];
    }

    private static void run(final SteppedCluster cluster, final int steps) {
        for (int i = 0; i < steps; i++) {
            cluster.step();
        }
    }
}
