package io.muex.mu.sim;

import java.util.List;

/**
 * What one simulated run came to.
 *
 * @param seed               that gives it again
 * @param profile            that it was run with
 * @param replicas           in the cluster
 * @param failure            what a checker found, null if nothing
 * @param commands           settled at clients
 * @param commits            entries chosen
 * @param leaderChanges      leaderships that were announced
 * @param permissionSwitches grants
 * @param coverage           faults that happened and situations that came up
 * @param plan               the faults that were to happen
 * @param simulatedNs        time that passed in the simulation
 * @param operations         memory operations
 * @param traceHash          equal for equal seeds
 */
public record Outcome(long seed, Profile profile, int replicas, RuntimeException failure, long commands, long commits,
                      long leaderChanges, long permissionSwitches, Coverage coverage, List<Fault> plan,
                      long simulatedNs, long operations, long traceHash) {
    /** Whether every checker was content. */
    public boolean held() {
        return failure == null;
    }

    /** Deaths of replicas, those that stopped because of damage included. */
    public long crashes() {
        return coverage.of(FaultKind.CRASH) + coverage.of(FaultKind.RESTART_STORM)
            + coverage.of(FaultKind.CORRUPTED_BYTES);
    }

    /** Replicas whose state was changed; each was found, or lost before, or the run did not hold. */
    public long divergences() {
        return coverage.of(FaultKind.DIVERGED_STATE);
    }

    /** Pauses of planes. */
    public long pauses() {
        return coverage.of(FaultKind.PAUSE) + coverage.of(FaultKind.PROCESS_PAUSE)
            + coverage.of(FaultKind.LATE_GRANT);
    }

    /** Moves of leadership on purpose that came to an end of the old one. */
    public long moves() {
        return coverage.of(Situation.HANDED_OVER);
    }

    /** One-sided connections that broke. */
    public long brokenLinks() {
        return coverage.of(FaultKind.BROKEN_CONNECTION);
    }
}
