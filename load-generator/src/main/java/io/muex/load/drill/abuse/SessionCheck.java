package io.muex.load.drill.abuse;

import io.muex.exchange.trace.TraceOperation;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ReportDispatcher;
import io.muex.load.check.Ledger;
import io.muex.load.play.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/**
 * Reads the journals of all client processes: every command of every session is answered once and in order, what a
 * client sends again is what the exchange did not execute, and no session hears what is another's. Keeps the reports
 * for whoever makes books of them. One thread.
 */
final class SessionCheck implements Journal.Reader {
    private static final TraceOperation COMMAND = new TraceOperation(TraceOperation.Kind.DUMP, 0, 0, 0, 0, 0, 0);

    private final Findings findings;
    private final Ledger ledger = new Ledger();
    private final Report view = new Report();
    private final OwnCheck own;
    private final ReportDispatcher dispatcher;
    private final Map<Long, TreeSet<Long>> unanswered = new HashMap<>();
    private final Map<Long, Integer> done = new HashMap<>();
    private final List<Heard> reports = new ArrayList<>();
    private long moves;
    private long sentAgain;
    private long lives;
    private long established;

    /**
     * A report as a session heard it.
     *
     * @param eventSeq number of the event
     * @param session  that heard it
     * @param atNs     when, monotonic
     * @param event    with its envelope
     */
    record Heard(long eventSeq, long session, long atNs, byte[] event) {
    }

    SessionCheck(final Findings findings) {
        this.findings = findings;
        own = new OwnCheck(findings);
        dispatcher = new ReportDispatcher(own);
    }

    @Override
    public void onRecord(final int type, final long session, final long atNs, final long value,
        final DirectBuffer buffer, final int offset, final int length) {
        switch (type) {
            case Journal.SENT -> onSent(session, value, atNs);
            case Journal.SENT_AGAIN -> {
                sentAgain++;
                ledger.onSettled(session, value, CommandOutcome.NOT_EXECUTED);
                onSent(session, value, atNs);
            }
            case Journal.REPORT -> onReport(session, atNs, buffer, offset, length);
            case Journal.ESTABLISHED -> onEstablished(session, value);
            case Journal.GONE -> findings.add("session " + session + " lost its reports below event " + value);
            case Journal.MOVED -> moves++;
            case Journal.BEGUN -> lives++;
            case Journal.DONE -> done.put(session, (int) value);
            default -> findings.add("session " + session + ": " + (type == Journal.SETTLED ? "command " + value + " "
                : "") + text(buffer, offset, length));
        }
    }

    private static String text(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] characters = new byte[length];
        buffer.getBytes(offset, characters);
        return new String(characters, StandardCharsets.UTF_8);
    }

    private TreeSet<Long> unanswered(final long session) {
        return unanswered.computeIfAbsent(session, first -> new TreeSet<>());
    }

    private void onSent(final long session, final long number, final long atNs) {
        ledger.onSubmitted(session, number, COMMAND, atNs, atNs);
        unanswered(session).add(number);
    }

    private void onReport(
        final long session, final long atNs, final DirectBuffer buffer, final int offset, final int length) {
        view.wrap(buffer, offset, atNs);
        if (view.session() != session) {
            findings.add("session " + session + " heard event " + view.eventSeq() + ", which is for session "
                + view.session());
        }
        ledger.onReport(view);
        if (view.isLast()) {
            unanswered(session).remove(view.number());
        }
        own.session(session);
        dispatcher.onReport(buffer, offset);
        final byte[] event = new byte[length];
        buffer.getBytes(offset, event);
        reports.add(new Heard(view.eventSeq(), session, atNs, event));
    }

    /** The exchange tells what it has applied: the answers have come before, and nothing else is sent again. */
    private void onEstablished(final long session, final long next) {
        established++;
        final TreeSet<Long> open = unanswered(session);
        if (!open.isEmpty() && open.first() < next) {
            findings.add("session " + session + " was established at command " + next + ", and command "
                + open.first() + " was not answered before");
        }
    }

    /** Judges; all journals were read. */
    void judge(final int sessions) {
        if (!ledger.holds()) {
            findings.add(ledger.lost() + " lost, " + ledger.duplicated() + " duplicated, " + ledger.reordered()
                + " reordered");
            ledger.findings().forEach(findings::add);
        }
        unanswered.forEach((session, open) -> open.forEach(
            number -> findings.add("command " + number + " of session " + session + " has no last answer")));
        if (done.size() != sessions) {
            findings.add("only " + done.size() + " of " + sessions + " sessions ended in order");
        }
    }

    /** All reports in the order of journals. */
    List<Heard> reports() {
        return reports;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Times that a session was moved to another gateway by its client. */
    long moves() {
        return moves;
    }

    /** Commands that were sent again by a client that had not sent them itself. */
    long sentAgain() {
        return sentAgain;
    }

    /** Times that a client process began. */
    long lives() {
        return lives;
    }

    /** Times that a client was established anew. */
    long established() {
        return established;
    }

    /** Attempts on orders of others, all refused as unknown. */
    long foreignAttempts() {
        return own.attempts();
    }
}
