package io.muex.load.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.InProcessExchange;
import io.muex.load.check.Ledger;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.PaperCluster;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.play.OrderPort;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.PlayResult;
import io.muex.load.play.Player;
import io.muex.mu.Ballot;
import io.muex.mu.Role;
import io.muex.mu.log.ControlLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real player and a real exchange, and replicas that exist on paper: killing one stalls the exchange until the next
 * one has written that it leads. What the drill reports is known in advance, to the microsecond.
 */
@Timeout(60)
class DrillTest {
    private static final int OPERATIONS = 4_000;
    private static final int RATE = 5_000;
    private static final long MS = 1_000_000;

    @TempDir
    private Path home;
    private PaperReplicas replicas;
    private ClusterObserver observer;
    private final Ledger ledger = new Ledger();
    private long saidOperations = OPERATIONS + 1;
    private final List<String> stages = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() {
        replicas = new PaperReplicas(new PaperCluster(home, 3), threads);
        observer = new ClusterObserver(replicas.cluster.directory());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        observer.close();
        replicas.cluster.close();
    }

    @Test
    void shouldKillLeadersUnderLoadAndMeasureEachPhase() throws Exception {
        final DrillResult result = run(FaultPlan.parse("kill", 3), RATE);
        assertTrue(result.holds(), result::toString);
        assertEquals(3, result.happened());
        assertEquals(List.of("kill 1", "kill 2", "kill 3"), replicas.deeds, stages::toString);
        for (final Failover failover : result.failovers()) {
            assertEquals(failover.killed() % 3 + 1, failover.newLeader(), stages::toString);
            assertTrue(failover.isComplete(), failover::toString);
            assertTrue(failover.unanswered() > 0, failover::toString);
            final long sentAt = failover.detectMicros() - 1_000;
            assertTrue(sentAt >= 0 && sentAt < 500_000, "the signal comes after the clock is read: " + failover);
            assertEquals(1_000, failover.switchMicros() - failover.detectMicros(), 1, failover::toString);
            assertEquals(1_000, failover.catchUpMicros() - failover.switchMicros(), 1, failover::toString);
            assertEquals(1_000, failover.firstCommitMicros() - failover.catchUpMicros(), 1, failover::toString);
            assertEquals(
                1_000, failover.firstClientCommitMicros() - failover.firstCommitMicros(), 1, failover::toString);
            assertTrue(failover.clientGapMicros() >= 5_000 + sentAt, failover::toString);
        }
        assertTrue(ledger.holds(), ledger.findings()::toString);
    }

    @Test
    void shouldHoldAShortFlowUntilTheClusterIsWhole() throws Exception {
        replicas.restartNs = 300 * MS;
        final DrillResult result = run(FaultPlan.parse("kill", 2), 2 * RATE);
        assertTrue(result.holds(), result::toString);
        assertEquals(2, result.failovers().size());
    }

    @Test
    void shouldSayThatNobodyTookOver() throws Exception {
        replicas.loseInterest = true;
        final DrillResult result = run(FaultPlan.parse("kill", 1), RATE);
        assertFalse(result.holds());
        assertTrue(result.problems().getFirst().contains("nobody took over"), result::toString);
    }

    @Test
    void shouldSayThatAFlowIsTooShort() throws Exception {
        saidOperations = 3 * OPERATIONS;
        final DrillResult result = run(FaultPlan.parse("kill", 1), RATE);
        assertFalse(result.holds());
        assertTrue(result.problems().getFirst().contains("too short"), result::toString);
    }

    @Test
    void shouldPauseALeaderAndLetItGoOn() throws Exception {
        final DrillResult result = run(FaultPlan.parse("pause:50ms", 1), RATE);
        assertTrue(result.holds(), result::toString);
        final Failover failover = result.failovers().getFirst();
        assertEquals(failover.killed() % 3 + 1, failover.newLeader(), stages::toString);
        assertEquals(List.of("prepare 1", "pause 1", "resume 1"), replicas.deeds, stages::toString);
    }

    @Test
    void shouldAcceptAPauseThatNobodyNoticed() throws Exception {
        replicas.loseInterest = true;
        replicas.stallNs = 0;
        final DrillResult result = run(FaultPlan.parse("pause:5ms", 1), RATE);
        assertTrue(result.holds(), result::toString);
        assertEquals(0, result.failovers().getFirst().newLeader());
        assertFalse(result.failovers().getFirst().isComplete());
        assertTrue(result.failovers().getFirst().clientGapMicros() > 0);
    }

    @Test
    void shouldStopAFollowerFromBeginningToEnd() throws Exception {
        final DrillResult result = run(FaultPlan.parse("stop-follower", 1), RATE);
        assertTrue(result.holds(), result::toString);
        assertEquals(List.of(), result.failovers());
        assertEquals(List.of("prepare 3", "pause 3", "resume 3"), replicas.deeds);
        assertEquals(0, result.unansweredAtKill());
    }

