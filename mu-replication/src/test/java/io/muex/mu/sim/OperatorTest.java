package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One replica is cut off from both others for long, and one of these diverges: one against one. */
class OperatorTest {
    private static final long MS = 1_000_000;
    private static final int SEEDS = 8;

    @Test
    void shouldCountADisputeOnceHoweverLongItLasts() {
        long decided = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Outcome outcome = Simulation.run(seed, Profile.MILD, plan());
            assertNull(outcome.failure(), "seed " + seed);
            if (outcome.replicas() == 3) {
                assertEquals(1, outcome.divergences(), "seed " + seed);
                final long counted = outcome.coverage().of(Situation.DISPUTE_DECIDED_BY_OPERATOR);
                assertTrue(counted <= 1, "seed " + seed + ": one replica was started anew, counted " + counted);
                decided += counted;
            }
        }
        assertTrue(decided > 0, "no dispute in " + SEEDS + " seeds");
    }

    private static List<Fault> plan() {
        final List<Fault> plan = new ArrayList<>();
        for (int other = 1; other <= 2; other++) {
            plan.add(fault(plan.size(), FaultKind.BROKEN_CONNECTION, 20 * MS, 3, other));
            plan.add(fault(plan.size(), FaultKind.BROKEN_CONNECTION, 20 * MS, other, 3));
        }
        plan.add(fault(plan.size(), FaultKind.DIVERGED_STATE, 30 * MS, 2, 0));
        return plan;
    }

    private static Fault fault(final int number, final FaultKind kind, final long atNs, final int target,
                               final int other) {
        return new Fault(number, kind, atNs, target, other, Fault.Moment.ANY, 0, 0, 1_000 * MS, 0);
    }
}
