package io.muex.mu.sim;

import io.muex.mu.fabric.Grant;

/** A checker tells it who grants what, and it does nothing with that. */
final class IgnoredGrants implements MemoryChecker.Listener {
    @Override
    public void onGranting(final int id, final int incarnation, final boolean begun) {
        // Not of interest here.
    }

    @Override
    public void onGranted(final Grant grant, final boolean wrapped) {
        // Not of interest here.
    }
}
