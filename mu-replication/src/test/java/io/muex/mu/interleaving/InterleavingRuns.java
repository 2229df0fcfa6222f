package io.muex.mu.interleaving;

import java.util.function.Supplier;

/** Explores one scene by hand: {@code SCENE SECONDS}; prints what came of it. */
final class InterleavingRuns {
    private InterleavingRuns() {
    }

    public static void main(final String[] args) {
        final Supplier<Scene> scene = Scenes.named(args[0]);
        final Exploration result = new Explorer(scene).explore(Double.parseDouble(args[1]));
        System.out.println(args[0] + ": " + result);
        result.outcomes().forEach((what, count) -> System.out.printf("  %,10d  %s%n", count, what));
        if (result.violation() != null) {
            result.trace().forEach(System.out::println);
        }
    }
}
