package io.muex.load.flow;

import io.muex.exchange.trace.TraceOperation;
import java.io.IOException;

/**
 * A source of operations, in order. The first one is BOOK; DUMP never appears. One thread.
 */
public interface OrderFlow extends AutoCloseable {
    /** What the flow is, for people: a file name, or the seed of a generator. */
    String name();

    /**
     * The next operation.
     *
     * @return null at the end
     * @throws IOException if the source cannot be read
     */
    TraceOperation next() throws IOException;

    /** What was met so far. */
    FlowCounts counts();

    @Override
    default void close() throws IOException {
        // Most flows hold nothing.
    }
}
