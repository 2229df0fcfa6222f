package io.muex.load.check;

import io.muex.exchange.trace.TraceOperation;
import io.muex.load.play.Report;
import io.muex.load.play.RunListener;
import io.muex.gateway.client.CommandOutcome;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Books every command against its reports, independently of what client library and player believe.
 * <ul>
 * <li><b>lost</b>: submitted, and at the end neither answered nor told to be not executed, or executed behind a gap of
 * reports that nobody could give any more;</li>
 * <li><b>duplicated</b>: a report after the one that was marked last for its command, a report with an event number
 * that the session had before, or a report for a number that was never submitted;</li>
 * <li><b>reordered</b>: within a session, a last report that comes after the last report of a later command, or an
 * event number below the one before.</li>
 * </ul>
 * Nothing else ends in one of these, and each command counts once in {@code lost}, each report once in the others.
 */
public final class Ledger implements RunListener {
    private static final int FINDINGS = 20;

    private final Long2ObjectHashMap<SessionPage> pages = new Long2ObjectHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private SessionPage recent;
    private long submitted;
    private long own;
    private long answered;
    private long ownAnswered;
    private long withoutDetails;
    private long notExecuted;
    private long unknown;
    private long duplicated;
    private long reordered;
    private long reports;

    @Override
    public void onSubmitted(final long session, final long number, final TraceOperation operation, final long dueNs,
                            final long sentNs) {
        submitted++;
        own += operation == null ? 1 : 0;
        page(session).submit(number, operation == null);
    }

    @Override
    public void onReport(final Report report) {
        if (report.session() <= 0) {
            return;
        }
        reports++;
        final SessionPage page = page(report.session());
        final long number = report.number();
        if (!page.see(report.eventSeq())) {
            duplicated++;
            find("event " + report.eventSeq() + " of session " + report.session() + " came twice");
        } else if (number > 0 && !page.isOpen(number)) {
            duplicated++;
            find("event " + report.eventSeq() + " answers command " + number + " of session " + report.session()
                + (page.isSubmitted(number) ? ", which was settled before" : ", which was never submitted"));
        } else if (report.eventSeq() < page.lastEventSeq) {
            reordered++;
            find("event " + report.eventSeq() + " of session " + report.session() + " came after event "
                + page.lastEventSeq);
            onInTurn(page, report);
        } else {
            page.lastEventSeq = report.eventSeq();
            if (onInTurn(page, report)) {
                reordered++;
                find("command " + number + " of session " + report.session() + " was answered after command "
                    + page.highestAnswered);
            }
        }
    }

    /** Settles the command if this is its last report; says whether a later one was settled before. */
    private boolean onInTurn(final SessionPage page, final Report report) {
        if (report.number() <= 0 || !report.isLast()) {
            return false;
        }
        answered++;
        ownAnswered += page.isOwn(report.number()) ? 1 : 0;
        page.close(report.number());
        final boolean isLate = report.number() < page.highestAnswered;
        page.highestAnswered = Math.max(report.number(), page.highestAnswered);
        return isLate;
    }

    @Override
    public void onSettled(final long session, final long number, final CommandOutcome outcome) {
        final SessionPage page = page(session);
        if (outcome == CommandOutcome.ANSWERED || !page.isOpen(number)) {
            return;
        }
        page.close(number);
        switch (outcome) {
            case DETAILS_GONE -> withoutDetails++;
            case NOT_EXECUTED -> {
                notExecuted++;
                page.free(number);
            }
            default -> {
                unknown++;
                find("what became of command " + number + " of session " + session + " is not known");
            }
        }
    }

    /** Commands that carry out operations of the flow. */
    public long commandsSubmitted() {
        return submitted - own;
    }

    /** How many of them were answered to the last report. */
    public long commandsAnswered() {
        return answered - ownAnswered;
    }

    /** Commands that the player sent on its own; they are checked like all others. */
    public long ownCommands() {
        return own;
    }

    /** Commands of which only that they were executed is known. */
    public long answeredWithoutDetails() {
        return withoutDetails;
    }

    /** Commands of which the client was told that they were not and will not be executed. */
    public long notExecuted() {
        return notExecuted;
    }

    /** See the class. Commands still under way count, so read it when the run is over. */
    public long lost() {
        return submitted - answered - notExecuted;
    }

    /** See the class. */
    public long duplicated() {
        return duplicated;
    }

    /** See the class. */
    public long reordered() {
        return reordered;
    }

    /** Reports to sessions. */
    public long reports() {
        return reports;
    }

    /** Whether nothing was lost, duplicated or reordered. */
    public boolean holds() {
        return lost() == 0 && duplicated == 0 && reordered == 0;
    }

    /** The first things that are wrong, in words. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    private void find(final String what) {
        if (findings.size() < FINDINGS) {
            findings.add(what);
        }
    }

    private SessionPage page(final long session) {
        if (recent == null || recent.session != session) {
            recent = pages.computeIfAbsent(session, SessionPage::new);
        }
        return recent;
    }

    /** What is booked for one session: three bits per number, one per event number. */
    private static final class SessionPage {
        private final long session;
        private final GrowingBitSet submitted = new GrowingBitSet();
        private final GrowingBitSet own = new GrowingBitSet();
        private final GrowingBitSet settled = new GrowingBitSet();
        private final GrowingBitSet seen = new GrowingBitSet();
        private long firstNumber;
        private long firstEventSeq;
        private long highestAnswered;
        private long lastEventSeq;

        SessionPage(final long session) {
            this.session = session;
        }

        /** A session may have been used before this run: numbers count from the first one seen. */
        void submit(final long number, final boolean isOwn) {
            if (firstNumber == 0) {
                firstNumber = number;
            }
            submitted.set(number - firstNumber);
            if (isOwn) {
                own.set(number - firstNumber);
            }
        }

        boolean isOwn(final long number) {
            return own.get(number - firstNumber);
        }

        /** Marks an event as seen; false if it was before. */
        boolean see(final long eventSeq) {
            if (firstEventSeq == 0) {
                firstEventSeq = eventSeq;
            }
            // Events from before the first one cannot be told apart; that they come late is finding enough.
            if (eventSeq >= firstEventSeq) {
                if (seen.get(eventSeq - firstEventSeq)) {
                    return false;
                }
                seen.set(eventSeq - firstEventSeq);
            }
            return true;
        }

        boolean isSubmitted(final long number) {
            return firstNumber != 0 && number >= firstNumber && submitted.get(number - firstNumber);
        }

        boolean isOpen(final long number) {
            return isSubmitted(number) && !settled.get(number - firstNumber);
        }

        void close(final long number) {
            settled.set(number - firstNumber);
        }

        /** The number was not used up and may be submitted again. */
        void free(final long number) {
            submitted.clear(number - firstNumber);
            own.clear(number - firstNumber);
            settled.clear(number - firstNumber);
        }
    }
}
