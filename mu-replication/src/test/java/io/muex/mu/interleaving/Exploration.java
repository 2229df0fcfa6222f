package io.muex.mu.interleaving;

import java.util.List;
import java.util.Map;

/**
 * What came of an exploration.
 *
 * @param executions complete interleavings that were judged
 * @param pruned     interleavings left half-way because every way on was known to be equivalent to an earlier one
 * @param longest    most steps of an interleaving
 * @param complete   whether nothing was left out
 * @param outcomes   what happened and how often
 * @param violation  what must not have happened, null if nothing
 * @param trace      the interleaving that showed it
 * @param seconds    it took
 */
record Exploration(long executions, long pruned, int longest, boolean complete, Map<String, Long> outcomes,
                   String violation, List<String> trace, double seconds) {
    @Override
    public String toString() {
        return String.format("%,d executions, %,d pruned, up to %d steps, %.1f s, %s", executions, pruned, longest,
            seconds, violation != null ? "broken: " + violation : complete ? "complete" : "cut off");
    }
}
