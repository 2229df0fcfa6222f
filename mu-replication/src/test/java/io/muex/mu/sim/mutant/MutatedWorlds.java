package io.muex.mu.sim.mutant;

import java.util.HashMap;
import java.util.Map;

/** Lets tests of other packages run code of their own in the world of a mutant. */
public final class MutatedWorlds {
    private MutatedWorlds() {
    }

    /**
     * An instance of {@code door}, loaded anew with all of {@code mu}, the classes of the mutant in place of their
     * originals. Only types of the JDK are the same inside and outside.
     */
    public static Object open(final String mutant, final Class<?> door) {
        return MutantWorld.open(all().get(mutant), door);
    }

    /** All mutants, those that the simulator does not find reliably among them. */
    public static Map<String, Mutant> all() {
        final Map<String, Mutant> all = new HashMap<>(MutantCatalog.all());
        all.putAll(MutantCatalog.open());
        return all;
    }
}
