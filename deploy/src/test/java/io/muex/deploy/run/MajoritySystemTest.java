package io.muex.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.load.access.ClusterAccess;
import io.muex.load.check.Ledger;
import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.cluster.TakeOver;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.local.LocalCluster;
import io.muex.load.play.ClientPort;
import io.muex.load.play.KillWatch;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.Player;
import io.muex.load.play.Report;
import io.muex.load.play.RunListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders go on with a majority and stand still without one: real processes, stopped and killed under load. */
@Timeout(120)
class MajoritySystemTest {
    private static final int RATE = 2_000;
    private static final int SLOTS = 4_096;
    private static final long PATIENCE_NS = Duration.ofSeconds(30).toNanos();
    private static final long POLL_NS = 200_000;
    /** For reports that were on their way. They take microseconds; the bound is for a host with no time for us. */
    private static final long ON_THE_WAY_NS = Duration.ofMillis(250).toNanos();
    /** How long nothing may be seen before that counts as silence. */
    private static final long SILENCE_NS = Duration.ofSeconds(1).toNanos();

    private final List<String> story = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final Arrivals arrivals = new Arrivals();
    private final Remains remains = new Remains();
    private TemporaryCluster place;
    private LocalCluster cluster;
    private ClusterObserver observer;
    private ClientPort port;
    private Player player;
    private Thread thread;
    private volatile RuntimeException failure;

    /** When reports arrived. Written by the player's thread. */
    private static final class Arrivals implements RunListener {
        private volatile long latestNs;
        private volatile long count;

        @Override
        public void onReport(final Report report) {
            latestNs = report.receivedNs();
            count = count + 1;
        }
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws Exception {
        if (thread != null) {
            player.stop();
            thread.join();
            port.close();
        }
        if (cluster != null) {
            remains.noteChildrenOf(ProcessHandle.current());
            observer.close();
            cluster.close();
        }
        if (place != null) {
            place.close();
        }
        assertEquals(List.of(), remains.left());
        assertTrue(cluster == null || remains.processCount() > place.config().replicas());
    }

    @Test
    void shouldGoOnWithThreeOfFiveReplicas() throws Exception {
        start(5);
        play(31, 5_000, PlayPlan.ofRate(RATE));
        awaitOperations(1_000);
        final int stopped = follower(awaitLeaderOtherThan(0), 1);
        cluster.preparePause(stopped);
        cluster.pause(stopped);
        awaitOperations(2_000);
        final int leader = awaitLeaderOtherThan(stopped);
        final long ballot = observer.highestLeadingBallot();
        final KillWatch watch = new KillWatch(System.nanoTime());
        player.watch(watch);
        cluster.kill(leader);
        final TakeOver takeOver = observer.awaitTakeOverAfter(ballot, PATIENCE_NS).orElseThrow();
        assertTrue(takeOver.isComplete(), takeOver::toString);
        assertTrue(takeOver.leader() != leader && takeOver.leader() != stopped, takeOver::toString);
        awaitEverythingAnswered(5_000);
        assertTrue(watch.isOver(), "commands that were due after the kill were answered");
        System.out.println("3 of 5: " + phases(takeOver, watch.atNs()) + ", client gap " + micros(watch.gapNs())
            + ", unanswered at the kill " + watch.unanswered());

        cluster.resume(stopped);
        assertAgreement(4);
        assertEquals(List.of(), cluster.unexpectedEnds());
    }

    @Test
    void shouldWaitForTheStoppedFollowerWhenTheLeaderIsDead() throws Exception {
        start(3);
        play(32, 5_000, PlayPlan.ofRate(RATE));
        awaitOperations(1_000);
        final int stopped = follower(awaitLeaderOtherThan(0), 1);
        cluster.preparePause(stopped);
        cluster.pause(stopped);
        final long countAtStop = arrivals.count;
        awaitOperations(2_000);
        assertTrue(arrivals.count > countAtStop, "two of three are a majority");
        final int leader = awaitLeaderOtherThan(stopped);
        final long ballot = observer.highestLeadingBallot();
        final long killedNs = System.nanoTime();
        cluster.kill(leader);
        awaitSilence(killedNs);
        final long lastNs = arrivals.latestNs;
        final long answered = arrivals.count;
        assertTrue(observer.leader().isEmpty(), () -> "nobody can lead: " + observer.statuses());

        final KillWatch watch = new KillWatch(System.nanoTime());
        player.watch(watch);
        assertEquals(answered, arrivals.count, "still nothing");
        cluster.resume(stopped);
        final TakeOver takeOver = observer.awaitTakeOverAfter(ballot, PATIENCE_NS).orElseThrow();
        assertTrue(takeOver.isComplete(), takeOver::toString);
        awaitEverythingAnswered(5_000);
        System.out.println("1 of 3 until resumed: last report " + micros(lastNs - killedNs)
            + " after the kill; after the resumption " + phases(takeOver, watch.atNs())
            + ", unanswered until then " + watch.unanswered());
        assertTrue(watch.unanswered() > 0, "commands waited");
        assertAgreement(2);
        assertEquals(List.of(), cluster.unexpectedEnds());
    }

