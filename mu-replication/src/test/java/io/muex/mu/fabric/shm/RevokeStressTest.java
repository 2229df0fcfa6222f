package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The permission gate between two processes, and the proof that this stress would find it broken: without either of its
 * two fences an acknowledged write is lost. The controls run until they have found one.
 */
class RevokeStressTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final long GRANTS = 20_000;
    private static final long MOST_GRANTS = 200_000;

    @Test
    void shouldLoseNothingThatSucceededAndReadNothingThatCameLate() {
        final RevokeStress.Outcome outcome = run(true, true, GRANTS, 25);
        assertEquals(0, outcome.violations(), outcome.toString());
        assertTrue(outcome.successes() > 0 && outcome.lateRounds() > 0, "no race was run: " + outcome);
    }

    @Test
    void shouldBeFoundBrokenWithoutTheWritersFence() {
        final RevokeStress.Outcome outcome = run(false, true, MOST_GRANTS, 60);
        assertTrue(outcome.lost() > 0, outcome.toString());
    }

    @Test
    void shouldBeFoundBrokenWithoutTheTargetsFence() {
        final RevokeStress.Outcome outcome = run(true, false, MOST_GRANTS, 60);
        assertTrue(outcome.lost() > 0, outcome.toString());
    }

    private static RevokeStress.Outcome run(
        final boolean writerFence, final boolean targetFence, final long grants, final int seconds) {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final boolean sound = writerFence && targetFence;
        final RevokeStress.Outcome outcome = RevokeStress.run(
            new RevokeStress.Plan(grants, TimeUnit.SECONDS.toNanos(seconds), seed, writerFence, targetFence,
                sound ? 50 : 0, sound ? 2_000 : 0, !sound),
            FILES.disk().resolve("home"), FILES.memory().resolve("memory"));
        System.out.println("writer's fence " + writerFence + ", target's fence " + targetFence + ": " + outcome);
        return outcome;
    }
}
