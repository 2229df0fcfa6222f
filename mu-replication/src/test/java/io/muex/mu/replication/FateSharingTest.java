package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.DetectorConfig;
import io.muex.mu.log.ControlLayout;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader that cannot lead must look dead to the others, and one that has nothing to do must not. */
class FateSharingTest {
    private static final int SLOTS = 256;
    /** Slots less the reserve of a quarter. */
    private static final int WINDOW = SLOTS - SLOTS / 4;
    private static final int STEPS = 200_000;
    private static final long STALL_NS = DetectorConfig.DEFAULT.stallNs();
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
        until(() -> applied(1) == applied(2) && applied(2) == applied(3), "everything is applied");
        run(STALL_NS / 10);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldGoSilentWhenAProposalWaitsForTheStallTimeAndNotBefore() {
        stopReplayOfFollowers(Long.MAX_VALUE);
        while (next() < leader.state.applied() + WINDOW && next() < followersApplied() + WINDOW) {
            assertTrue(propose() >= 0);
            cluster.step();
        }
        until(() -> leader.replication.leadership().commitIndex() == next(), "what their memory can take is decided");
        run(3 * STALL_NS);
        assertEquals(0, leader.board.waitingSinceNs(), "nothing waits");
        assertBeats("an idle leader");

        final long proposedNs = cluster.nowNs;
        assertTrue(propose() >= 0);
        until(() -> leader.board.waitingSinceNs() != 0, "there is no room for it anywhere");
        assertTrue(leader.board.waitingSinceNs() > proposedNs - STALL_NS / 10,
            "it waits since about when it was proposed, whatever was before");
        assertBeats("a leader whose proposal waits a little");
        cluster.loading = true;
        run(STALL_NS);
        final long silent = heartbeat();
        run(STALL_NS / 2);
        assertEquals(silent, heartbeat(), "whoever cannot lead looks dead");

        final int before = cluster.history.size();
        stopReplayOfFollowers(0);
        until(() -> cluster.history.size() > before + WINDOW, "commands go on");
        until(() -> cluster.leader() != null && leader.board.waitingSinceNs() == 0, "nothing waits any more");
        assertBeats("whoever has got through");
    }

    @Test
    void shouldShowLifeAgainAfterAnotherHasTakenOver() {
        stopReplayOfFollowers(Long.MAX_VALUE);
        cluster.loading = true;
        until(() -> leader.board.waitingSinceNs() != 0, "proposals wait");
        leader.replicationPausedUntilNs = Long.MAX_VALUE;
        stopReplayOfFollowers(0);
        until(() -> cluster.leader() != null && successor() != null, "another one leads");
        leader.replicationPausedUntilNs = 0;
        until(() -> !leader.replication.isLeading(), "the old one notices");
        assertEquals(0, leader.board.waitingSinceNs(), "what it proposed is no longer its own to wait for");
        assertBeats("a follower");
    }

    private SteppedCluster.Replica successor() {
        for (int id = 1; id <= 3; id++) {
            if (id != leader.id && cluster.replicas[id].replication.isLeading()) {
                return cluster.replicas[id];
            }
        }
        return null;
    }

    private void stopReplayOfFollowers(final long untilNs) {
        for (int id = 1; id <= 3; id++) {
            if (id != leader.id) {
                cluster.replicas[id].replicationPausedUntilNs = untilNs;
            }
        }
    }

    private long followersApplied() {
        long applied = Long.MAX_VALUE;
        for (int id = 1; id <= 3; id++) {
            applied = id == leader.id ? applied : Math.min(applied, applied(id));
        }
        return applied;
    }

    private long applied(final int id) {
        return cluster.replicas[id].fabric.own(ControlLayout.APPLIED);
    }

    private long next() {
        return leader.replication.leadership().nextIndex();
    }

    private long heartbeat() {
        return leader.fabric.own(ControlLayout.HEARTBEAT);
    }

    private void assertBeats(final String who) {
        final long before = heartbeat();
        run(STALL_NS / 10);
        assertNotEquals(before, heartbeat(), who + " shows that it lives");
    }

    private long propose() {
        leader.command.putLong(0, ++cluster.proposed);
        return leader.proposer().propose(leader.command, 0, 8);
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
