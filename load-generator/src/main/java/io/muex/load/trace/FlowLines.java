package io.muex.load.trace;

import io.muex.exchange.book.Side;
import io.muex.exchange.trace.TraceOperation;
import io.muex.load.flow.OrderFlow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Operations of a flow as the lines of a book-trace file, made while they are read. One thread. */
public final class FlowLines extends InputStream {
    private static final String[] CONDITIONS = {"-", "A", "I", "AI"};

    private final OrderFlow flow;
    private long left;
    private byte[] line = new byte[0];
    private int at;

    /**
     * The first operations of a flow; the flow is not closed.
     *
     * @param operations how many, BOOK included
     */
    public FlowLines(final OrderFlow flow, final long operations) {
        this.flow = flow;
        left = operations;
    }

    @Override
    public int read() throws IOException {
        return fill() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(final byte[] into, final int offset, final int length) throws IOException {
        if (length == 0) {
            return 0;
        } else if (!fill()) {
            return -1;
        }
        final int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (at < line.length) {
            return true;
        }
        final TraceOperation next = left > 0 ? flow.next() : null;
        if (next == null) {
            return false;
        }
        left--;
        line = ("> " + line(next) + "\n").getBytes(StandardCharsets.US_ASCII);
        at = 0;
        return true;
    }

    /** One operation without what marks it as one. */
    public static String line(final TraceOperation operation) {
        final String word = operation.kind().name();
        return switch (operation.kind()) {
            case BOOK -> word + " " + operation.quantity();
            case ADD -> String.join(" ", word, Long.toString(operation.id()),
                operation.side() == Side.BUY ? "B" : "S", Long.toString(operation.quantity()),
                Long.toString(operation.price()), Long.toString(operation.stopPrice()),
                CONDITIONS[operation.conditions()]);
            case CANCEL -> word + " " + operation.id();
            case REDUCE -> word + " " + operation.id() + " " + operation.quantity();
            case REPLACE -> word + " " + operation.id() + " " + operation.quantity() + " " + operation.price();
            case MARKET -> word + " " + operation.price();
            case DUMP -> word;
        };
    }
}
