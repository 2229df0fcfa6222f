package io.muex.mu.interleaving;

import io.muex.mu.sim.mutant.MutatedWorlds;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Explores scenes by hand: {@code SCENES SECONDS} prints what came of each; {@code SCENES MUTANT...} or {@code SCENES
 * all} explores mutants until the first scene that breaks. Scenes are names separated by a plus, or the numbers of a
 * takeover's scope.
 */
final class InterleavingRuns {
    private InterleavingRuns() {
    }

    public static void main(final String[] args) {
        final List<String> scenes = List.of(args[0].split("[+]"));
        if (Character.isDigit(args[1].charAt(0))) {
            scenes.forEach(scene -> explore(scene, Double.parseDouble(args[1])));
        } else {
            final Collection<String> mutants = "all".equals(args[1]) ? MutatedWorlds.all().keySet().stream().sorted()
                .toList() : Arrays.asList(args).subList(1, args.length);
            mutants.forEach(mutant -> System.out.println(mutant + ": " + kill(mutant, scenes)));
        }
    }

    private static void explore(final String scene, final double seconds) {
        final Exploration result = new Explorer(Scenes.named(scene)).explore(seconds);
        System.out.println(scene + ": " + result);
        result.outcomes().forEach((what, count) -> System.out.printf("  %,10d  %s%n", count, what));
        result.trace().forEach(System.out::println);
    }

    /** What noticed a mutant in which scene, or that it survived. */
    static String kill(final String mutant, final List<String> scenes) {
        @SuppressWarnings("unchecked")
        final Function<String, String> run = (Function<String, String>) MutatedWorlds.open(mutant, SceneRun.class);
        String last = "";
        for (final String scene : scenes) {
            last = scene + ": " + run.apply(scene);
            if (!last.contains(": survived")) {
                return last;
            }
        }
        return last;
    }
}
