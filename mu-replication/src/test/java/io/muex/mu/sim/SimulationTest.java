package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final int SEEDS = 60;

    @Test
    void shouldKeepEveryInvariantUnderSeededFaults() {
        // New seeds at every build; a failing one is printed and gives the same run again.
        final long first = System.currentTimeMillis() / 1000 % 1_000_000_000;
        System.out.println("simulated seeds " + first + " to " + (first + SEEDS - 1));
        long leaderChanges = 0;
        long commands = 0;
        long moves = 0;
        long divergences = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            final Outcome outcome = Simulation.run(seed, Profile.of(seed));
            if (!outcome.held()) {
                throw new AssertionError("simulated seed " + seed + ", profile " + outcome.profile().name(),
                    outcome.failure());
            }
            leaderChanges += outcome.leaderChanges();
            commands += outcome.commands();
            moves += outcome.moves();
            divergences += outcome.divergences();
        }
        assertTrue(leaderChanges > SEEDS, "leaders hardly changed: " + leaderChanges);
        assertTrue(moves > SEEDS / 4, "leadership was hardly ever handed over: " + moves);
        assertTrue(divergences > 0, "no state ever diverged");
        assertTrue(commands > SEEDS * 200, "hardly anything was settled: " + commands);
    }

    /** Seeds that once failed, each for a reason of its own. */
    @ParameterizedTest
    @ValueSource(longs = {
        185, // an inheritance ended at its base instead of where copying ended
        212, // a target that followed a newer leader was started beyond what the old leader knew to be chosen
        398, // the same, seen as a chosen value written again
        1026 // a learner whose grant was lost was never asked again
    })
    void shouldHoldWhatOnceFailed(final long seed) {
        final Outcome outcome = Simulation.run(seed, Profile.of(seed));
        if (!outcome.held()) {
            throw new AssertionError("simulated seed " + seed, outcome.failure());
        }
    }

    @Test
    void shouldGiveTheSameRunForTheSameSeed() {
        final Outcome first = Simulation.run(7, Profile.HARSH);
        final Outcome again = Simulation.run(7, Profile.HARSH);
        assertEquals(first.traceHash(), again.traceHash());
        assertEquals(first.commands(), again.commands());
        assertEquals(first.operations(), again.operations());
    }
}
