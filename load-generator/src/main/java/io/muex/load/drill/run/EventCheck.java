package io.muex.load.drill.run;

import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.trace.BookReports;
import io.muex.load.trace.LineDigest;
import io.muex.load.trace.TraceEventsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * Compares every report that the client saw with what the order book alone says to the same operations. Keeps checksums
 * only.
 */
final class EventCheck {
    private final FlowProfile profile;
    private final LineDigest seen = new LineDigest();
    private final TraceEventsWriter writer = new TraceEventsWriter(seen);

    EventCheck(final FlowProfile profile) {
        this.profile = profile;
    }

    /** To be told of all that the client sees. */
    TraceEventsWriter listener() {
        return writer;
    }

    /** Number of reports compared. */
    long lines() {
        return seen.lines();
    }

    /**
     * Compares; the run is over.
     *
     * @param operations of the flow that were sent
     * @param isWhole    whether all of them were answered; else only the beginnings can be compared
     * @return a report at or shortly before which the two part, from 1; empty if they are the same
     */
    OptionalLong partsFrom(final long operations, final boolean isWhole) throws IOException {
        writer.close();
        final LineDigest expected = new LineDigest();
        try (GeneratedFlow flow = new GeneratedFlow(profile);
             OutputStream out = new BufferedOutputStream(expected)) {
            BookReports.write(flow, operations, out);
        }
        return isWhole ? seen.partsFrom(expected)
            : seen.partsFromPrefix(expected, Math.min(seen.lines(), expected.lines()));
    }
}
