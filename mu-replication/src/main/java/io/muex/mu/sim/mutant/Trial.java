package io.muex.mu.sim.mutant;

import java.util.function.BiFunction;

/**
 * What came of running one mutant seed by seed until a checker noticed it.
 *
 * @param mutant  that was run
 * @param seeds   that were run
 * @param kill    the verdict that killed it; null if it survived all seeds
 * @param tookNs  compiling included
 */
public record Trial(Mutant mutant, long seeds, Verdict kill, long tookNs) {
    /**
     * Runs {@code mutant} with seeds {@code first} to {@code last}, and stops at the first kill.
     *
     * @param profile instead of the mutant's own; empty to use that
     * @throws PatchException if it cannot be made from the sources as they are
     */
    public static Trial of(final Mutant mutant, final long first, final long last, final String profile) {
        final long startNs = System.nanoTime();
        final BiFunction<Long, String, Verdict> world = MutantWorld.of(mutant);
        final String faults = profile.isEmpty() ? mutant.profile() : profile;
        for (long seed = first; seed <= last; seed++) {
            final Verdict verdict = world.apply(seed, faults);
            if (verdict.isKill()) {
                return new Trial(mutant, seed - first + 1, verdict, System.nanoTime() - startNs);
            }
        }
        return new Trial(mutant, last - first + 1, null, System.nanoTime() - startNs);
    }

    /** Whether a checker noticed the mutant. */
    public boolean isKilled() {
        return kill != null;
    }

    /** Whether it came as it must: every mutant is killed, and the control survives. */
    public boolean isAsItMust() {
        return isKilled() != mutant.isControl();
    }
}
