package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.mu.sim.Outcome;
import io.muex.mu.sim.Profile;
import io.muex.mu.sim.Simulation;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muex simulate}. */
@Command(name = "simulate", mixinStandardHelpOptions = true,
    description = "Runs the shipped planes, gate and sessions under a seeded scheduler that pauses, kills and cuts off "
        + "replicas at any memory operation. Exit status 0 only if every checker was content with every seed.")
final class SimulateVerb implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");
    private static final double SECOND_NS = 1e9;

    @Option(names = "--seeds", paramLabel = "A..B", defaultValue = "1..200",
        description = "Seeds, or a single one. Default: ${DEFAULT-VALUE}.")
    private String seeds;
    @Option(names = "--profile", paramLabel = "P",
        description = "mild, harsh or asymmetric; by default each seed has its own.")
    private String profileName;
    @Option(names = "--mutant", paramLabel = "M",
        description = "Runs a known-bad variant of the shipped code until a checker notices it; status 0 if one does. "
            + "'list' says which there are, 'all' runs them all and prints a table.")
    private String mutant;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    private long failures;
    private long firstFailingSeed = -1;
    private long leaderChanges;
    private long permissionSwitches;
    private long crashes;
    private long commands;
    private long simulatedNs;

    @Override
    public Integer call() {
        final Matcher range = RANGE.matcher(seeds);
        if (!range.matches()) {
            throw new ParameterException(spec.commandLine(), "seeds are A..B or a number, not " + seeds);
        }
        final long first = Long.parseLong(range.group(1));
        final long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
        final Profile profile = profile();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        if (mutant != null) {
            return new MutantTrials(spec.commandLine(), console, json).run(mutant, first, last, profile);
        }
        final long startNs = System.nanoTime();
        console.stage("simulating");
        for (long seed = first; seed <= last; seed++) {
            take(Simulation.run(seed, profile == null ? Profile.of(seed) : profile), console);
            console.progress("seed %,d of %,d to %,d, %,d failures, %.1f seeds/s".formatted(seed, first, last,
                failures, (seed - first + 1) * 1e9 / (System.nanoTime() - startNs)));
        }
        report(console, last - first + 1, System.nanoTime() - startNs);
        return failures == 0 ? ExitStatus.HELD : ExitStatus.NOT_HELD;
    }

    private Profile profile() {
        final Profile profile = profileName == null ? null : Profile.named(profileName);
        if (profileName != null && profile == null) {
            throw new ParameterException(spec.commandLine(), "no profile " + profileName + "; there are "
                + String.join(", ", Profile.names()));
        }
        return profile;
    }

    private void take(final Outcome outcome, final Console console) {
        leaderChanges += outcome.leaderChanges();
        permissionSwitches += outcome.permissionSwitches();
        crashes += outcome.crashes();
        commands += outcome.commands();
        simulatedNs += outcome.simulatedNs();
        if (!outcome.held()) {
            failures++;
            firstFailingSeed = firstFailingSeed < 0 ? outcome.seed() : firstFailingSeed;
            console.line("seed " + outcome.seed() + ", profile " + outcome.profile().name() + ", "
                + outcome.replicas() + " replicas: " + outcome.failure());
            console.line("again: muex simulate --seeds " + outcome.seed() + " --profile "
                + outcome.profile().name());
        }
    }

    private void report(final Console console, final long count, final long tookNs) {
        console.line("%,d seeds, %,d failures; %,d leader changes, %,d permission switches, %,d crashes, %,d commands; "
            .formatted(count, failures, leaderChanges, permissionSwitches, crashes, commands)
            + "%.1f seeds/s, %.2f simulated seconds per second".formatted(
                count * 1e9 / tookNs, (double) simulatedNs / tookNs));
        json.write(new JsonReport()
            .put("seeds", count)
            .put("failures", failures)
            .put("firstFailingSeed", firstFailingSeed < 0 ? null : firstFailingSeed)
            .put("leaderChanges", leaderChanges)
            .put("permissionSwitches", permissionSwitches)
            .put("crashes", crashes)
            .put("commandsCommitted", commands)
            .put("simulatedSeconds", simulatedNs / SECOND_NS)
            .put("mutant", null)
            .put("killed", false));
    }
}