    @Test
    void shouldFallSilentWhenBothFollowersAreDead() throws Exception {
        start(3);
        // The player gives up after three seconds in which nothing comes, and so proves that nothing does.
        play(33, 12_000, PlayPlan.ofRate(RATE).withMaxUnanswered(2_048).withPatienceNs(3 * SILENCE_NS));
        awaitOperations(1_000);
        final int leader = awaitLeaderOtherThan(0);
        cluster.kill(follower(leader, 1));
        final long countAtFirst = arrivals.count;
        awaitOperations(2_000);
        assertTrue(arrivals.count > countAtFirst, "two of three are a majority");
        final long killedNs = System.nanoTime();
        cluster.kill(follower(leader, 2));
        final long sentNs = System.nanoTime();
        join();
        final long lastNs = arrivals.latestNs;
        System.out.println("1 of 3: last report " + micros(lastNs - killedNs) + " after the second kill was begun, "
            + micros(lastNs - sentNs) + " after it was sent; " + ledger.commandsAnswered() + " of "
            + ledger.commandsSubmitted() + " commands answered; survivor "
            + observer.status(leader));
        assertTrue(lastNs - killedNs < ON_THE_WAY_NS, () -> "a report without a majority, after "
            + micros(lastNs - killedNs));
        assertFalse(player.result().isComplete());
        assertTrue(player.result().unanswered() > 0);
        assertEquals(ledger.lost(), player.result().unanswered(), "what is not answered is open, and nothing else");
        assertEquals(0, ledger.duplicated(), ledger.findings()::toString);
        assertEquals(0, ledger.reordered(), ledger.findings()::toString);
        final List<ReplicaStatus> alive = observer.statuses().stream().filter(ReplicaStatus::isAlive).toList();
        assertEquals(List.of(leader), alive.stream().map(ReplicaStatus::id).toList());
        assertTrue(alive.size() < observer.majority(), "the majority is lost");
        assertTrue(observer.leader().isEmpty(), "the leader that was has noticed and leads no more");
        assertFalse(observer.isWhole());
        assertEquals(List.of(), cluster.unexpectedEnds());
    }

    private void start(final int replicas) throws Exception {
        place = TemporaryCluster.create(replicas, SLOTS);
        remains.note(place.config().home());
        remains.note(place.config().memory());
        cluster = LocalCluster.start(place.config(), new MuexCommands(place.file()), story::add);
        observer = cluster.observer();
        remains.noteChildrenOf(ProcessHandle.current());
    }

    private void play(final long seed, final long operations, final PlayPlan plan) throws IOException {
        System.out.println("flow of seed " + seed + ", " + operations + " operations");
        final ClusterConfig config = place.config();
        port = ClientPort.connect(ClusterAccess.client(config,
            GenesisCommand.OPERATOR_SESSION).withMaxUnanswered(plan.maxUnanswered()), PATIENCE_NS);
        player = new Player(new GeneratedFlow(FlowProfile.of(seed, operations)), plan, List.of(port),
            List.of(ledger, arrivals), System::nanoTime);
        thread = Thread.ofPlatform().name("muex-player").start(() -> {
            try {
                player.run(new PacedIdle());
            } catch (final RuntimeException failed) {
                failure = failed;
            }
        });
    }

    private void join() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }

    private void awaitEverythingAnswered(final long operations) throws InterruptedException {
        join();
        assertTrue(player.result().isComplete(), () -> player.result() + " " + ledger.findings());
        assertTrue(ledger.holds(), ledger.findings()::toString);
        assertEquals(operations + 1, ledger.commandsAnswered());
        assertEquals(0, ledger.notExecuted());
    }

    private void awaitOperations(final long operations) {
        await(() -> player.counters().operations() >= operations && player.counters().settled() > operations / 2,
            operations + " operations");
    }

    /** Looks on for a while after the kill; whatever was on its way may still come, and nothing after that. */
    private void awaitSilence(final long killedNs) {
        await(() -> System.nanoTime() - killedNs > ON_THE_WAY_NS + SILENCE_NS, "time");
        final long lateNs = arrivals.latestNs - killedNs;
        assertTrue(lateNs < ON_THE_WAY_NS, () -> "a report without a majority, after " + micros(lateNs));
        assertTrue(player.counters().unanswered() > 0, "commands wait");
    }


    private void await(final BooleanSupplier condition, final String what) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - startNs < PATIENCE_NS && !player.counters().isDone(),
                () -> "waited in vain for " + what + ": " + observer.statuses() + " " + failure);
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** On a host with no time for a leader another one follows it unasked, so there may be none at a given moment. */
    private int awaitLeaderOtherThan(final int stopped) {
        final int[] leader = new int[1];
        await(() -> {
            leader[0] = observer.leader().map(ReplicaStatus::id).orElse(stopped);
            return leader[0] != stopped;
        }, "a leader");
        return leader[0];
    }

    /** The n-th replica after the leader, round about. */
    private int follower(final int leader, final int n) {
        return (leader - 1 + n) % observer.replicaCount() + 1;
    }

    private void assertAgreement(final int live) {
        final Agreement agreement = observer.awaitAgreement(PATIENCE_NS);
        assertTrue(agreement.hashesAgree(), agreement::toString);
        assertEquals(live, agreement.replicas().stream().filter(ReplicaStatus::isAlive).count());
    }

    private static String phases(final TakeOver takeOver, final long faultNs) {
        return "replica " + takeOver.leader() + " suspects " + micros(takeOver.suspectedNs() - faultNs) + ", switched "
            + micros(takeOver.switchedNs() - faultNs) + ", caught up " + micros(takeOver.caughtUpNs() - faultNs)
            + ", led " + micros(takeOver.ledNs() - faultNs) + ", first client commit "
            + micros(takeOver.firstClientNs() - faultNs);
    }

    private static String micros(final long ns) {
        return ns / 1_000 + " us";
    }
}
