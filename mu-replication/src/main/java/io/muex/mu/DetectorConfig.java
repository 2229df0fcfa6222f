package io.muex.mu;

/**
 * How fast and how quietly a replica suspects another. The pull-score rises by one when a pulled heartbeat moved and
 * falls by one when it did not; two thresholds keep it from flapping.
 *
 * @param readIntervalNs    between two reads of a peer's heartbeat; the time to suspect a stalled peer is about
 *                          {@code (scoreMax - failThreshold + 1)} times this
 * @param scoreMax          upper bound of the score, 15 by default
 * @param failThreshold     a peer whose score falls below this is suspected, 2 by default
 * @param recoverThreshold  a suspected peer whose score rises above this is trusted again, 6 by default
 * @param stallNs           a proposal that waits this long without any movement stops the heartbeat (fate sharing)
 * @param clockToleranceNs  a replica whose wall clock is further than this from those of a majority may not lead
 */
public record DetectorConfig(long readIntervalNs, int scoreMax, int failThreshold, int recoverThreshold, long stallNs,
                             long clockToleranceNs) {
    /** 5 ms between reads, so a stall is suspected after about 70 ms. */
    public static final DetectorConfig DEFAULT = ofReadInterval(5_000_000);

    /**
     * 50 us between reads, so a stall is suspected after about 0.7 ms. Only where the threads that beat, step and read
     * have processors of their own and never sleep for longer than {@link #longestRestNs}; elsewhere it suspects
     * whoever loses a time slice.
     */
    public static final DetectorConfig AGGRESSIVE = ofReadInterval(50_000);

    /** Checks all bounds and names every one that is broken. */
    public DetectorConfig {
        final StringBuilder problems = new StringBuilder();
        require(problems, readIntervalNs > 0, "read interval must be positive");
        require(problems, failThreshold < recoverThreshold, "fail threshold must be below recover threshold");
        require(problems, recoverThreshold < scoreMax, "recover threshold must be below the highest score");
        require(problems, stallNs > 0, "stall time must be positive");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("detector:" + problems);
        }
    }

    /** Default thresholds with another read interval. */
    public static DetectorConfig ofReadInterval(final long readIntervalNs) {
        return new DetectorConfig(readIntervalNs, 15, 2, 6, 14 * readIntervalNs, 1_000_000_000L);
    }

    /** How long a thread may rest between two signs of life, so that none of those who read them sees two alike. */
    public long longestRestNs() {
        return readIntervalNs / 2;
    }

    private static void require(final StringBuilder problems, final boolean holds, final String text) {
        if (!holds) {
            problems.append(' ').append(text).append(';');
        }
    }
}