    private DrillResult run(final FaultPlan plan, final int rate) throws Exception {
        final InProcessExchange exchange = new InProcessExchange(1);
        final Player player = new Player(new GeneratedFlow(FlowProfile.of(5, OPERATIONS)), PlayPlan.ofRate(rate),
            List.of(new ReplicatedPort(exchange.ports().getFirst())), List.of(ledger), System::nanoTime);
        final Drill drill =
            new Drill(plan, saidOperations, player, observer, replicas, stages::add, 2_000 * MS);
        final CompletableFuture<PlayResult> played =
            CompletableFuture.supplyAsync(() -> player.run(YieldingIdleStrategy.INSTANCE::idle), threads);
        final DrillResult result = drill.run();
        assertTrue(played.get(30, TimeUnit.SECONDS).isComplete());
        return result;
    }

    /** A port that brings answers after a third of a millisecond, and none while nobody leads. */
    private final class ReplicatedPort implements OrderPort {
        private final InProcessExchange.Port port;
        private long onTheWayUntilNs = System.nanoTime();

        ReplicatedPort(final InProcessExchange.Port port) {
            this.port = port;
            port.room(100_000);
        }

        @Override
        public long session() {
            return port.session();
        }

        @Override
        public long submit(final DirectBuffer buffer, final int offset, final int length) {
            final long nowNs = System.nanoTime();
            if (nowNs - onTheWayUntilNs > 0) {
                onTheWayUntilNs = nowNs + 3 * MS / 10;
            }
            return port.submit(buffer, offset, length);
        }

        @Override
        public int poll(final Sink sink) {
            final long nowNs = System.nanoTime();
            final boolean isSilent = nowNs - replicas.stalledUntilNs < 0 || nowNs - onTheWayUntilNs < 0;
            return isSilent ? 0 : port.poll(sink);
        }
    }

    /** Replicas that do what they are told by writing it down. */
    private static final class PaperReplicas implements ClusterControl {
        private final PaperCluster cluster;
        private final ExecutorService threads;
        private final List<String> deeds = Collections.synchronizedList(new ArrayList<>());
        private int leader = 1;
        private long round = 1;
        private boolean loseInterest;
        private long restartNs;
        private long stallNs = 5 * MS;
        private volatile long stalledUntilNs = System.nanoTime();

        PaperReplicas(final PaperCluster cluster, final ExecutorService threads) {
            this.cluster = cluster;
            this.threads = threads;
            for (int id = 1; id <= 3; id++) {
                start(id);
            }
            cluster.set(1, ControlLayout.LEADING, Ballot.of(round, 1, 1));
        }

        @Override
        public void start(final int id) {
            cluster.start(id);
            if (restartNs == 0) {
                follow(id);
            } else {
                CompletableFuture.delayedExecutor(restartNs, TimeUnit.NANOSECONDS, threads)
                    .execute(() -> follow(id));
            }
        }

        private void follow(final int id) {
            cluster.set(id, ControlLayout.ROLE, Role.FOLLOWER.code());
            cluster.set(id, ControlLayout.VOTES, 1);
        }

        @Override
        public void kill(final int id) {
            deeds.add("kill " + id);
            cluster.end(id);
            succeed(id);
        }

        /** The next replica takes over, one phase a millisecond. */
        private void succeed(final int id) {
            final long atNs = System.nanoTime();
            stalledUntilNs = atNs + stallNs;
            if (loseInterest || id != leader) {
                return;
            }
            leader = leader % 3 + 1;
            final long ballot = Ballot.of(++round, cluster.incarnation(leader), leader);
            cluster.set(leader, ControlLayout.LEADING, ballot);
            cluster.set(leader, ControlLayout.TIMELINE_SUSPECTED, atNs + MS);
            cluster.set(leader, ControlLayout.TIMELINE_SWITCHED, atNs + 2 * MS);
            cluster.set(leader, ControlLayout.TIMELINE_CAUGHT_UP, atNs + 3 * MS);
            cluster.set(leader, ControlLayout.TIMELINE_LED, atNs + 4 * MS);
            cluster.set(leader, ControlLayout.TIMELINE_FIRST_COMMAND, atNs + 5 * MS);
            cluster.set(leader, ControlLayout.TIMELINE_BALLOT, ballot);
        }

        @Override
        public void preparePause(final int id) {
            deeds.add("prepare " + id);
        }

        @Override
        public void pause(final int id) {
            deeds.add("pause " + id);
            if (id == leader) {
                succeed(id);
            }
        }

        @Override
        public void resume(final int id) {
            deeds.add("resume " + id);
            if (id != leader) {
                cluster.set(id, ControlLayout.LEADING, 0);
            }
        }
    }
}
