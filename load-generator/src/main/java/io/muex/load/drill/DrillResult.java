package io.muex.load.drill;

import java.util.List;

/**
 * What came of a drill.
 *
 * @param planned   faults that were to happen
 * @param happened  faults that did, and counted
 * @param failovers changes of leader, one for each fault that counted and was to cause one
 * @param problems  what went wrong with the drill itself, in words
 */
public record DrillResult(int planned, int happened, List<Failover> failovers, List<String> problems) {
    /** Commands that had been sent and not answered when a fault began, over all faults that counted. */
    public long unansweredAtKill() {
        return failovers.stream().mapToLong(Failover::unanswered).sum();
    }

    /** Whether everything happened as planned. */
    public boolean holds() {
        return happened == planned && problems.isEmpty();
    }
}
