package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.mu.sim.Coverage;
import io.muex.mu.sim.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What many simulated runs came to. One thread. */
final class SimulateTally {
    private static final double SECOND_NS = 1e9;
    private final long first;
    private final long last;
    private final long startNs = System.nanoTime();
    private final long startCoreNs = coreNs();
    private final List<Long> commandsOfSeeds = new ArrayList<>();
    private final List<Long> leaderChangesOfSeeds = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private long taken;
    private long failures;
    private long firstFailingSeed = -1;
    private long leaderChanges;
    private long permissionSwitches;
    private long crashes;
    private long commands;
    private long simulatedNs;

    SimulateTally(final long first, final long last) {
        this.first = first;
        this.last = last;
    }

    void take(final Outcome outcome) {
        taken++;
        leaderChanges += outcome.leaderChanges();
        permissionSwitches += outcome.permissionSwitches();
        crashes += outcome.crashes();
        commands += outcome.commands();
        commandsOfSeeds.add(outcome.commands());
        leaderChangesOfSeeds.add(outcome.leaderChanges());
        simulatedNs += outcome.simulatedNs();
        coverage.add(outcome.coverage());
        if (!outcome.held()) {
            failures++;
            firstFailingSeed =
                firstFailingSeed < 0 ? outcome.seed() : Math.min(firstFailingSeed, outcome.seed());
        }
    }

    long failures() {
        return failures;
    }

    private double perSecond(final double amount) {
        return amount * SECOND_NS / Math.max(1, System.nanoTime() - startNs);
    }

    /** Processor time of this whole process, compiling its code included; 0 where the system does not say. */
    private static long coreNs() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private double coreSecondsPerSeed() {
        return (coreNs() - startCoreNs) / SECOND_NS / Math.max(1, taken);
    }

    private static long median(final List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    String progress() {
        return "%,d of %,d seeds, %,d failures, %.1f seeds/s, %.2f simulated seconds per second".formatted(taken,
            last - first + 1, failures, perSecond(taken), perSecond(simulatedNs / SECOND_NS));
    }

    void print(final Console console) {
        final double seconds = Math.max(1e-9, simulatedNs / SECOND_NS);
        console.line("happened                        times  per simulated second");
        coverage.faults().forEach((kind, count) -> console.line(row(kind.name(), count, seconds)));
        console.line("came up                         times  per simulated second");
        coverage.situations().forEach((situation, count) -> console.line(row(situation.name(), count, seconds)));
        console.line(row("PERMISSION_SWITCH", permissionSwitches, seconds));
        console.line(row("LEADER_CHANGE", leaderChanges, seconds));
        console.line("%,d seeds, %,d failures; %,d leader changes, %,d permission switches, %,d crashes, %,d commands; "
            .formatted(taken, failures, leaderChanges, permissionSwitches, crashes, commands)
            + "%.1f seeds/s, %.2f simulated seconds per second".formatted(perSecond(taken),
                perSecond(simulatedNs / SECOND_NS)));
        console.line("a seed: %.3f core-seconds; median %,d commands, %,d leader changes".formatted(
            coreSecondsPerSeed(), median(commandsOfSeeds), median(leaderChangesOfSeeds)));
    }

    private static String row(final String name, final long count, final double seconds) {
        return String.format(Locale.ROOT, "  %-27s %,8d  %,.1f",
            name.toLowerCase(Locale.ROOT).replace('_', ' '), count, count / seconds);
    }

    JsonReport report() {
        final Map<String, Object> faults = new LinkedHashMap<>();
        coverage.faults().forEach((kind, count) -> faults.put(kind.name(), count));
        final Map<String, Object> situations = new LinkedHashMap<>();
        coverage.situations().forEach((situation, count) -> situations.put(situation.name(), count));
        return new JsonReport()
            .put("seeds", taken)
            .put("failures", failures)
            .put("firstFailingSeed", firstFailingSeed < 0 ? null : firstFailingSeed)
            .put("leaderChanges", leaderChanges)
            .put("permissionSwitches", permissionSwitches)
            .put("crashes", crashes)
            .put("commandsCommitted", commands)
            .put("simulatedSeconds", simulatedNs / SECOND_NS)
            .put("seedsPerSecond", perSecond(taken))
            .put("simulatedSecondsPerSecond", perSecond(simulatedNs / SECOND_NS))
            .put("coreSecondsPerSeed", coreSecondsPerSeed())
            .put("medianCommandsPerSeed", median(commandsOfSeeds))
            .put("medianLeaderChangesPerSeed", median(leaderChangesOfSeeds))
            .put("faults", faults)
            .put("situations", situations)
            .put("mutant", null)
            .put("killed", false);
    }
}
