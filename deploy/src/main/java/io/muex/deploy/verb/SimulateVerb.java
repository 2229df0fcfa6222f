package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.mu.sim.Fault;
import io.muex.mu.sim.Outcome;
import io.muex.mu.sim.Profile;
import io.muex.mu.sim.Shrinker;
import io.muex.mu.sim.Simulation;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
    description = "Runs the shipped planes, gate and sessions under a seeded scheduler that pauses, kills, damages and "
        + "cuts off replicas at any memory operation. Exit status 0 only if every checker was content with every "
        + "seed. A seed that fails is printed with the command that runs it again; with a single seed the faults "
        + "that matter are found as well.")
final class SimulateVerb implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");
    private static final int QUEUED_PER_THREAD = 4;

    @Option(names = "--seeds", paramLabel = "A..B", defaultValue = "1..200",
        description = "Seeds, or a single one. Default: ${DEFAULT-VALUE}.")
    private String seeds;
    @Option(names = "--profile", paramLabel = "P",
        description = "mild, harsh or asymmetric; by default each seed has its own.")
    private String profileName;
    @Option(names = "--threads", paramLabel = "N", defaultValue = "0",
        description = "Seeds run at the same time. Default: one per processor.")
    private int threads;
    @Option(names = "--shrink", paramLabel = "SECONDS", defaultValue = "20",
        description = "Time for finding the smallest plan of faults that still fails, if there is a single seed; "
            + "0 for none. Default: ${DEFAULT-VALUE}.")
    private int shrinkSeconds;
    @Option(names = "--mutant", paramLabel = "M",
        description = "Runs a known-bad variant of the shipped code until a checker notices it; status 0 if one does. "
            + "'list' says which there are, 'all' runs them all and prints a table.")
    private String mutant;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final Matcher range = RANGE.matcher(seeds);
        if (!range.matches()) {
            throw new ParameterException(spec.commandLine(), "seeds are A..B or a number, not " + seeds);
        }
        final long first = Long.parseLong(range.group(1));
        final long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
        if (last < first || threads < 0 || shrinkSeconds < 0) {
            throw new ParameterException(spec.commandLine(), "no seeds from " + first + " to " + last
                + ", or a number below 0");
        }
        final Profile profile = profile();
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        if (mutant != null) {
            return new MutantTrials(spec.commandLine(), console, json).run(mutant, first, last, profile);
        }
        final SimulateTally tally = new SimulateTally(first, last);
        console.stage("simulating");
        runSeeds(first, last, profile, tally, console);
        tally.print(console);
        json.write(tally.report());
        return tally.failures() == 0 ? ExitStatus.HELD : ExitStatus.NOT_HELD;
    }

    private Profile profile() {
        final Profile profile = profileName == null ? null : Profile.named(profileName);
        if (profileName != null && profile == null) {
            throw new ParameterException(spec.commandLine(), "no profile " + profileName + "; there are "
                + String.join(", ", Profile.names()));
        }
        return profile;
    }

    /** A simulation belongs to the thread that runs it, so seeds run side by side and are counted here. */
    private void runSeeds(final long first, final long last, final Profile profile, final SimulateTally tally,
                          final Console console) {
        final int workers = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        final ExecutorService executor = Executors.newFixedThreadPool(workers);
        try {
            final ExecutorCompletionService<Outcome> runs = new ExecutorCompletionService<>(executor);
            long next = first;
            for (long taken = first; taken <= last; taken++) {
                while (next <= last && next - taken < (long) workers * QUEUED_PER_THREAD) {
                    final long seed = next++;
                    runs.submit(() -> Simulation.run(seed, profile == null ? Profile.of(seed) : profile));
                }
                final Outcome outcome = runs.take().get();
                tally.take(outcome);
                if (!outcome.held()) {
                    explain(outcome, first == last, console);
                }
                console.progress(tally.progress());
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException broken) {
            throw new IllegalStateException("the simulator failed", broken.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private void explain(final Outcome outcome, final boolean single, final Console console) {
        console.line("seed " + outcome.seed() + ", profile " + outcome.profile().name() + ", " + outcome.replicas()
            + " replicas: " + outcome.failure().getMessage());
        console.line("again: muex simulate --seeds " + outcome.seed() + ".." + outcome.seed() + " --profile "
            + outcome.profile().name());
        if (single && shrinkSeconds > 0) {
            console.stage("shrinking");
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(shrinkSeconds);
            final Shrinker.Shrunk shrunk = Shrinker.shrink(outcome, () -> System.nanoTime() - deadlineNs > 0);
            console.line("%d of %d faults are enough (%d runs%s): %s".formatted(shrunk.plan().size(),
                outcome.plan().size(), shrunk.runs(), shrunk.finished() ? "" : ", time was up",
                shrunk.failure().getMessage()));
            for (final Fault fault : shrunk.plan()) {
                console.line("  " + fault);
            }
        }
    }
}
