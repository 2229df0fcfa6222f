package io.muex.mu.sim;

/** Runs seeds from the command line: first last. */
final class RunSeeds {
    private RunSeeds() {
    }

    public static void main(final String[] args) {
        final long first = Long.parseLong(args[0]);
        final long last = Long.parseLong(args[1]);
        long commands = 0;
        long changes = 0;
        long switches = 0;
        long crashes = 0;
        long moves = 0;
        long simulated = 0;
        int failures = 0;
        final long start = System.nanoTime();
        for (long seed = first; seed <= last; seed++) {
            final Outcome outcome = Simulation.run(seed, Profile.of(seed));
            commands += outcome.commands();
            changes += outcome.leaderChanges();
            switches += outcome.permissionSwitches();
            crashes += outcome.crashes();
            moves += outcome.moves();
            simulated += outcome.simulatedNs();
            if (!outcome.held()) {
                failures++;
                System.out.println("seed " + seed + " " + outcome.profile().name() + " replicas "
                    + outcome.replicas() + ": " + outcome.failure());
                if (args.length > 2 && args[2].equals("-trace")) {
                    outcome.failure().printStackTrace(System.out);
                }
                if (args.length > 2 && args[2].equals("-first")) {
                    return;
                }
            }
        }
        System.out.printf("%d seeds in %.1f s: %d failures, %d commands, %d leaders, %d grants, %d crashes, %d moves, %.2f s%n",
            last - first + 1, (System.nanoTime() - start) / 1e9, failures, commands, changes, switches, crashes,
            moves, simulated / 1e9);
    }
}
