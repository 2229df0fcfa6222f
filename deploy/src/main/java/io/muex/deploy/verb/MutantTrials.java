package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.mu.sim.Profile;
import io.muex.mu.sim.mutant.Mutant;
import io.muex.mu.sim.mutant.MutantCatalog;
import io.muex.mu.sim.mutant.MutantSuite;
import io.muex.mu.sim.mutant.PatchException;
import io.muex.mu.sim.mutant.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code muex simulate --mutant}: does a checker notice a known-bad variant? */
final class MutantTrials {
    private static final String LIST = "list";
    private static final String ALL = "all";

    private final CommandLine commandLine;
    private final Console console;
    private final JsonOption json;
    /** Those that must be killed. */
    private final Map<String, Mutant> required = MutantCatalog.all();
    /** Those, and the ones that are not found reliably yet. */
    private final Map<String, Mutant> mutants = new LinkedHashMap<>(required);

    MutantTrials(final CommandLine commandLine, final Console console, final JsonOption json) {
        this.commandLine = commandLine;
        this.console = console;
        this.json = json;
        mutants.putAll(MutantCatalog.open());
    }

    /** Lists, runs one or runs all; {@code profile} is null unless one was asked for. */
    int run(final String name, final long first, final long last, final Profile profile) {
        if (LIST.equals(name)) {
            mutants.values().forEach(mutant -> console.line(line(mutant)));
            return ExitStatus.HELD;
        }
        if (!ALL.equals(name) && !mutants.containsKey(name)) {
            final StringBuilder text = new StringBuilder("no mutant " + name + "; there are");
            mutants.values().forEach(mutant -> text.append(System.lineSeparator()).append(line(mutant)));
            throw new ParameterException(commandLine, text.toString());
        }
        try {
            return ALL.equals(name) ? runAll(first, last)
                : runOne(mutants.get(name), first, last, profile == null ? "" : profile.name());
        } catch (final PatchException e) {
            commandLine.getErr().println("muex: " + e.getMessage());
            return ExitStatus.NOT_HELD;
        }
    }

    private static String line(final Mutant mutant) {
        return "  %-32s %s".formatted(mutant.name(), mutant.sentence());
    }

    private int runOne(final Mutant mutant, final long first, final long last, final String profile) {
        console.stage("simulating");
        final Trial trial = Trial.of(mutant, first, last, profile);
        console.line(mutant.name() + ": " + mutant.sentence());
        if (trial.isKilled()) {
            console.line("killed by seed %d, profile %s, the %,d. that was run: %s".formatted(trial.kill().seed(),
                trial.kill().profile(), trial.seeds(), trial.kill().seen()));
            console.line("again: muex simulate --mutant " + mutant.name() + " --seeds " + trial.kill().seed()
                + " --profile " + trial.kill().profile());
        } else {
            console.line("survived %,d seeds".formatted(trial.seeds()));
        }
        json.write(report(trial.seeds(), trial.isKilled() ? 1 : 0)
            .put("firstFailingSeed", trial.isKilled() ? trial.kill().seed() : null)
            .put("mutant", mutant.name())
            .put("killed", trial.isKilled())
            .put("killedBy", trial.isKilled() ? trial.kill().checker() : null));
        return trial.isAsItMust() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
    }

    private int runAll(final long first, final long last) {
        console.stage("simulating");
        final int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        final List<Trial> trials = MutantSuite.run(required.values(), first, last - first + 1, threads);
        commandLine.getOut().print(MutantSuite.table(trials));
        final long wrong = trials.stream().filter(trial -> !trial.isAsItMust()).count();
        final long killed = trials.stream().filter(Trial::isKilled).count();
        console.line("%,d mutants, %,d killed, by %,d seeds in the median; %,d not as they must be".formatted(
            trials.size() - 1, killed, MutantSuite.medianSeeds(trials), wrong));
        json.write(report(trials.stream().mapToLong(Trial::seeds).sum(), killed)
            .put("mutant", ALL)
            .put("killed", wrong == 0));
        return wrong == 0 ? ExitStatus.HELD : ExitStatus.NOT_HELD;
    }

    private static JsonReport report(final long seeds, final long failures) {
        return new JsonReport().put("seeds", seeds).put("failures", failures);
    }
}
