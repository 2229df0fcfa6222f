package io.muex.exchange.trace;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import java.io.IOException;
import java.io.InputStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs the operations of a file through a book and prints the complete trace: comments and operations as they stand
 * in the file, each operation followed by its events and its END line. Events in the file are left out, since the
 * book says what happens. The trace of a correct trace is the file itself, byte for byte.
 *
 * <p>The book grows with its content, so that it is never full.
 */
public final class TraceReplay {
    private static final int FIRST_MAX_ORDERS = 1024;
    private static final int GROWTH = 4;

    private final String name;
    private final Appendable out;
    private final Appendable problems;
    private final StringBuilder text = new StringBuilder();
    private final TraceRenderer renderer = new TraceRenderer(text);
    private OrderBook book;
    private long malformedCount;

    private TraceReplay(final String name, final Appendable out, final Appendable problems) {
        this.name = name;
        this.out = out;
        this.problems = problems;
    }

    /**
     * Replays a file.
     *
     * @param name     of the file, for messages
     * @param in       its content, plain or gzip; read to its end, not closed
     * @param out      where the trace goes
     * @param problems where each malformed line is reported as {@code name:line: what is wrong}; the rest goes on
     * @return number of malformed lines
     * @throws IOException if reading or writing fails
     */
    public static long replay(final String name, final InputStream in, final Appendable out,
                              final Appendable problems) throws IOException {
        final TraceReplay replay = new TraceReplay(name, out, problems);
        @SuppressWarnings("resource") // the stream is the caller's
        final TraceReader reader = new TraceReader(in);
        TraceLine line = reader.next();
        while (line != null) {
            replay.onLine(line);
            line = reader.next();
        }
        return replay.malformedCount;
    }

    private void onLine(final TraceLine line) throws IOException {
        switch (line.kind()) {
            case COMMENT -> out.append(line.text()).append('\n');
            case OPERATION -> onOperation(line);
            case EVENT -> {
                // The book says what happens.
            }
            case MALFORMED -> onMalformed(line, line.problem());
        }
    }

    private void onMalformed(final TraceLine line, final String problem) throws IOException {
        malformedCount++;
        problems.append(name).append(':').append(Long.toString(line.number())).append(": ").append(problem)
            .append('\n');
    }

    private void onOperation(final TraceLine line) throws IOException {
        final TraceOperation operation = line.operation();
        if (book == null && operation.kind() != TraceOperation.Kind.BOOK) {
            onMalformed(line, "the first operation must be BOOK");
            return;
        }
        text.append(line.text()).append('\n');
        boolean hasTraded = false;
        switch (operation.kind()) {
            case BOOK -> newBook((int) Math.min(Integer.MAX_VALUE, operation.quantity()));
            case DUMP -> renderer.rows(book);
            default -> {
                if (book.orderCount() == book.config().maxOrders()) {
                    growBook();
                }
                hasTraded = operation.applyTo(book, renderer);
            }
        }
        renderer.end(book, hasTraded);
        out.append(text);
        text.setLength(0);
    }

    private void newBook(final int depthLevels) {
        if (book != null && book.depthLevels() == depthLevels) {
            book.clear();
        } else {
            book = emptyBook(FIRST_MAX_ORDERS, depthLevels);
        }
    }

    private void growBook() {
        final UnsafeBuffer snapshot = new UnsafeBuffer(new byte[book.snapshotLength()]);
        book.writeSnapshot(snapshot, 0);
        final int maxOrders = Math.min(OrderBookConfig.MAX_ORDERS, book.config().maxOrders() * GROWTH);
        book = emptyBook(maxOrders, book.depthLevels());
        book.loadSnapshot(snapshot, 0);
    }

    private static OrderBook emptyBook(final int maxOrders, final int depthLevels) {
        return new OrderBook(new OrderBookConfig(maxOrders, maxOrders, depthLevels));
    }
}
