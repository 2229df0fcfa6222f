package io.muex.load.flow;

import io.muex.exchange.trace.TraceLine;
import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * The operations of a book-trace file. Comments and events are passed over, DUMPs are counted, and a malformed line is
 * reported and left out.
 */
public final class TraceFlow implements OrderFlow {
    private final String name;
    private final TraceReader reader;
    private final FlowProblems problems;
    private boolean hasBook;
    private long operations;
    private long dumps;
    private long malformed;

    /**
     * A flow from a stream.
     *
     * @param name     of the file, for messages
     * @param in       plain or gzip; closed with the flow
     * @param problems told of malformed lines
     * @throws IOException if the stream cannot be read
     */
    public TraceFlow(final String name, final InputStream in, final FlowProblems problems) throws IOException {
        this.name = name;
        this.reader = new TraceReader(in);
        this.problems = problems;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TraceOperation next() throws IOException {
        TraceLine line = reader.next();
        while (line != null) {
            if (line.kind() == TraceLine.Kind.MALFORMED) {
                onMalformed(line, line.problem());
            } else if (line.kind() == TraceLine.Kind.OPERATION && isWanted(line)) {
                operations++;
                return line.operation();
            }
            line = reader.next();
        }
        return null;
    }

    private boolean isWanted(final TraceLine line) {
        final TraceOperation.Kind kind = line.operation().kind();
        hasBook |= kind == TraceOperation.Kind.BOOK;
        if (!hasBook) {
            onMalformed(line, "the first operation must be BOOK");
            return false;
        }
        if (kind == TraceOperation.Kind.DUMP) {
            dumps++;
            return false;
        }
        return true;
    }

    private void onMalformed(final TraceLine line, final String problem) {
        malformed++;
        problems.onMalformedLine(name, line.number(), problem);
    }

    @Override
    public FlowCounts counts() {
        return new FlowCounts(operations, dumps, 0, malformed);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
