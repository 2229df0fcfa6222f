package io.muex.load.play;

import io.muex.exchange.trace.TraceOperation;
import io.muex.gateway.client.CommandOutcome;

/** Told of everything that happens in a run, on the player's thread, in the order in which the client saw it. */
public interface RunListener {
    /**
     * A command was taken by a port.
     *
     * @param session   that sent it
     * @param number    within the session
     * @param operation that it carries out; null for what the player sends on its own (to empty a book, to see the last
     *                  report)
     * @param dueNs     when it should have been sent, monotonic nanoseconds
     * @param sentNs    when it was
     */
    default void onSubmitted(final long session, final long number, final TraceOperation operation, final long dueNs,
                             final long sentNs) {
    }

    /** An event arrived. The view is valid during the call. */
    default void onReport(final Report report) {
    }

    /** A command came to its end; an answered one after its last report. */
    default void onSettled(final long session, final long number, final CommandOutcome outcome) {
    }

    /**
     * The latency of an operation was recorded.
     *
     * @param dueNs when it should have been sent, monotonic nanoseconds
     * @param endNs when it was settled, or the run ended without that
     */
    default void onLatency(final long dueNs, final long endNs) {
    }
}
