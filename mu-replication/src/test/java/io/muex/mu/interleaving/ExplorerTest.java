package io.muex.mu.interleaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Does the exploration leave nothing out, and is the memory as weak as it is meant to be? */
class ExplorerTest {
    private static final double MOST_SECONDS = 20;

    private static Set<String> outcomes(final boolean inOrder, final boolean reduces, final String... threads) {
        final Exploration result =
            new Explorer(() -> new Litmus(inOrder, threads), reduces).explore(MOST_SECONDS);
        assertTrue(result.complete(), result.toString());
        return result.outcomes().keySet();
    }

    @Test
    void shouldLetStoresWaitForAFenceOnly() {
        final String bothMissed = "B0 | A0 | 1 11 0 ";
        assertTrue(outcomes(true, true, "wA rB", "wB rA").contains(bothMissed));
        assertFalse(outcomes(true, true, "wA f rB", "wB f rA").contains(bothMissed));
        assertTrue(outcomes(true, true, "wA f rB", "wB rA").contains(bothMissed));
    }

    @Test
    void shouldLetPlainStoresOvertakeEachOtherButNoRelease() {
        final String overtaken = "| B2 A0 | 1 2 0 ";
        assertTrue(outcomes(false, true, "wA wB", "rB rA").contains(overtaken));
        assertFalse(outcomes(true, true, "wA wB", "rB rA").contains(overtaken));
        assertFalse(outcomes(false, true, "wA RB", "rB rA").contains(overtaken));
        assertTrue(outcomes(false, true, "RA wB", "rB rA").contains(overtaken));
    }

    @Test
    void shouldLetAThreadReadItsOwnStores() {
        assertEquals(Set.of("A2 | 2 0 0 "), outcomes(false, true, "wA wA rA"));
    }

    @Test
    void shouldVisitOneInterleavingOfIndependentThreads() {
        final Exploration result =
            new Explorer(() -> new Litmus(false, "wA rA wA f", "wB rB rB", "wC wC rC f")).explore(MOST_SECONDS);
        assertEquals(1, result.executions());
        assertTrue(result.complete());
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
            final Exploration less = new Explorer(() -> new Litmus(inOrder, threads)).explore(MOST_SECONDS);
            final Exploration more = new Explorer(() -> new Litmus(inOrder, threads), false).explore(MOST_SECONDS);
            assertTrue(less.complete() && more.complete(), String.join(" / ", threads));
            assertEquals(more.outcomes().keySet(), less.outcomes().keySet(),
                String.join(" / ", threads) + (inOrder ? " in order" : "") + " seed " + seed);
            reduced += less.executions() + less.pruned();
            all += more.executions();
        }
        System.out.printf("explorer: %,d executions in place of %,d%n", reduced, all);
        assertTrue(reduced < all);
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
