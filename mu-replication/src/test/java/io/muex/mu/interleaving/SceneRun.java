package io.muex.mu.interleaving;

import java.util.function.Function;

/** The door into a mutant's world: explores the scene of this name there and says what came of it. */
public final class SceneRun implements Function<String, String> {
    private static final double MOST_SECONDS = 10;

    /** The violation that was found after how many executions; "survived" and the figures if there was none. */
    @Override
    public String apply(final String scene) {
        final Exploration result;
        try {
            result = new Explorer(Scenes.named(scene)).explore(MOST_SECONDS);
        } catch (final RuntimeException unset) {
            return "survived: the scene cannot be set: " + unset;
        }
        return result.violation() == null ? "survived " + result
            : result.violation() + " (execution " + (result.executions() + 1) + ", "
                + String.format("%.1f s)", result.seconds());
    }
}
