package io.muex.mu.interleaving;

import java.util.function.Supplier;

/** The scenes by name. */
final class Scenes {
    private Scenes() {
    }

    static Supplier<Scene> named(final String name) {
        return switch (name) {
            case "writer-gate" -> () -> new WriterAgainstGate(false, 1, 1, false);
            case "writer-gate-two" -> () -> new WriterAgainstGate(false, 2, 1, false);
            case "writer-gate-batch" -> () -> new WriterAgainstGate(false, 2, 2, false);
            case "writer-gate-batch-in-order" -> () -> new WriterAgainstGate(true, 2, 2, false);
            case "writer-gate-reader" -> () -> new WriterAgainstGate(false, 2, 1, true);
            case "takeover" -> () -> new Takeover(Takeover.Scope.SMALLEST);
            case "takeover-f" -> () -> new Takeover(new Takeover.Scope(false, 1, 1, 0, 1, 1, 1, false));
            case "takeover-2" -> () -> new Takeover(new Takeover.Scope(false, 1, 2, 0, 1, 1, 1, false));
            case "takeover-n" -> () -> new Takeover(new Takeover.Scope(false, 1, 1, 0, 0, 1, 1, false));
            default -> throw new IllegalArgumentException("no scene " + name);
        };
    }
}
