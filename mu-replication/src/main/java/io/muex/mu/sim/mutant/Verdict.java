package io.muex.mu.sim.mutant;

/**
 * What one seed of a mutant came to. Of the outer world: handed out of the mutant's class loader as it is.
 *
 * @param seed    that gives it again
 * @param profile that it was run with
 * @param checker that was not content; empty if all were
 * @param seen    by the checker
 */
public record Verdict(long seed, String profile, String checker, String seen) {
    /** Whether a checker noticed the mutant. */
    public boolean isKill() {
        return !checker.isEmpty();
    }
}
