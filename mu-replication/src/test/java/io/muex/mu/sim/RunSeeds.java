package io.muex.mu.sim;

/** Runs seeds from the command line: first last [profile]. */
final class RunSeeds {
    private RunSeeds() {
    }

    public static void main(final String[] args) {
        final long first = Long.parseLong(args[0]);
        final long last = Long.parseLong(args[1]);
        final Profile profile = args.length > 2 ? Profile.named(args[2]) : null;
        long commands = 0;
        long changes = 0;
        long switches = 0;
        long simulated = 0;
        long few = 0;
        int failures = 0;
        final Coverage coverage = new Coverage();
        final long start = System.nanoTime();
        for (long seed = first; seed <= last; seed++) {
            final Outcome outcome = Simulation.run(seed, profile != null ? profile : Profile.of(seed));
            commands += outcome.commands();
            changes += outcome.leaderChanges();
            switches += outcome.permissionSwitches();
            simulated += outcome.simulatedNs();
            few += outcome.commands() < 200 || outcome.leaderChanges() < 3 ? 1 : 0;
            coverage.add(outcome.coverage());
            if (!outcome.held()) {
                failures++;
                if (failures > 20) {
                    throw new IllegalStateException("more than 20 failures by seed " + seed);
                }
                System.out.println("seed " + seed + " " + outcome.profile().name() + " replicas "
                    + outcome.replicas() + ": " + outcome.failure());
                if (Boolean.getBoolean("trace")) {
                    outcome.failure().printStackTrace(System.out);
                }
            }
        }
        System.out.printf("%d seeds in %.1f s: %d failures, %d commands, %d leaders, %d grants, %d few, %.2f s%n",
            last - first + 1, (System.nanoTime() - start) / 1e9, failures, commands, changes, switches, few,
            simulated / 1e9);
        System.out.println(coverage.faults());
        System.out.println(coverage.situations());
    }
}
