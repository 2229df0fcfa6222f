package io.muex.mu.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Does the simulator notice what it is for? Every known-bad variant of the shipped code must fail in it. */
@Tag("mutants")
class MutantTest {
    private static final int LEAST_MUTANTS = 30;
    private static final int SEEDS = 200;
    private static final int MEDIAN_SEEDS = 50;
    private static final int THREADS = 2;

    @Test
    void shouldKillEveryMutantAndNotTheControl() {
        final Map<String, Mutant> mutants = MutantCatalog.all();
        final long startNs = System.nanoTime();
        final List<Trial> trials = MutantSuite.run(mutants.values(), 1, SEEDS, THREADS);
        System.out.print(MutantSuite.table(trials));
        System.out.printf("%d mutants in %.1f s%n", trials.size(), (System.nanoTime() - startNs) / 1e9);
        assertEquals(List.of(), trials.stream().filter(trial -> !trial.isAsItMust())
            .map(trial -> trial.mutant().name() + (trial.isKilled() ? " was killed: " + trial.kill().seen()
                : " survived " + trial.seeds() + " seeds")).toList());
        assertTrue(trials.size() > LEAST_MUTANTS, trials.size() + " mutants");
        assertTrue(MutantSuite.medianSeeds(trials) <= MEDIAN_SEEDS, "median " + MutantSuite.medianSeeds(trials));
        assertTrue(mutants.get(Mutant.CONTROL).isControl());
    }

    @Test
    void shouldKeepOpenMutantsFittingTheSources() {
        // One seed each: what it finds does not matter here, only that the patch fits and compiles.
        MutantSuite.run(MutantCatalog.open().values(), 1, 1, THREADS);
    }

    @Test
    void shouldRefuseAPatchThatDoesNotFitExactlyOnce() {
        final String source = "a();\n    b();\nc();\nb();\n";
        assertThrows(PatchException.class, () -> new Patch("X", List.of("d();"), List.of()).applyTo(source));
        assertThrows(PatchException.class, () -> new Patch("X", List.of("b();"), List.of()).applyTo(source));
        assertEquals("a();\n    b();\nb();\n",
            new Patch("X", List.of("b();", "c();"), List.of("    b();")).applyTo(source));
    }

    @Test
    void shouldRefuseWhatDoesNotCompileOrIsNotThere() {
        final Mutant broken = MutantCatalog.parse("""
            == broken
            Calls what is not there.
            file: Ballot.java
            @@
            -return ballot >>> 24;
            +return nothing();
            """).get("broken");
        assertTrue(assertThrows(PatchException.class, () -> Trial.of(broken, 1, 1, "")).getMessage()
            .contains("does not compile"));
        assertThrows(PatchException.class, () -> MutantCatalog.parse("== empty\nNothing.\n"));
        assertThrows(PatchException.class, () -> Trial.of(new Mutant("absent", "No file.", "",
            List.of(new Patch("Nowhere.java", List.of("x"), List.of()))), 1, 1, ""));
    }

    @Test
    void shouldGiveTheSameKillForTheSameSeed() {
        final Mutant mutant = MutantCatalog.all().get("skip-revoke");
        final Trial first = Trial.of(mutant, 1, SEEDS, "");
        assertEquals(first.kill(), Trial.of(mutant, first.kill().seed(), first.kill().seed(), "").kill());
    }
}
