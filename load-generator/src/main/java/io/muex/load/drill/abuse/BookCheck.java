package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.gateway.client.ReportDispatcher;
import io.muex.load.drill.abuse.SessionCheck.Heard;
import io.muex.mu.session.EventEnvelope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Compares three books of every instrument by hash: made of all reports together, as a reader of the public feed had
 * them, and as the replicas answered questions. Events are numbered, so each is compared as of one place in the log.
 * One thread.
 */
final class BookCheck {
    private final Findings findings;
    private final ReportBook book = new ReportBook();
    private final ReportDispatcher toBook = new ReportDispatcher(book);
    private final AnswerBook answer = new AnswerBook();
    private final ReportDispatcher toAnswer = new ReportDispatcher(answer);
    private final long[] feedChanges = new long[AbusePlan.INSTRUMENTS + 1];
    private final FeedPoints feed;
    private int nextPoint;
    private int lastPoint = -1;
    private long answers;
    private long feedBooks;
    private long threeWay;

    /**
     * A check.
     *
     * @param feed what the reader of the feed had; may be empty
     */
    BookCheck(final FeedPoints feed, final Findings findings) {
        this.feed = feed;
        this.findings = findings;
    }

    /** Goes through all reports of all sessions, in any order. */
    void run(final List<Heard> heard) {
        final List<Heard> reports = new ArrayList<>(heard);
        reports.sort(Comparator.comparingLong(Heard::eventSeq));
        final UnsafeBuffer event = new UnsafeBuffer();
        long before = 0;
        long session = 0;
        for (final Heard report : reports) {
            if (report.eventSeq() == before) {
                if (report.session() != session) {
                    findings.add("event " + before + " was heard by sessions " + session + " and " + report.session());
                }
                continue;
            }
            comparePointsBefore(report.eventSeq());
            event.wrap(report.event());
            onEvent(report, event);
            before = report.eventSeq();
            session = report.session();
        }
        comparePointsBefore(Long.MAX_VALUE);
    }

    private void onEvent(final Heard report, final UnsafeBuffer event) {
        final int kind = EventEnvelope.kind(event, 0);
        if (kind == BookLevelFlyweight.TEMPLATE_ID) {
            toAnswer.onReport(event, 0);
        } else if (kind == BookSnapshotFlyweight.TEMPLATE_ID) {
            toAnswer.onReport(event, 0);
            compareAnswer(report.eventSeq());
        } else {
            toBook.onReport(event, 0);
        }
    }

    private void compareAnswer(final long eventSeq) {
        final int instrument = answer.takeInstrument();
        final long hash = answer.takeHash();
        answers++;
        if (hash != book.hash(instrument)) {
            findings.add("the replicas' book of instrument " + instrument + " at event " + eventSeq
                + " is not the one made of reports");
        }
        if (lastPoint >= 0 && feedChanges[instrument] == book.changes(instrument)) {
            threeWay++;
            if (hash != feed.hash(lastPoint, instrument)) {
                findings.add("the replicas' book of instrument " + instrument + " at event " + eventSeq
                    + " is not the one made of the feed");
            }
        }
    }

    /** A point of the feed says what all events up to it came to. */
    private void comparePointsBefore(final long eventSeq) {
        while (nextPoint < feed.count() && feed.seq(nextPoint) < eventSeq) {
            for (int id = 1; id <= AbusePlan.INSTRUMENTS; id++) {
                feedBooks++;
                feedChanges[id] = book.changes(id);
                if (feed.hash(nextPoint, id) != book.hash(id)) {
                    findings.add("the feed's book of instrument " + id + " at event " + feed.seq(nextPoint)
                        + " is not the one made of reports");
                }
            }
            lastPoint = nextPoint++;
        }
    }

    /** Hash of a book in the end. */
    long finalHash(final int instrument) {
        return book.hash(instrument);
    }

    /** Answers of replicas that were compared with the book made of reports. */
    long answers() {
        return answers;
    }

    /** Books of the feed that were. */
    long feedBooks() {
        return feedBooks;
    }

    /** Answers of replicas for which the feed had the same book, so that all three were compared. */
    long threeWay() {
        return threeWay;
    }

    /** Live orders in the end. */
    int liveOrders() {
        return book.live();
    }
}
