package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.local.DelegatingMemory;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final long SHRINK_RUNS = 300;

    /** The planted error: a memory whose full fences do nothing. */
    private static final class Fenceless extends DelegatingMemory {
        private Fenceless(final Memory memory) {
            super(memory);
        }

        @Override
        public void fullFence() {
            // Nothing: that is the error.
        }
    }

    @Test
    void shouldFindAPlantedErrorAndTheFewFaultsThatShowIt() {
        Outcome earliest = null;
        for (long seed = 1; seed <= 24; seed++) {
            final Outcome outcome = Simulation.run(seed, Profile.HARSH, null, Fenceless::new);
            // The one that fails first, of those that need faults at all: its runs are short.
            if (!outcome.held() && (earliest == null || outcome.simulatedNs() < earliest.simulatedNs())
                && Simulation.run(seed, Profile.HARSH, List.of(), Fenceless::new).held()) {
                earliest = outcome;
            }
        }
        assertNotNull(earliest, "nobody noticed that fences do nothing");
        final Outcome original = earliest;
        final long[] runs = new long[1];
        final Shrinker.Shrunk shrunk = Shrinker.shrink(original,
            plan -> Simulation.run(original.seed(), original.profile(), plan, Fenceless::new).failure(),
            () -> ++runs[0] > SHRINK_RUNS);
        System.out.println("seed " + original.seed() + ": " + shrunk.plan().size() + " of " + original.plan().size()
            + " faults after " + shrunk.runs() + " runs: " + shrunk.failure());
        shrunk.plan().forEach(System.out::println);
        assertEquals(Shrinker.invariant(original.failure()), Shrinker.invariant(shrunk.failure()));
        assertTrue(shrunk.finished(), "not every single fault was tried");
        assertTrue(10 * shrunk.plan().size() <= original.plan().size(), "not small: " + shrunk.plan().size());
        assertFalse(Simulation.run(original.seed(), original.profile(), shrunk.plan(), Fenceless::new).held(),
            "the small plan does not fail");
    }

    @Test
    void shouldKeepExactlyTheFaultsThatMatter() {
        final Outcome outcome = Simulation.run(3, Profile.HARSH);
        final List<Fault> plan = outcome.plan();
        final Set<Fault> needed = Set.of(plan.get(3), plan.get(40), plan.get(41));
        final Violation violation = new Violation("planted", "all three");
        final Outcome failed = new Outcome(3, Profile.HARSH, 3, violation, 0, 0, 0, 0, outcome.coverage(), plan,
            Long.MAX_VALUE, 0, 0);
        final Shrinker.Shrunk shrunk =
            Shrinker.shrink(failed, part -> part.containsAll(needed) ? violation : null, () -> false);
        assertEquals(needed, shrunk.plan().stream().collect(Collectors.toSet()));
        assertTrue(shrunk.finished());
    }

    @Test
    void shouldNotTakeAnotherFailureForTheSame() {
        final Outcome outcome = Simulation.run(3, Profile.HARSH);
        final Outcome failed = new Outcome(3, Profile.HARSH, 3, new Violation("one", "here"), 0, 0, 0, 0,
            outcome.coverage(), outcome.plan(), Long.MAX_VALUE, 0, 0);
        final Shrinker.Shrunk shrunk = Shrinker.shrink(failed, plan -> plan.size() == outcome.plan().size()
            ? failed.failure() : new Violation("another", "here"), () -> false);
        assertEquals(outcome.plan().size(), shrunk.plan().size());
    }
}
