package io.muex.load.play;

import io.muex.load.flow.FlowCounts;
import org.HdrHistogram.Histogram;

/**
 * What came of a run.
 *
 * @param flow         what was met in the flow
 * @param operations   operations that were sent, BOOK included
 * @param commands     commands that were sent: operations, and what the player sends on its own (to open a
 *                     book, and a last question by whose answer all reports have arrived)
 * @param unanswered   commands that were not settled when the run ended
 * @param isComplete   whether the whole flow was sent and everything was settled
 * @param latency      nanoseconds from the time an operation was due to its last report; what was not settled counts
 *                     with its age at the end of the run. BOOK is not in it
 * @param lateSends    operations that were sent more than a millisecond after they were due
 * @param playedNs     from the time the first operation was due to the end of the run, without the time it was held
 * @param heldNs       how long the flow was held back by a gate
 */
public record PlayResult(FlowCounts flow, long operations, long commands, long unanswered, boolean isComplete,
    Histogram latency, long lateSends, long playedNs, long heldNs) {
    /** Operations per second that were really answered. */
    public double throughputPerSecond() {
        return playedNs == 0 ? 0 : latency.getTotalCount() * 1e9 / playedNs;
    }
}
