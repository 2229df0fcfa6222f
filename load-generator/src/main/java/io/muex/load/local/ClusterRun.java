package io.muex.load.local;

import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.gateway.client.ClientConfig;
import io.muex.load.check.Ledger;
import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.Drill;
import io.muex.load.drill.DrillResult;
import io.muex.load.flow.FlowSurvey;
import io.muex.load.flow.OrderFlow;
import io.muex.load.play.ClientPort;
import io.muex.load.play.PlayFailedException;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.PlayResult;
import io.muex.load.play.Player;
import io.muex.load.play.RunListener;
import io.muex.load.report.BookView;
import io.muex.load.report.RunReport;
import io.muex.load.trace.TraceEventsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays a flow through a cluster while a drill breaks it, and says what came of it: the engine of {@code demo} and
 * {@code replay}. The calling thread runs the drill; the flow has a thread of its own, and so has the progress.
 */
public final class ClusterRun {
    private static final long CONNECT_NS = Duration.ofSeconds(20).toNanos();
    private static final long PROGRESS_NS = Duration.ofMillis(200).toNanos();

    private final RunPlan plan;
    private final RunTarget target;
    private final RunProgress progress;
    private final Ledger ledger = new Ledger();
    private final BookView book = new BookView();
    private final List<ClientPort> ports = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private volatile Player playing;

    /** A run that has not begun. */
    public ClusterRun(final RunPlan plan, final RunTarget target, final RunProgress progress) {
        this.plan = plan;
        this.target = target;
        this.progress = progress;
    }

    /** Ends the flow early, as if it were over; any thread. */
    public void stop() {
        final Player player = playing;
        if (player != null) {
            player.stop();
        }
    }

    /**
     * Runs.
     *
     * @throws IOException          if input cannot be read or events cannot be written
     * @throws PlayFailedException  if the run cannot begin
     * @throws InterruptedException if this thread is interrupted; the run has ended then, and faults are as they were
     */
    public RunOutcome run() throws IOException, InterruptedException {
        final FlowSurvey survey = survey();
        final TraceEventsWriter events =
            plan.events() == null ? null : new TraceEventsWriter(Files.newOutputStream(plan.events()));
        try (OrderFlow flow = plan.source().open((file, line, problem) -> { }); events) {
            for (final ClientConfig session : target.sessions()) {
                ports.add(ClientPort.connect(session, CONNECT_NS));
            }
            progress.onStage("playing " + flow.name());
            return play(flow, survey, events);
        } finally {
            ports.forEach(ClientPort::close);
        }
    }

    private FlowSurvey survey() throws IOException {
        try (OrderFlow flow = plan.source().open(progress::onMalformedLine)) {
            return FlowSurvey.of(flow);
        }
    }

    private RunOutcome play(final OrderFlow flow, final FlowSurvey survey, final TraceEventsWriter events)
        throws IOException, InterruptedException {
        final List<RunListener> listeners = new ArrayList<>(List.of(ledger, book));
        if (events != null) {
            listeners.add(events);
        }
        final PlayPlan play = plan.play().withRoom(room(survey), room(survey));
        final Player player = new Player(flow, play, ports, listeners, System::nanoTime);
        playing = player;
        final Drill drill = new Drill(plan.fault(), survey.counts().operations(), player, target.observer(),
            target.control(), progress::onStage);
        final Thread playerThread = Thread.ofPlatform().name("muex-player").start(() -> play(player));
        final Thread progressThread = Thread.ofPlatform().daemon().name("muex-progress")
            .start(() -> report(player, survey.counts().operations()));
        final DrillResult drilled;
        try {
            drilled = drill.run();
            playerThread.join();
        } finally {
            // Nobody may close the ports while the player uses them; it hears of this within a duty cycle.
            player.abandon();
            awaitEnd(playerThread);
            awaitEnd(progressThread);
        }
        progress.onStage("comparing replicas");
        final Agreement agreement = target.observer().awaitAgreement(ClusterObserver.AGREEMENT_NS);
        final PlayResult played = player.result();
        return new RunOutcome(
            RunReport.of(flow.name(), play.ratePerSecond(), played, ledger, agreement, drilled, failures), book);
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

    /** Room in a book for every order of the flow, should all of them rest. */
    private static int room(final FlowSurvey survey) {
        final int least = 64;
        return Math.max(least, survey.mostOrders());
    }

    private void play(final Player player) {
        try {
            player.run(new PacedIdle());
        } catch (final RuntimeException failure) {
            // Read by the thread that joins this one.
            failures.add(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
    }

    private void report(final Player player, final long operations) {
        while (!player.counters().isDone()) {
            progress.onProgress(player.counters(), operations);
            LockSupport.parkNanos(PROGRESS_NS);
        }
    }
}
