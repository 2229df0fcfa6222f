package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;
import io.muex.mu.session.SessionCommands;

/**
 * What every replica reserves when the exchange is created, and what a session may do unless it was told otherwise.
 *
 * @param maxOrders            live orders of all instruments together, 1 to 16,777,216
 * @param maxLevels            price levels of all instruments together, 1 to 16,777,216
 * @param maxInstruments       largest instrument id, 1 to 4,096
 * @param maxSessions          sessions, 1 to 65,536
 * @param maxOpenOrders        live orders of one session, 1 or more
 * @param maxCommandsPerSecond commands per second of one session; 0 means no limit
 * @param maxCommandBurst      commands that a session may send at once where there is a rate
 * @param maxEvents            events that are kept for readers that fall behind, a power of two
 * @param eventBytes           bytes of them, a power of two; they travel with every snapshot, so the snapshot capacity
 *                             of the cluster must be larger
 */
public record CapacityConfig(
    int maxOrders, int maxLevels, int maxInstruments, int maxSessions, int maxOpenOrders, int maxCommandsPerSecond,
    int maxCommandBurst, int maxEvents, int eventBytes) {
    private static final String PLACE = "genesis.capacity";
    private static final int MAX_CAPACITY = 1 << 24;

    /** Checks every value. */
    public CapacityConfig {
        new Problems(PLACE)
            .require(isIn(maxOrders, MAX_CAPACITY), "max-orders", range(maxOrders, MAX_CAPACITY))
            .require(isIn(maxLevels, MAX_CAPACITY), "max-levels", range(maxLevels, MAX_CAPACITY))
            .require(isIn(maxInstruments, 4_096), "max-instruments", range(maxInstruments, 4_096))
            .require(isIn(maxSessions, 65_536), "max-sessions", range(maxSessions, 65_536))
            .require(isIn(maxOpenOrders, MAX_CAPACITY), "max-open-orders", range(maxOpenOrders, MAX_CAPACITY))
            .require(maxCommandsPerSecond >= 0, "max-commands-per-second",
                "must be 0 for no limit, or more (is " + maxCommandsPerSecond + ")")
            .require(maxCommandBurst >= (maxCommandsPerSecond == 0 ? 0 : 1), "max-command-burst",
                "must be at least 1 where there is a rate (is " + maxCommandBurst + ")")
            .require(Integer.bitCount(maxEvents) == 1 && maxEvents >= SessionCommands.LEAST_EVENTS
                && maxEvents <= SessionCommands.LIMIT_EVENTS, "max-events",
                "must be a power of two from " + SessionCommands.LEAST_EVENTS + " to " + SessionCommands.LIMIT_EVENTS
                    + " (is " + maxEvents + ")")
            .require(Integer.bitCount(eventBytes) == 1 && eventBytes >= SessionCommands.LEAST_EVENT_BYTES
                && eventBytes <= SessionCommands.LIMIT_EVENT_BYTES, "event-bytes",
                "must be a power of two from " + SessionCommands.LEAST_EVENT_BYTES + "B to 1GiB (is "
                    + Units.formatSizeBytes(eventBytes) + ")")
            .throwIfAny();
    }

    /** Reads the section. */
    public static CapacityConfig from(final Section section) {
        return new CapacityConfig(
            section.integer("max-orders", 262_144),
            section.integer("max-levels", 65_536),
            section.integer("max-instruments", 64),
            section.integer("max-sessions", 1_024),
            section.integer("max-open-orders", 65_536),
            section.integer("max-commands-per-second", 0),
            section.integer("max-command-burst", 0),
            section.integer("max-events", 262_144),
            (int) Math.min(Integer.MAX_VALUE, section.sizeBytes("event-bytes", 32L << 20)));
    }

    private static boolean isIn(final int value, final int largest) {
        return value >= 1 && value <= largest;
    }

    private static String range(final int value, final int largest) {
        return "must be from 1 to " + largest + " (is " + value + ")";
    }
}
