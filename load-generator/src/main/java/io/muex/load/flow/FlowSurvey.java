package io.muex.load.flow;

import io.muex.exchange.trace.TraceOperation;
import java.io.IOException;

/**
 * How large a flow is: what a cluster must be able to hold to play it.
 *
 * @param books      number of BOOK operations
 * @param mostOrders most ADD operations in one book, an upper bound of the orders live in it
 * @param counts     what was met in the whole flow
 */
public record FlowSurvey(int books, int mostOrders, FlowCounts counts) {
    /**
     * Reads a flow to its end.
     *
     * @throws IOException if the source cannot be read
     */
    public static FlowSurvey of(final OrderFlow flow) throws IOException {
        int books = 0;
        int orders = 0;
        int mostOrders = 0;
        TraceOperation operation = flow.next();
        while (operation != null) {
            if (operation.kind() == TraceOperation.Kind.BOOK) {
                books++;
                orders = 0;
            } else if (operation.kind() == TraceOperation.Kind.ADD) {
                orders++;
            }
            mostOrders = Math.max(mostOrders, orders);
            operation = flow.next();
        }
        return new FlowSurvey(books, mostOrders, flow.counts());
    }
}
