package io.muex.load.drill.run;

import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.gateway.client.ClientConfig;
import io.muex.load.check.Ledger;
import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.DrillCluster;
import io.muex.load.drill.kind.Account;
import io.muex.load.drill.kind.Arrivals;
import io.muex.load.drill.kind.DrillFailedException;
import io.muex.load.drill.kind.DrillStep;
import io.muex.load.drill.kind.FaultEntry;
import io.muex.load.drill.kind.Scene;
import io.muex.load.drill.kind.Script;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.play.ClientPort;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.Player;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays endless flow through a cluster and breaks it, one fault after another. The flow goes on whatever happens, so
 * that every millisecond in which nobody answers is charged to the commands that were due in it.
 */
public final class DrillRun {
    private static final long CONNECT_NS = Duration.ofSeconds(20).toNanos();
    private static final long PATIENCE_NS = Duration.ofSeconds(30).toNanos();
    private static final long PLAYER_PATIENCE_NS = Duration.ofSeconds(90).toNanos();
    private static final long BROKEN_PATIENCE_MS = 20_000;
    private static final long PROGRESS_NS = Duration.ofMillis(200).toNanos();
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int LEAST_BREAK_MS = 20;
    private static final int BREAK_SPREAD_MS = 180;
    private static final long MILLI_NS = 1_000_000;

    private final DrillPlan plan;
    private final DrillCluster cluster;
    private final ClientConfig session;
    private final DrillProgress progress;
    private final DrillOutcome outcome;
    private final Ledger ledger = new Ledger();
    private final Arrivals arrivals = new Arrivals();
    private final EventCheck events;
    private final FlowProfile profile;
    private boolean isBroken;

    /**
     * A drill that has not begun.
     *
     * @param plan     what to do
     * @param cluster  whole, and not used by others that would mind
     * @param session  that sends commands; an operator's
     * @param progress told how it comes along
     */
    public DrillRun(final DrillPlan plan, final DrillCluster cluster, final ClientConfig session,
                    final DrillProgress progress) {
        this.plan = plan;
        this.cluster = cluster;
        this.session = session;
        this.progress = progress;
        profile = FlowProfile.of(plan.seed(), Long.MAX_VALUE);
        events = new EventCheck(profile);
        outcome = new DrillOutcome(plan, ledger, events);
    }

    /**
     * Runs.
     *
     * @throws IOException                              if processes cannot be started or files cannot be read
     * @throws io.muex.load.play.PlayFailedException if the session is not established
     * @throws InterruptedException                     if this thread is interrupted; what is broken stays broken
     */
    public DrillReport run() throws IOException, InterruptedException {
        // The player's limit is beyond the client's, so that it is the client that says BUSY.
        final PlayPlan play = PlayPlan.ofRate(plan.rate()).withPatienceNs(PLAYER_PATIENCE_NS)
            .withMaxUnanswered(2 * session.maxUnanswered());
        try (ClientPort port = ClientPort.connect(session, CONNECT_NS);
             GeneratedFlow flow = new GeneratedFlow(profile);
             ClusterObserver observer = cluster.observer()) {
            final Player player = new Player(
                flow, play, List.of(port), List.of(ledger, arrivals, events.listener()), System::nanoTime);
            return run(player, observer);
        }
    }

    private DrillReport run(final Player player, final ClusterObserver observer)
        throws IOException, InterruptedException {
        final Thread playerThread = Thread.ofPlatform().name("muex-player").start(() -> play(player));
        final Thread progressThread = Thread.ofPlatform().daemon().name("muex-progress").start(() -> report(player));
        try (LeaderWatch watch = new LeaderWatch(cluster.observer())) {
            final boolean isEnd = play(player, observer);
            if (isEnd) {
                player.abandon();
            } else {
                player.stop();
            }
            playerThread.join(isBroken ? BROKEN_PATIENCE_MS : 0);
            player.abandon();
            playerThread.join();
            progress.onStage("comparing replicas and events");
            final Agreement agreement = observer.awaitAgreement(ClusterObserver.AGREEMENT_NS);
            return outcome.report(player, agreement, watch.changes(), isEnd);
        } finally {
            // Nobody may close the port while the player uses it; it hears of this within a duty cycle.
            player.abandon();
            awaitEnd(playerThread);
            awaitEnd(progressThread);
        }
    }

    private static void awaitEnd(final Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(final Player player) {
        try {
            player.run(new PacedIdle());
        } catch (final RuntimeException failure) {
            // The thread of the drill finds that the player is done.
            outcome.problem(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
    }

    private void report(final Player player) {
        while (!player.counters().isDone()) {
            progress.onProgress(player.counters());
            LockSupport.parkNanos(PROGRESS_NS);
        }
    }

    /** All faults; says whether the cluster was lost with the last one, as it should. */
    private boolean play(final Player player, final ClusterObserver observer) throws InterruptedException {
        final Scene scene = new Scene(player, cluster, observer, arrivals, plan.seed(), progress::onStage, PATIENCE_NS);
        final long beganNs = System.nanoTime();
        outcome.began(beganNs);
        scene.pass(WARM_UP_NS);
        boolean isEnd = false;
        try {
            DrillStep step = plan.steps().next(0);
            while (step != null && !isEnd) {
                scene.pass(breakNs(scene, step, beganNs));
                play(scene, step);
                isEnd = step.kind().isTheEnd();
                step = plan.steps().next(outcome.kills());
            }
        } catch (final IOException | RuntimeException failure) {
            // Whatever it was, what came before it is worth a report.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            outcome.problem(failure instanceof DrillFailedException ? failure.getMessage() : failure.toString());
            isBroken = true;
        }
        cluster.unexpectedEnds().forEach(name -> outcome.problem(name + " ended although nobody ended it"));
        return isEnd;
    }

    private static long breakNs(final Scene scene, final DrillStep step, final long beganNs) {
        final long anyNs = (LEAST_BREAK_MS + scene.random().nextInt(BREAK_SPREAD_MS)) * MILLI_NS;
        return step.atNs() == DrillStep.WHEN_WHOLE ? anyNs : step.atNs() - (System.nanoTime() - beganNs);
    }

    private void play(final Scene scene, final DrillStep step) throws IOException, InterruptedException {
        final Account account = new Account(outcome.faults() + 1, step);
        scene.requireWhole();
        arrivals.takeMaxNs();
        try {
            Script.of(step.kind()).play(scene, step, account);
        } finally {
            account.maxLatencyNs(arrivals.takeMaxNs());
            final FaultEntry entry = outcome.add(account, step, System.nanoTime());
            progress.onFault(entry, account.failovers());
        }
    }
}
