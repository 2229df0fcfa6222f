package io.muex.load.trace;

import io.muex.exchange.trace.TraceReplay;
import io.muex.load.flow.OrderFlow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What the order book alone, with no cluster around it, reports to a flow: the lines that {@link TraceEventsWriter}
 * must have written for a run that lost, doubled and reordered nothing.
 */
public final class BookReports {
    /** What only an onlooker of the book sees, and what is no event. */
    private static final Set<String> NO_REPORTS = Set.of("DEPTH", "BBO", "ROW", "END", ">", "#");

    private BookReports() {
    }

    /**
     * Plays a flow through a book.
     *
     * @param flow       from its beginning; not closed
     * @param operations how many of it, BOOK included
     * @param out        receives the lines
     * @throws IOException if reading or writing fails, or an operation means nothing
     */
    public static void write(final OrderFlow flow, final long operations, final OutputStream out) throws IOException {
        final StringBuilder problems = new StringBuilder();
        try (InputStream lines = new FlowLines(flow, operations)) {
            TraceReplay.replay("flow", lines, new Reports(out), problems);
        }
        if (!problems.isEmpty()) {
            throw new IOException(problems.toString());
        }
    }

    /** Passes on lines that are reports. The replay gives whole lines, one or many at a time. */
    private static final class Reports implements Appendable {
        private final OutputStream out;
        private final StringBuilder line = new StringBuilder();

        Reports(final OutputStream out) {
            this.out = out;
        }

        @Override
        public Appendable append(final CharSequence text) throws IOException {
            return append(text, 0, text.length());
        }

        @Override
        public Appendable append(final CharSequence text, final int start, final int end) throws IOException {
            for (int i = start; i < end; i++) {
                append(text.charAt(i));
            }
            return this;
        }

        @Override
        public Appendable append(final char character) throws IOException {
            line.append(character);
            if (character == '\n') {
                final int space = line.indexOf(" ");
                if (!NO_REPORTS.contains(line.substring(0, space < 0 ? line.length() - 1 : space))) {
                    out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
                }
                line.setLength(0);
            }
            return this;
        }
    }
}
