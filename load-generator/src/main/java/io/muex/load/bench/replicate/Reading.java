package io.muex.load.bench.replicate;

import java.util.Locale;

/** How the followers of a measured leader replay. */
enum Reading {
    /** As shipped: a follower that finds nothing parks for a millisecond. */
    PARKED,
    /** Followers spin on the processor that is nearest to the leader's. */
    NEAR,
    /** Followers spin on the processor that is furthest from the leader's. */
    FAR,
    /** Followers do not read while the leader is measured, and catch up between two measurements. */
    NONE_READING;

    /** As it is written on the command line and in row names. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name, or null. */
    static Reading of(final String word) {
        for (final Reading reading : values()) {
            if (reading.word().equals(word)) {
                return reading;
            }
        }
        return null;
    }
}
