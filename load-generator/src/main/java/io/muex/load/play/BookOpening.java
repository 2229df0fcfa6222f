package io.muex.load.play;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.CommandRejectedFlyweight;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.MassCancelledFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.trace.TraceOperation;

/**
 * What a BOOK takes: nothing may be under way, the orders of the book before are cancelled (their ids are free again
 * then), and a new instrument is created, since the market price of an old one cannot be forgotten. One command at a
 * time; the player waits until all is done.
 */
final class BookOpening {
    private static final int LEAST_ROOM = 256;

    private final PlayPlan plan;
    private final int sessions;
    private final CommandEncoder encoder;
    private final InstrumentAddedFlyweight added = new InstrumentAddedFlyweight();
    private final MassCancelledFlyweight cancelled = new MassCancelledFlyweight();
    private final CommandRejectedFlyweight rejected = new CommandRejectedFlyweight();

    private State state = State.OPEN;
    private TraceOperation book;
    private boolean isCounted;
    private int instrumentId;
    private int wantedId;
    private int maxOrders;
    private int maxLevels;
    private int clearing;
    private long awaited;

    private enum State { OPEN, CLEARING, CREATING }

    BookOpening(final PlayPlan plan, final int sessions, final CommandEncoder encoder) {
        this.plan = plan;
        this.sessions = sessions;
        this.encoder = encoder;
        wantedId = plan.firstInstrumentId();
    }

    /** Begins; everything sent before is answered. */
    void begin(final TraceOperation operation) {
        book = operation;
        isCounted = false;
        clearing = 0;
        awaited = 0;
        maxOrders = plan.maxOrders();
        maxLevels = plan.maxLevels();
        state = instrumentId == 0 ? State.CREATING : State.CLEARING;
    }

    boolean isUnderWay() {
        return state != State.OPEN;
    }

    /** The instrument of the present book; 0 before the first. */
    int instrumentId() {
        return instrumentId;
    }

    /** Whether a command is to be sent now; then {@link #port} and {@link #encode} say which. */
    boolean hasCommand() {
        return state != State.OPEN && awaited == 0;
    }

    /** Which session the command goes to, counted from 0. */
    int port() {
        return state == State.CLEARING ? clearing : 0;
    }

    /** Writes the command; returns its length. */
    int encode() {
        return state == State.CLEARING ? encoder.encodeMassCancel(instrumentId)
            : encoder.encodeAddInstrument(wantedId, book.quantity(), maxOrders, maxLevels);
    }

    /** The command was taken; returns the operation it carries out, null if it is none of the flow. */
    TraceOperation onSubmitted(final long number) {
        awaited = number;
        final boolean isTheBook = state == State.CREATING && !isCounted;
        isCounted |= isTheBook;
        return isTheBook ? book : null;
    }

    /** The command was settled by this report, its last. */
    void onAnswer(final Report report) {
        if (report.number() != awaited || state == State.OPEN) {
            return;
        }
        awaited = 0;
        switch (report.kind()) {
            case MassCancelledFlyweight.TEMPLATE_ID -> onCancelled(
                cancelled.wrap(report.buffer(), report.messageOffset()).remaining() != 0);
            case InstrumentAddedFlyweight.TEMPLATE_ID -> {
                instrumentId = added.wrap(report.buffer(), report.messageOffset()).instrumentId();
                wantedId = instrumentId + 1;
                state = State.OPEN;
            }
            case CommandRejectedFlyweight.TEMPLATE_ID ->
                onRejected(rejected.wrap(report.buffer(), report.messageOffset()));
            default -> throw new PlayFailedException(
                "opening a book was answered by an event of kind " + report.kind());
        }
    }

    private void onCancelled(final boolean hasMore) {
        clearing += hasMore ? 0 : 1;
        if (clearing == sessions) {
            state = State.CREATING;
        }
    }

    /** Ids may be taken, and room may be short, on a cluster that others use too. */
    private void onRejected(final CommandRejectedFlyweight refusal) {
        final RejectReason reason = refusal.reason();
        final boolean isCreation = refusal.commandTemplateId() == AddInstrumentFlyweight.TEMPLATE_ID;
        if (isCreation && reason == RejectReason.DUPLICATE_INSTRUMENT && wantedId < plan.lastInstrumentId()) {
            wantedId++;
        } else if (isCreation && reason == RejectReason.CAPACITY_EXHAUSTED && maxOrders / 2 >= LEAST_ROOM) {
            maxOrders /= 2;
            maxLevels = Math.max(1, maxLevels / 2);
        } else {
            throw new PlayFailedException("the exchange gives no instrument for a BOOK: " + reason + " (instrument "
                + wantedId + ", " + maxOrders + " orders)"
                + (reason == RejectReason.NOT_PERMITTED ? "; the session must be an operator's" : ""));
        }
    }
}
