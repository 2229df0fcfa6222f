package io.muex.load.play;

import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.trace.TraceOperation;
import io.muex.load.flow.OrderFlow;
import io.muex.gateway.client.CommandOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * Plays a flow at a fixed rate, in an open loop: operation {@code k} is due {@code k / rate} seconds after the start,
 * and its latency counts from then, so that a system that stands still is charged for every operation that had to wait,
 * not only for the one it was working on. Nothing is dropped; what cannot be sent when due is sent as soon as possible.
 * <p>
 * With several sessions, an order stays with one session for life (by its id), and MARKET goes by the first, so the
 * order between sessions is not that of the flow; use one where it has to be. A BOOK waits until everything before it
 * is answered. The first BOOK happens before the clock starts; later ones cost the operations behind them time, which
 * is charged.
 * <p>
 * One thread drives a player; {@link #stop}, {@link #watch} and {@link #counters} are for others.
 */
public final class Player {
    private static final int SEND_LIMIT = 64;
    private static final long LATE_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int DIGITS = 3;

    private final OrderFlow flow;
    private final PlayPlan plan;
    private final NanoClock clock;
    private final List<RunListener> listeners;
    private final SessionPlay[] sessions;
    private final CommandEncoder encoder = new CommandEncoder();
    private final BookOpening opening;
    private final PlayCounters counters = new PlayCounters();
    private final Report report = new Report();
    private final Histogram latency = new Histogram(DIGITS);
    private volatile KillWatch watch;
    private volatile boolean isStopped;
    private volatile boolean isAbandoned;
    private volatile long gate = Long.MAX_VALUE;
    private volatile Runnable afterNextSend;

    private State state = State.FLOWING;
    private TraceOperation next;
    private long startNs;
    private boolean isStarted;
    private boolean isRefused;
    private boolean isFull;
    private long slot;
    private boolean isHeld;
    private long heldSinceNs;
    private long heldNs;
    private long lastMovementNs;
    private long endNs;
    private long lateSends;
    private long commands;
    private int marked;

    private enum State { FLOWING, DRAINING, OPENING, ENDING, MARKING, DONE }

    /**
     * A player of one run.
     *
     * @param flow      to play; not closed
     * @param plan      how
     * @param ports     one for each session, at least one; the first must be an operator's
     * @param listeners told of everything, in this order
     * @param clock     monotonic
     * @throws IOException if the flow cannot be read
     */
    public Player(final OrderFlow flow, final PlayPlan plan, final List<? extends OrderPort> ports,
                  final List<? extends RunListener> listeners, final NanoClock clock) throws IOException {
        this.flow = flow;
        this.plan = plan;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        sessions = ports.stream().map(port -> new SessionPlay(port, plan.maxUnanswered()))
            .toArray(SessionPlay[]::new);
        opening = new BookOpening(plan, sessions.length, encoder);
        latency.setAutoResize(true);
        next = flow.next();
        lastMovementNs = clock.nanoTime();
    }

    /** How far the run has come; any thread. */
    public PlayCounters counters() {
        return counters;
    }

    /** Sends nothing more and ends once everything is answered; any thread. */
    public void stop() {
        isStopped = true;
    }

    /** Ends at once, whatever is unanswered; any thread. */
    public void abandon() {
        isAbandoned = true;
    }

    /** Looks at a fault from the client's side from now on; replaces the watch before. Any thread. */
    public void watch(final KillWatch begun) {
        watch = begun;
    }

    /**
     * Does something once, on the player's thread, right after the next operation was sent: that operation is certainly
     * unanswered then. Any thread.
     *
     * @param action must return at once; null to do nothing after all
     */
    public void afterNextSend(final Runnable action) {
        afterNextSend = action;
    }

    /**
     * Holds the flow back before it goes beyond so many operations, until the gate is moved. For drills that must have
     * the cluster whole before they hurt it: what is behind the gate is not due, so the time that it is held for counts
     * nowhere but in {@link PlayResult#heldNs}. Any thread.
     *
     * @param operations of the flow, BOOK included; {@link Long#MAX_VALUE} for no gate
     */
    public void gate(final long operations) {
        gate = operations;
    }

    /**
     * Plays to the end, and does not stay awake for answers that do not come.
     *
     * @param idle how this thread waits
     * @throws PlayFailedException if the exchange refuses what the flow needs
     */
    public PlayResult run(final PacedIdle idle) {
        return run(work -> idle.idle(work, counters.unanswered(), counters.settled()));
    }

    /**
     * The same with a way of waiting that asks for nothing but the amount of work done.
     *
     * @param afterWork called after each duty cycle
     */
    public PlayResult run(final IntConsumer afterWork) {
        try {
            while (state != State.DONE) {
                afterWork.accept(doWork());
            }
        } finally {
            counters.done();
        }
        return result();
    }

    /** One duty cycle; returns the amount of work done. */
    public int doWork() {
        int work = 0;
        for (final SessionPlay session : sessions) {
            work += session.port.poll(session);
        }
        final long nowNs = clock.nanoTime();
        work += switch (state) {
            case FLOWING -> flow(nowNs);
            case DRAINING -> drain();
            case OPENING -> open(nowNs);
            case ENDING -> endFlow();
            case MARKING -> mark(nowNs);
            case DONE -> 0;
        };
        if (counters.unanswered() == 0 && !isRefused) {
            lastMovementNs = nowNs;
        } else if (state != State.DONE && nowNs - lastMovementNs > plan.patienceNs()) {
            finish(nowNs);
        }
        if (isAbandoned && state != State.DONE) {
            finish(nowNs);
        }
        return work;
    }

    /** Whether the run is over; the player's thread. Others ask the counters. */
    public boolean isDone() {
        return state == State.DONE;
    }

    private int flow(final long nowNs) {
        int sent = 0;
        while (sent < SEND_LIMIT) {
            if (next == null || isStopped) {
                state = State.ENDING;
                return sent + 1;
            } else if (isHeldBack(nowNs)) {
                return sent;
            } else if (next.kind() == TraceOperation.Kind.BOOK) {
                state = State.DRAINING;
                return sent + 1;
            }
            final long dueNs = dueNs(nowNs);
            if (dueNs - nowNs > 0 || !send(dueNs)) {
                return sent;
            }
            sent++;
        }
        return sent;
    }

    /** While the flow is held its clock stands, from the time the next operation would have been due. */
    private boolean isHeldBack(final long nowNs) {
        final boolean isBeyond = counters.operations() >= gate;
        if (isBeyond && !isHeld) {
            heldSinceNs = isStarted ? Math.max(nowNs, dueNs(nowNs)) : nowNs;
        } else if (!isBeyond && isHeld) {
            final long held = Math.max(0, nowNs - heldSinceNs);
            heldNs += held;
            startNs += held;
        }
        isHeld = isBeyond;
        return isBeyond;
    }

    private long dueNs(final long nowNs) {
        if (!isStarted) {
            isStarted = true;
            startNs = nowNs;
        }
        final long rate = plan.ratePerSecond();
        return startNs + slot / rate * SECOND_NS + slot % rate * SECOND_NS / rate;
    }

    private boolean send(final long dueNs) {
        final SessionPlay session = sessionFor(next);
        if (session.inFlight.isFull()) {
            noteRefusal(isFull);
            isFull = true;
            return false;
        }
        isFull = false;
        final int length = encoder.encode(next, opening.instrumentId());
        if (!session.submit(next, length, dueNs, true)) {
            return false;
        }
        slot++;
        final Runnable action = afterNextSend;
        if (action != null) {
            afterNextSend = null;
            action.run();
        }
        advance();
        return true;
    }

    private void noteRefusal(final boolean isOngoing) {
        if (!isOngoing) {
            counters.refused();
        }
    }

    private SessionPlay sessionFor(final TraceOperation operation) {
        final boolean isAboutAnOrder = operation.kind() != TraceOperation.Kind.MARKET;
        return sessions[isAboutAnOrder ? (int) Math.floorMod(operation.id(), (long) sessions.length) : 0];
    }

    private void advance() {
        try {
            next = flow.next();
        } catch (final IOException failure) {
            throw new UncheckedIOException("cannot read " + flow.name() + ": " + failure.getMessage(), failure);
        }
    }

    private int drain() {
        if (counters.unanswered() > 0) {
            return 0;
        }
        opening.begin(next);
        state = State.OPENING;
        return 1;
    }

    private int open(final long nowNs) {
        if (!opening.isUnderWay()) {
            slot += isStarted ? 1 : 0;
            advance();
            state = State.FLOWING;
            return 1;
        }
        if (!opening.hasCommand()) {
            return 0;
        }
        final SessionPlay session = sessions[opening.port()];
        return session.submit(null, opening.encode(), nowNs, false) ? 1 : 0;
    }

    private int endFlow() {
        if (counters.unanswered() > 0) {
            return 0;
        }
        state = State.MARKING;
        return 1;
    }

    /**
     * Reports that answer no command of their session, such as fills of resting orders, may still be on their way when
     * everything is answered. They come in order, so they are there once a last question of each session is answered.
     */
    private int mark(final long nowNs) {
        if (marked < sessions.length) {
            final boolean isTaken = sessions[marked].submit(null, encoder.encodeMarker(), nowNs, false);
            marked += isTaken ? 1 : 0;
            return isTaken ? 1 : 0;
        }
        if (counters.unanswered() > 0) {
            return 0;
        }
        finish(nowNs);
        return 1;
    }

    /** What is still unanswered counts with its age, so that the worst are not missing from the figures. */
    private void finish(final long nowNs) {
        for (final SessionPlay session : sessions) {
            session.recordUnsettled(nowNs);
        }
        endNs = nowNs;
        state = State.DONE;
        counters.done();
    }

    /** What came of the run; only when it is over, or has failed. */
    public PlayResult result() {
        final long unanswered = counters.unanswered();
        final boolean isComplete = next == null && unanswered == 0;
        return new PlayResult(flow.counts(), counters.operations(), commands, unanswered, isComplete, latency,
            lateSends, isStarted ? endNs - startNs : 0, heldNs);
    }

    /** One session: its port, and its commands under way. */
    private final class SessionPlay implements OrderPort.Sink {
        private final OrderPort port;
        private final InFlight inFlight;

        SessionPlay(final OrderPort port, final int maxUnanswered) {
            this.port = port;
            inFlight = new InFlight(maxUnanswered);
        }

        /** Sends the encoded message; {@code operation} null means the one that an opening book says, if any. */
        boolean submit(
            final TraceOperation operation, final int length, final long dueNs, final boolean isMeasured) {
            final long sentNs = clock.nanoTime();
            final long number = port.submit(encoder.buffer(), 0, length);
            final boolean wasRefused = isRefused;
            isRefused = number == OrderPort.NOT_NOW;
            if (isRefused) {
                noteRefusal(wasRefused);
                return false;
            }
            lastMovementNs = sentNs;
            final TraceOperation carried = opening.isUnderWay() ? opening.onSubmitted(number) : operation;
            inFlight.add(number, dueNs, sentNs, isMeasured);
            commands++;
            counters.commandSubmitted();
            if (carried != null) {
                counters.operationSent();
            }
            if (isMeasured && sentNs - dueNs > LATE_NS) {
                lateSends++;
            }
            for (final RunListener listener : listeners) {
                listener.onSubmitted(port.session(), number, carried, dueNs, sentNs);
            }
            return true;
        }

        @Override
        public void onEvent(final DirectBuffer buffer, final int offset) {
            final long nowNs = clock.nanoTime();
            report.wrap(buffer, offset, nowNs);
            counters.reportArrived();
            final long number = report.number();
            if (inFlight.contains(number)) {
                onReportOf(number, nowNs);
            }
            for (final RunListener listener : listeners) {
                listener.onReport(report);
            }
            if (report.isLast() && inFlight.contains(number)) {
                settle(number, nowNs);
                opening.onAnswer(report);
            }
        }

        @Override
        public void onSettled(final long number, final CommandOutcome outcome) {
            for (final RunListener listener : listeners) {
                listener.onSettled(port.session(), number, outcome);
            }
            if (inFlight.contains(number)) {
                settle(number, clock.nanoTime());
                if (opening.isUnderWay()) {
                    throw new PlayFailedException("what became of opening a book is not known: " + outcome);
                }
            }
        }

        private void onReportOf(final long number, final long nowNs) {
            final KillWatch present = watch;
            if (present != null && inFlight.isMeasured(number)) {
                present.onReport(inFlight.dueNs(number), nowNs);
            }
        }

        private void settle(final long number, final long nowNs) {
            record(number, nowNs);
            inFlight.remove(number);
            counters.commandSettled();
            lastMovementNs = nowNs;
        }

        private void record(final long number, final long nowNs) {
            final KillWatch present = watch;
            if (present != null) {
                present.onSettled(inFlight.sentNs(number), nowNs);
            }
            if (inFlight.isMeasured(number)) {
                final long dueNs = inFlight.dueNs(number);
                latency.recordValue(Math.max(0, nowNs - dueNs));
                for (final RunListener listener : listeners) {
                    listener.onLatency(dueNs, nowNs);
                }
            }
        }

        void recordUnsettled(final long nowNs) {
            for (long number = inFlight.lowest(); number < inFlight.next(); number++) {
                if (inFlight.contains(number)) {
                    record(number, nowNs);
                }
            }
        }
    }
}
