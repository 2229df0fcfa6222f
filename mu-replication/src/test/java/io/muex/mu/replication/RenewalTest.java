package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a leader takes a new ballot to regain a follower, when it does not, and who shows that it may lead. */
class RenewalTest {
    private static final long MS = 1_000_000;
    private static final long RENEW_AFTER_NS = 250 * MS;
    private static final int STEPS = 300_000;
    private final long seed = System.nanoTime() & 0xFFFF;
    private SteppedCluster cluster;
    private SteppedCluster.Replica leader;
    private SteppedCluster.Replica follower;
    private long ballot;

    @BeforeEach
    void start() {
        System.out.println("stepped seed " + seed);
        cluster = new SteppedCluster(3, 256, seed);
        until(() -> cluster.leader() != null && cluster.history.size() > 100, "commands flow");
        leader = cluster.leader();
        follower = cluster.replicas[leader.id % 3 + 1];
        ballot = leader.replication.leadingBallot();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldRegainALivingFollowerThatItLostAndNotInAHurry() {
        takeLogAway();
        until(() -> leader.board.lostTargets() == 1L << follower.id, "the leader has noticed");
        run(RENEW_AFTER_NS - 20 * MS);
        assertEquals(ballot, leader.replication.leadingBallot(), "a new ballot costs everybody a moment");
        // Under a new ballot; while there is none, the lowest eligible one may be the first to ask.
        until(() -> cluster.leader() != null && cluster.leader().replication.leadingBallot() > ballot
            && isCounted(cluster.leader()), "it follows again");
        final long next = cluster.leader().replication.leadingBallot();
        run(2 * RENEW_AFTER_NS);
        assertEquals(next, cluster.leader().replication.leadingBallot(), "once is enough");
    }

    private boolean isCounted(final SteppedCluster.Replica by) {
        final Target target = by.replication.leadership().target(follower.id);
        return target != null && target.isCounted();
    }

    @Test
    void shouldTakeNoNewBallotForTheDead() {
        cluster.kill(follower.id);
        until(() -> leader.board.lostTargets() == 1L << follower.id, "the leader has noticed");
        run(3 * RENEW_AFTER_NS);
        assertEquals(ballot, leader.replication.leadingBallot());
    }

    @Test
    void shouldCountOnlyTheTimeForWhichAFollowerIsLostWithoutABreak() {
        for (int i = 0; i < 4; i++) {
            leader.board.lostTargets(1L << follower.id);
            run(RENEW_AFTER_NS / 2);
            leader.board.lostTargets(0);
            run(20 * MS);
        }
        assertEquals(ballot, leader.replication.leadingBallot());
    }

    @Test
    void shouldShowThatItMayLeadOnlyWhenItCould() {
        assertEquals(1, eligible(0));
        follower.board.behind(true);
        assertEquals(0, eligible(0), "it lacks what only a snapshot can give");
        follower.board.behind(false);
        assertEquals(1, eligible(0));
        assertEquals(0, eligible(5_000 * MS), "its clock is off");
        assertEquals(1, eligible(0));
        follower.fabric.publish(ControlLayout.VOTES, 0);
        assertEquals(0, eligible(0), "it does not vote");
        follower.fabric.publish(ControlLayout.VOTES, 1);
        assertEquals(1, eligible(0));
        assertNotEquals(Ballot.NONE, leader.replication.leadingBallot());
    }

    /** What the follower shows after a duty cycle in which its clock was wrong by so much. */
    private long eligible(final long clockErrorNs) {
        follower.background.doWork(cluster.nowNs, cluster.nowNs + clockErrorNs);
        return follower.fabric.own(ControlLayout.ELIGIBLE);
    }

    /** A candidate that came to nothing has been there. */
    private void takeLogAway() {
        final int other = 6 - leader.id - follower.id;
        cluster.request(follower.id, other, Ballot.of(Ballot.round(ballot) + 5, 1, other));
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
}
