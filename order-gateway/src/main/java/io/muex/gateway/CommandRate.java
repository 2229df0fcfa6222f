package io.muex.gateway;

/**
 * A token bucket without tokens: the time at which everything counted so far would have come, had it come at exactly
 * the rate. It may run ahead of the clock by a burst. Whole nanoseconds; time is handed in; one thread.
 */
final class CommandRate {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long shareNs;
    private final long aheadNs;
    private long dueNs;
    private boolean hasBegun;

    /**
     * Nothing counted yet.
     *
     * @param commandsPerSecond 0 = no limit
     * @param burst             1 or more
     */
    CommandRate(final int commandsPerSecond, final int burst) {
        shareNs = commandsPerSecond == 0 ? 0 : Math.max(1, SECOND_NS / commandsPerSecond);
        aheadNs = (burst - 1) * shareNs;
    }

    /** Whether one more may come now; changes nothing. */
    boolean allows(final long nowNs) {
        return !hasBegun || dueNs - nowNs <= aheadNs;
    }

    /** One more has come. */
    void count(final long nowNs) {
        dueNs = (hasBegun && dueNs - nowNs > 0 ? dueNs : nowNs) + shareNs;
        hasBegun = true;
    }
}
