package io.muex.mu.interleaving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The scenes by name, those that the build explores first. */
final class Scenes {
    private static final Map<String, Supplier<Scene>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("writer-gate", () -> new WriterAgainstGate(false, 1, 1, false));
        ALL.put("writer-gate-in-order", () -> new WriterAgainstGate(true, 1, 1, false));
        ALL.put("writer-gate-two", () -> new WriterAgainstGate(false, 2, 1, false));
        ALL.put("writer-gate-batch", () -> new WriterAgainstGate(false, 2, 2, false));
        ALL.put("writer-gate-batch-in-order", () -> new WriterAgainstGate(true, 2, 2, false));
        ALL.put("writer-gate-reader", () -> new WriterAgainstGate(false, 3, 2, true));
        ALL.put("granted-anew", () -> new GrantedAnew(false, false));
        ALL.put("granted-anew-free", () -> new GrantedAnew(false, true));
        ALL.put("by-view", () -> new TakeoverByView(false));
        ALL.put("by-view-whole", () -> new TakeoverByView(true));
        takeover("takeover", Takeover.Scope.SMALLEST);
        takeover("takeover-follower", Takeover.Scope.SMALLEST.withFollower(1));
        takeover("takeover-told", Takeover.Scope.SMALLEST.withOldCycles(2).withFollower(1));
        takeover("takeover-told-without-history",
            Takeover.Scope.SMALLEST.withOldCycles(2).withFollower(1).withRetained(0));
        takeover("takeover-ahead", Takeover.Scope.SMALLEST.withFollower(1).withAhead(1));
        takeover("takeover-own-grants", Takeover.Scope.SMALLEST.withOwnGrants());
        takeover("takeover-two-commands", Takeover.Scope.SMALLEST.withCommands(2));
        takeover("takeover-in-order", Takeover.Scope.SMALLEST.withOldCycles(2).withFollower(1).stepwise());
    }

    private Scenes() {
    }

    private static void takeover(final String name, final Takeover.Scope scope) {
        ALL.put(name, () -> new Takeover(scope));
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** A scene by name, or a takeover by the numbers of its scope, for larger ones by hand. */
    static Supplier<Scene> named(final String name) {
        if (name.indexOf(',') > 0) {
            final Takeover.Scope scope = Takeover.Scope.parse(name);
            return () -> new Takeover(scope);
        }
        final Supplier<Scene> scene = ALL.get(name);
        if (scene == null) {
            throw new IllegalArgumentException("no scene " + name);
        }
        return scene;
    }
}
