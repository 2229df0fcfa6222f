package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.gateway.client.Report;
import io.muex.gateway.client.ReportListener;
import io.muex.gateway.marketdata.BookHash;

/**
 * Answers of the replicas to questions for a book, each as of its place in the log: the hash over the levels of the
 * answer that came last. Levels come best first, the buy side first. One thread.
 */
final class AnswerBook implements ReportListener {
    private long hash = BookHash.empty();
    private int instrument;

    @Override
    public void onBookLevel(final Report report, final BookLevelFlyweight level) {
        hash = BookHash.level(hash, level.side(), level.price(), level.quantity(), level.orders());
    }

    @Override
    public void onBookSnapshot(final Report report, final BookSnapshotFlyweight snapshot) {
        instrument = snapshot.instrumentId();
    }

    /** Instrument of the answer that is complete now; 0 if none is. */
    int takeInstrument() {
        final int complete = instrument;
        instrument = 0;
        return complete;
    }

    /** Hash of that answer; the next one begins. */
    long takeHash() {
        final long complete = hash;
        hash = BookHash.empty();
        return complete;
    }
}
