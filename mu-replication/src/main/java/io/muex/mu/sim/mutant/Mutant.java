package io.muex.mu.sim.mutant;

import java.util.List;

/**
 * A known-bad variant of the shipped code.
 *
 * @param name     as on the command line
 * @param sentence what is wrong with it
 * @param profile  of faults under which it is run; empty to let each seed have its own
 * @param patches  that make it
 */
public record Mutant(String name, String sentence, String profile, List<Patch> patches) {
    /**
     * Name of the one that changes nothing of meaning and must survive: it shows that patching itself does not kill.
     */
    public static final String CONTROL = "control";

    /** Copies the list. */
    public Mutant {
        patches = List.copyOf(patches);
    }

    /** Whether this is the negative control. */
    public boolean isControl() {
        return CONTROL.equals(name);
    }
}
