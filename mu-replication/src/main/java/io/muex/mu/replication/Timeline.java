package io.muex.mu.replication;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;

/** Publishes when each phase of a take-over was reached, so that drills can print it. Monotonic nanoseconds. */
final class Timeline {
    private final Fabric fabric;
    private boolean firstCommandSeen = true;

    Timeline(final Fabric fabric) {
        this.fabric = fabric;
    }

    void switched(final long ballot, final long suspectedAtNs, final long nowNs) {
        fabric.publish(ControlLayout.TIMELINE_BALLOT, 0);
        fabric.publish(ControlLayout.TIMELINE_SUSPECTED, suspectedAtNs);
        fabric.publish(ControlLayout.TIMELINE_SWITCHED, nowNs);
        fabric.publish(ControlLayout.TIMELINE_CAUGHT_UP, 0);
        fabric.publish(ControlLayout.TIMELINE_LED, 0);
        fabric.publish(ControlLayout.TIMELINE_FIRST_COMMAND, 0);
        fabric.publish(ControlLayout.TIMELINE_HELD, 0);
        fabric.publish(ControlLayout.TIMELINE_BALLOT, ballot);
    }

    void caughtUp(final long nowNs) {
        fabric.publish(ControlLayout.TIMELINE_CAUGHT_UP, nowNs);
    }

    void led(final long nowNs) {
        fabric.publish(ControlLayout.TIMELINE_LED, nowNs);
        firstCommandSeen = false;
    }

    void held(final long nowNs) {
        fabric.publish(ControlLayout.TIMELINE_HELD, nowNs);
    }

    void commandCommitted(final long nowNs) {
        if (!firstCommandSeen) {
            firstCommandSeen = true;
            fabric.publish(ControlLayout.TIMELINE_FIRST_COMMAND, nowNs);
        }
    }
}
