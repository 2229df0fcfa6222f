package io.muex.mu.sim;

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
 * @param crashes            of replicas
 * @param pauses             of planes
 * @param brokenLinks        one-sided connections
 * @param moves              of leadership on purpose that came to an end of the old one
 * @param simulatedNs        time that passed in the simulation
 * @param operations         memory operations
 * @param traceHash          equal for equal seeds
 */
public record Outcome(long seed, Profile profile, int replicas, RuntimeException failure, long commands, long commits,
                      long leaderChanges, long permissionSwitches, long crashes, long pauses, long brokenLinks,
                      long moves, long simulatedNs, long operations, long traceHash) {
    /** Whether every checker was content. */
    public boolean held() {
        return failure == null;
    }
}
