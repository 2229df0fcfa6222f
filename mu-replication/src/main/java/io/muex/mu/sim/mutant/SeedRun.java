package io.muex.mu.sim.mutant;

import io.muex.mu.sim.Outcome;
import io.muex.mu.sim.Profile;
import io.muex.mu.sim.Simulation;
import io.muex.mu.sim.Violation;
import java.util.function.BiFunction;

/** The door into a mutant's world: runs a seed there. Loaded by the mutant's class loader, called from outside. */
public final class SeedRun implements BiFunction<Long, String, Verdict> {
    @Override
    public Verdict apply(final Long seed, final String profile) {
        final Outcome outcome =
            Simulation.run(seed, profile.isEmpty() ? Profile.of(seed) : Profile.named(profile));
        final RuntimeException failure = outcome.failure();
        if (failure == null) {
            return new Verdict(seed, outcome.profile().name(), "", "");
        }
        final Throwable root = root(failure);
        return new Verdict(seed, outcome.profile().name(), checker(root), text(root));
    }

    /** A checker of the simulator by the name of its invariant; a check of the shipped code by its exception. */
    private static String checker(final Throwable found) {
        if (found instanceof Violation) {
            final String message = found.getMessage();
            return message.substring(0, message.indexOf(": "));
        }
        return "own check (" + found.getClass().getSimpleName() + ")";
    }

    private static String text(final Throwable found) {
        return found instanceof Violation ? found.getMessage() : found.toString();
    }

    private static Throwable root(final Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
