package io.muex.mu.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command once, in order, answered; every replica and every reader the same events; whatever happens. */
final class ExactlyOncePropertyTest {
    private static final int SEEDS = Integer.getInteger("muex.session.seeds", 150);
    private static final int STEPS = 20_000;

    @Test
    void shouldExecuteAndAnswerEveryCommandOnceWhateverHappensOnTheWay() {
        long executed = 0;
        long events = 0;
        int restores = 0;
        int gones = 0;
        int leaders = 0;
        int disconnected = 0;
        long repeats = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            final SessionWorld world = run(seed);
            executed += world.executedAt.size();
            events += world.goldenEvents.size();
            restores += world.restores;
            gones += world.gones;
            disconnected += world.disconnected;
            leaders += world.leaderChanges;
            repeats += world.golden.repeats();
        }
        System.out.println("seeds 1.." + SEEDS + ": executed " + executed + ", events " + events
            + ", leaders " + leaders + ", restores " + restores + ", events gone " + gones
            + ", repeats passed over " + repeats + ", connections ended " + disconnected);
        assertTrue(executed > 100L * SEEDS, "the worlds did too little to prove anything: " + executed);
        assertTrue(restores > SEEDS && gones > SEEDS && leaders > 10 * SEEDS && repeats > SEEDS);
        assertTrue(disconnected > SEEDS, "hardly any connection was ended: " + disconnected);
    }

    @ParameterizedTest
    @EnumSource(value = SessionWorld.Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldCatchEveryKnownBadVariant(final SessionWorld.Mutant mutant) {
        for (long seed = 1; seed <= 60; seed++) {
            try {
                new SessionWorld(seed, mutant).run(STEPS);
            } catch (final AssertionError | IllegalStateException caught) {
                System.out.println(mutant + " caught with seed " + seed + ": " + caught.getMessage());
                return;
            }
        }
        fail(mutant + " survived 60 seeds");
    }

    @Test
    void shouldRepeatAWorldExactlyForTheSameSeed() {
        assertEquals(run(7).golden.stateHash(), run(7).golden.stateHash());
    }

    private static SessionWorld run(final long seed) {
        final SessionWorld world = new SessionWorld(seed, SessionWorld.Mutant.NONE);
        try {
            world.run(STEPS);
        } catch (final RuntimeException | AssertionError broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
        }
        return world;
    }
}
