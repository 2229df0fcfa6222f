package io.muex.mu.sim.mutant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs mutants from the command line: seeds first, then names (none: all), with what each kill saw. */
final class RunMutants {
    private RunMutants() {
    }

    public static void main(final String[] args) {
        final String[] range = args[0].split("\\.\\.");
        final long first = Long.parseLong(range[0]);
        final long last = Long.parseLong(range[1]);
        final Map<String, Mutant> all = new LinkedHashMap<>(MutantCatalog.all());
        all.putAll(MutantCatalog.open());
        final List<Mutant> chosen = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            chosen.add(all.get(args[i]));
        }
        final long start = System.nanoTime();
        final List<Trial> trials = new ArrayList<>();
        for (final Mutant mutant : chosen.isEmpty() ? all.values() : chosen) {
            final Trial trial;
            try {
                trial = Trial.of(mutant, first, last, System.getProperty("profile", ""));
            } catch (final PatchException e) {
                System.out.println(e.getMessage());
                continue;
            }
            trials.add(trial);
            System.out.printf("%-34s %4d seeds %6.2f s %s%n", mutant.name(), trial.seeds(), trial.tookNs() / 1e9,
                trial.isKilled() ? trial.kill().profile() + " " + trial.kill().seen().lines().findFirst().orElse("")
                    : "SURVIVED");
        }
        System.out.printf("%d mutants in %.1f s, median %d%n", trials.size(), (System.nanoTime() - start) / 1e9,
            MutantSuite.medianSeeds(trials));
    }
}
