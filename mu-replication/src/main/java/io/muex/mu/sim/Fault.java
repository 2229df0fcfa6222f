package io.muex.mu.sim;

import java.util.Locale;

/**
 * One thing that goes wrong, drawn before the run. Everything about it is here, so that leaving one out changes no
 * other one.
 *
 * @param number     within its plan, from 0
 * @param kind       what
 * @param atNs       from when on; a fault that waits for a moment happens at the first one after it
 * @param target     id of the replica, 0 for the one that leads then; number of the client for faults of clients
 * @param other      the other replica where there are two
 * @param moment     what the target must be doing
 * @param plane      which plane is hit: 0 replication, 1 background
 * @param operations memory operations of the target to let pass before it happens
 * @param durationNs how long it lasts, or until the restart
 * @param detail     whatever else the kind needs, drawn
 */
public record Fault(int number, FaultKind kind, long atNs, int target, int other, Moment moment, int plane,
                    int operations, long durationNs, long detail) {
    /** What a replica must be doing for a fault to hit it. */
    public enum Moment {
        /** Anything. */
        ANY,
        /** Its log is revoked and not yet granted anew. */
        GRANTING,
        /** It holds a majority of grants and does not lead yet. */
        PREPARING,
        /** It gives or waits for a snapshot. */
        SNAPSHOT,
        /** A request for its permission is waiting. */
        REQUESTED,
        /** It has written an admission that is not decided yet. */
        ADMITTING,
        /** It leads. */
        LEADING,
        /** It reads an inheritance and has not seen since that the grant still stands. */
        READING,
        /** It has written entries and not yet looked whether they have arrived. */
        WRITING,
        /** It copies a snapshot out of its donor's memory. */
        LOADING,
        /** It has replaced its state and not yet said how far it has applied. */
        RESTORING,
        /** Nothing is wrong any more anywhere. For scenarios only. */
        HEALED
    }

    /** Readable, for a plan that is printed. */
    @Override
    public String toString() {
        final String who = kind == FaultKind.PLANNED_MOVE ? "the successor" : kind.hitsClient() ? "client " + target
            : target == 0 ? "whoever leads" : "replica " + target;
        final String whom = !kind.hitsTwo() && kind != FaultKind.PLANNED_MOVE && kind != FaultKind.REQUESTS_LOST ? ""
            : ", the other is replica " + other;
        return String.format(Locale.ROOT, "#%d %.3f ms: %s: %s %s%s%s, %d operations later, for %.3f ms", number,
            atNs / 1e6, kind, who, kind.text(), moment == Moment.ANY ? "" : " while " + moment, whom, operations,
            durationNs / 1e6);
    }
}
