package io.muex.load.play;

/**
 * How a flow is played.
 *
 * @param ratePerSecond     operations due per second
 * @param maxUnanswered     commands of one session that may be unanswered; what is due beyond that is sent late
 * @param firstInstrumentId where a BOOK begins to look for a free instrument id
 * @param lastInstrumentId  where it ends
 * @param maxOrders         live orders of an instrument that a BOOK opens
 * @param maxLevels         price levels of it
 * @param patienceNs        how long the player waits for any answer before it gives up
 */
public record PlayPlan(int ratePerSecond, int maxUnanswered, int firstInstrumentId, int lastInstrumentId, int maxOrders,
    int maxLevels, long patienceNs) {
    /** Commands of a session that may be unanswered, unless said otherwise. */
    public static final int DEFAULT_MAX_UNANSWERED = 4_096;
    /** Patience unless said otherwise. */
    public static final long DEFAULT_PATIENCE_NS = 30_000_000_000L;
    /** Highest rate; beyond it the pacing itself would be what is measured. */
    public static final int MAX_RATE = 10_000_000;

    /** Says everything that is wrong, in one exception. */
    public PlayPlan {
        final StringBuilder problems = new StringBuilder();
        require(problems, ratePerSecond >= 1 && ratePerSecond <= MAX_RATE,
            "rate must be 1 to " + MAX_RATE + " a second, is " + ratePerSecond);
        require(problems, maxUnanswered >= 1 && maxUnanswered <= 1 << 24,
            "unanswered commands must be 1 to 2^24, are " + maxUnanswered);
        require(problems, firstInstrumentId >= 1 && lastInstrumentId >= firstInstrumentId,
            "instrument ids must be 1 or more, are " + firstInstrumentId + " to " + lastInstrumentId);
        require(problems, maxOrders >= 1 && maxLevels >= 1, "a book needs room for orders and levels");
        require(problems, patienceNs > 0, "patience must be more than nothing");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
    }

    /** This rate, and books of the usual size. */
    public static PlayPlan ofRate(final int ratePerSecond) {
        return new PlayPlan(
            ratePerSecond, DEFAULT_MAX_UNANSWERED, 1, 4_096, 65_536, 16_384, DEFAULT_PATIENCE_NS);
    }

    /** The same with books of this size. */
    public PlayPlan withRoom(final int orders, final int levels) {
        return new PlayPlan(
            ratePerSecond, maxUnanswered, firstInstrumentId, lastInstrumentId, orders, levels, patienceNs);
    }

    /** The same with another limit of unanswered commands. */
    public PlayPlan withMaxUnanswered(final int commands) {
        return new PlayPlan(
            ratePerSecond, commands, firstInstrumentId, lastInstrumentId, maxOrders, maxLevels, patienceNs);
    }

    /** The same with another patience. */
    public PlayPlan withPatienceNs(final long patience) {
        return new PlayPlan(
            ratePerSecond, maxUnanswered, firstInstrumentId, lastInstrumentId, maxOrders, maxLevels, patience);
    }

    private static void require(final StringBuilder problems, final boolean holds, final String problem) {
        if (!holds) {
            problems.append(problems.isEmpty() ? "" : "; ").append(problem);
        }
    }
}
