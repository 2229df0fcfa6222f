package io.muex.mu.sim;

import io.muex.mu.fabric.sim.SimMemory;

/** Nobody else runs. */
final class Alone implements SimMemory.Scheduling {
    @Override
    public void beforeOperation() {
        // Nothing happens in between.
    }

    @Override
    public int draw(final int bound) {
        return 0;
    }
}
