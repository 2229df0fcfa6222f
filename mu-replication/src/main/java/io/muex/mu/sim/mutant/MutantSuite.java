package io.muex.mu.sim.mutant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs mutants, some at a time, each on one thread, and puts what came of them into a table. */
public final class MutantSuite {
    /** The control shows that being patched is no error; other tests run the shipped code over many seeds. */
    private static final long CONTROL_SEEDS = 40;

    private MutantSuite() {
    }

    /**
     * Runs every mutant until it is killed or has survived {@code seeds} seeds from {@code first} on.
     *
     * @return in the order of {@code mutants}
     * @throws PatchException if one of them cannot be made from the sources as they are
     */
    public static List<Trial> run(final Collection<Mutant> mutants, final long first, final long seeds,
                                  final int threads) {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            final List<Future<Trial>> running = new ArrayList<>();
            for (final Mutant mutant : mutants) {
                final long most = mutant.isControl() ? Math.min(seeds, CONTROL_SEEDS) : seeds;
                running.add(executor.submit(() -> Trial.of(mutant, first, first + most - 1, "")));
            }
            final List<Trial> trials = new ArrayList<>();
            for (final Future<Trial> trial : running) {
                trials.add(trial.get());
            }
            return trials;
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof PatchException patch) {
                throw patch;
            }
            throw new IllegalStateException(e.getCause());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The median number of seeds to a kill, the control and survivors left out; 0 if there is no kill. */
    public static long medianSeeds(final List<Trial> trials) {
        final long[] seeds = trials.stream().filter(Trial::isKilled).mapToLong(Trial::seeds).sorted().toArray();
        return seeds.length == 0 ? 0 : seeds[seeds.length / 2];
    }

    /** A table in Markdown, as it stands in the documents. */
    public static String table(final List<Trial> trials) {
        final StringBuilder text =
            new StringBuilder("| mutant | what is wrong | killed by | seeds |\n|---|---|---|---|\n");
        for (final Trial trial : trials) {
            text.append("| ").append(trial.mutant().name()).append(" | ").append(trial.mutant().sentence())
                .append(" | ").append(trial.isKilled() ? trial.kill().checker() : "survived").append(" | ")
                .append(trial.seeds()).append(" |\n");
        }
        return text.toString();
    }
}
