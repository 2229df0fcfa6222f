package io.muex.mu.interleaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Does the exploration leave nothing out, and is the memory as weak as it is meant to be? */
class ExplorerTest {
    private static final double MOST_SECONDS = 60;
    private static final double SHUFFLING_SECONDS = 5;

    private static Set<String> outcomes(final boolean inOrder, final String... threads) {
        return explore(() -> new Litmus(inOrder, threads), Explorer.Reduction.SOURCE_SETS).outcomes().keySet();
    }

    private static Exploration explore(final Supplier<Scene> scenes, final Explorer.Reduction reduction) {
        final Exploration result = new Explorer(scenes, reduction).explore(MOST_SECONDS);
        assertTrue(result.complete(), result.toString());
        return result;
    }

    @Test
    void shouldLetStoresWaitForAFenceOnly() {
        final String bothMissed = "B0 | A0 | 1 11 0 ";
        assertTrue(outcomes(true, "wA rB", "wB rA").contains(bothMissed));
        assertFalse(outcomes(true, "wA f rB", "wB f rA").contains(bothMissed));
        assertTrue(outcomes(true, "wA f rB", "wB rA").contains(bothMissed));
    }

    @Test
    void shouldLetPlainStoresOvertakeEachOtherButNoRelease() {
        final String overtaken = "| B2 A0 | 1 2 0 ";
        assertTrue(outcomes(false, "wA wB", "rB rA").contains(overtaken));
        assertFalse(outcomes(true, "wA wB", "rB rA").contains(overtaken));
        assertFalse(outcomes(false, "wA RB", "rB rA").contains(overtaken));
        assertTrue(outcomes(false, "RA wB", "rB rA").contains(overtaken));
    }

    @Test
    void shouldLetAThreadReadItsOwnStores() {
        assertEquals(Set.of("A2 | 2 0 0 "), outcomes(false, "wA wA rA"));
    }

    @Test
    void shouldVisitOneInterleavingOfIndependentThreads() {
        assertEquals(1, explore(() -> new Litmus(false, "wA rA wA f", "wB rB rB", "wC wC rC f"),
            Explorer.Reduction.SOURCE_SETS).executions());
    }

    /** What the reduction is held against: really every interleaving of programs drawn at random. */
    @Test
    void shouldReachWhateverIsReachedWithoutReduction() {
        final long seed = System.nanoTime();
        System.out.println("explorer against all interleavings: seed " + seed);
        final Random random = new Random(seed);
        long reduced = 0;
        long all = 0;
        for (int n = 0; n < 60; n++) {
            final String[] threads = new String[2 + n % 2];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = program(random, threads.length == 2 ? 4 : 2);
            }
            final boolean inOrder = random.nextBoolean();
            final Supplier<Scene> scenes = () -> new Litmus(inOrder, threads);
            final Exploration source = explore(scenes, Explorer.Reduction.SOURCE_SETS);
            final Exploration sleep = explore(scenes, Explorer.Reduction.SLEEP_SETS);
            final Exploration every = explore(scenes, Explorer.Reduction.NONE);
            final String program = String.join(" / ", threads) + (inOrder ? " in order" : "") + " seed " + seed;
            assertEquals(every.outcomes().keySet(), source.outcomes().keySet(), program);
            assertEquals(sleep.outcomes(), source.outcomes(), program);
            reduced += source.executions() + source.pruned();
            all += every.executions();
        }
        System.out.printf("explorer: %,d executions in place of %,d%n", reduced, all);
        assertTrue(reduced < all);
    }

    /** Every class of equivalent interleavings of a real scene is visited once, as by sleep sets alone. */
    @Test
    void shouldVisitAsManyClassesOfTheSmallestSceneAsSleepSets() {
        final Supplier<Scene> scenes = Scenes.named("writer-gate-in-order");
        final Exploration sleep = explore(scenes, Explorer.Reduction.SLEEP_SETS);
        System.out.println("writer-gate-in-order by sleep sets alone: " + sleep);
        assertEquals(sleep.outcomes(), explore(scenes, Explorer.Reduction.SOURCE_SETS).outcomes());
    }

    /** Threads share nothing but the memory, and what is taken for independent is. */
    @Test
    void shouldComeToTheSameWhenIndependentStepsAreShuffled() {
        final long seed = System.nanoTime();
        System.out.println("explorer, shuffled steps: seed " + seed);
        for (final String scene : List.of("writer-gate-batch", "takeover-follower")) {
            final Exploration result = new Explorer(Scenes.named(scene)).shuffled(seed).explore(SHUFFLING_SECONDS);
            assertNull(result.violation(), result.toString());
            assertTrue(result.executions() > 10, result.toString());
        }
    }

    private static String program(final Random random, final int operations) {
        final StringBuilder program = new StringBuilder();
        for (int i = 0; i < operations; i++) {
            final char word = (char) ('A' + random.nextInt(3));
            program.append(switch (random.nextInt(7)) {
                case 0, 1 -> "w" + word;
                case 2 -> "R" + word;
                case 3 -> "f";
                default -> "r" + word;
            }).append(' ');
        }
        return program.toString();
    }
}
