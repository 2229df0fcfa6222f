package io.muex.mu.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Makes the plan of a failing run smaller: runs the seed with parts of it left out and keeps whatever still breaks the
 * same invariant, first in halves, then in ever smaller parts, in the end one fault at a time. Leaving a fault out
 * changes the schedule that follows it but no other fault, since all are drawn beforehand.
 */
public final class Shrinker {
    /**
     * What came of it.
     *
     * @param plan     the smallest plan found that still fails
     * @param failure  how it fails
     * @param runs     how often the seed was run
     * @param finished false when time was up before every single fault was tried
     */
    public record Shrunk(List<Fault> plan, RuntimeException failure, int runs, boolean finished) {
    }

    private final Function<List<Fault>, RuntimeException> trial;
    private final BooleanSupplier isTimeUp;
    private final String invariant;
    private List<Fault> smallest;
    private RuntimeException failure;
    private int runs;

    private Shrinker(final Outcome failed, final Function<List<Fault>, RuntimeException> trial,
                     final BooleanSupplier isTimeUp) {
        this.trial = trial;
        this.isTimeUp = isTimeUp;
        this.failure = failed.failure();
        this.invariant = invariant(failure);
        this.smallest = failed.plan();
    }

    /** Shrinks the plan of a failing run until nothing can be left out any more or the time is up. */
    public static Shrunk shrink(final Outcome failed, final BooleanSupplier isTimeUp) {
        return shrink(failed, plan -> Simulation.run(failed.seed(), failed.profile(), plan).failure(), isTimeUp);
    }

    static Shrunk shrink(final Outcome failed, final Function<List<Fault>, RuntimeException> trial,
                         final BooleanSupplier isTimeUp) {
        return new Shrinker(failed, trial, isTimeUp).shrink(failed.simulatedNs());
    }

    /** What is broken, without where: two failures of the same kind are taken for the same. */
    static String invariant(final RuntimeException failure) {
        final String text = failure instanceof Violation ? failure.getMessage() : failure.getClass().getName() + ':';
        final int end = text.indexOf(':');
        return end < 0 ? text : text.substring(0, end);
    }

    private Shrunk shrink(final long failedAtNs) {
        // What was to happen after the failure has no part in it.
        attempt(smallest.stream().filter(fault -> fault.atNs() <= failedAtNs).toList());
        int parts = 2;
        while (!smallest.isEmpty() && !isTimeUp.getAsBoolean()) {
            if (leaveOutOne(Math.min(parts, smallest.size()))) {
                parts = Math.max(2, parts - 1);
            } else if (parts >= smallest.size()) {
                return new Shrunk(smallest, failure, runs, true);
            } else {
                parts = 2 * parts;
            }
        }
        return new Shrunk(smallest, failure, runs, smallest.isEmpty());
    }

    /** Tries to leave out each of so many parts; true as soon as one was. */
    private boolean leaveOutOne(final int parts) {
        final int size = smallest.size();
        for (int part = 0; part < parts && !isTimeUp.getAsBoolean(); part++) {
            final int from = (int) ((long) part * size / parts);
            final int to = (int) ((part + 1L) * size / parts);
            final List<Fault> rest = new ArrayList<>(smallest.subList(0, from));
            rest.addAll(smallest.subList(to, size));
            if (attempt(rest)) {
                return true;
            }
        }
        return false;
    }

    private boolean attempt(final List<Fault> plan) {
        runs++;
        final RuntimeException found = trial.apply(plan);
        final boolean fails = found != null && invariant(found).equals(invariant);
        if (fails) {
            smallest = plan;
            failure = found;
        }
        return fails;
    }
}
