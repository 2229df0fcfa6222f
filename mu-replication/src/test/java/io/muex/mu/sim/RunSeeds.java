package io.muex.mu.sim;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Runs seeds from the command line: first last [profile]. Says in how many seeds each fault and situation came up. */
final class RunSeeds {
    private final Map<Enum<?>, Integer> seedsWith = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
    private final Coverage coverage = new Coverage();
    private long commands;
    private long changes;
    private long switches;
    private long simulatedNs;
    private int few;
    private int failures;

    private RunSeeds() {
    }

    public static void main(final String[] args) {
        final long first = Long.parseLong(args[0]);
        final long last = Long.parseLong(args[1]);
        final Profile profile = args.length > 2 ? Profile.named(args[2]) : null;
        final RunSeeds sum = new RunSeeds();
        final long start = System.nanoTime();
        LongStream.rangeClosed(first, last).parallel().forEach(seed -> sum.add(run(seed, profile)));
        System.out.printf(Locale.ROOT,
            "%d seeds in %.1f s: %d failures, %d commands, %d leaders, %d grants, %d few, %.2f s%n", last - first + 1,
            (System.nanoTime() - start) / 1e9, sum.failures, sum.commands, sum.changes, sum.switches, sum.few,
            sum.simulatedNs / 1e9);
        System.out.println(sum.coverage.faults());
        System.out.println(sum.coverage.situations());
        System.out.println("in so many seeds " + sum.seedsWith);
    }

    private static Outcome run(final long seed, final Profile profile) {
        return Simulation.run(seed, profile != null ? profile : Profile.of(seed));
    }

    private synchronized void add(final Outcome outcome) {
        commands += outcome.commands();
        changes += outcome.leaderChanges();
        switches += outcome.permissionSwitches();
        simulatedNs += outcome.simulatedNs();
        few += outcome.commands() < 200 || outcome.leaderChanges() < 3 ? 1 : 0;
        coverage.add(outcome.coverage());
        List.of(outcome.coverage().faults(), outcome.coverage().situations())
            .forEach(counts -> counts.forEach((what, count) -> seedsWith.merge(what, count > 0 ? 1 : 0, Integer::sum)));
        if (!outcome.held()) {
            failures++;
            System.out.println("seed " + outcome.seed() + " " + outcome.profile().name() + " replicas "
                + outcome.replicas() + ": " + outcome.failure());
            if (Boolean.getBoolean("trace")) {
                outcome.failure().printStackTrace(System.out);
            }
        }
    }
}
