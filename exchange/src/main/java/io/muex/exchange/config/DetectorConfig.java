package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;

/**
 * How a replica judges whether another one lives. It reads the other's heartbeat counter at fixed intervals; a counter
 * that moved raises the score, one that did not lowers it. Two thresholds keep a verdict from flapping, so no time-out
 * has to be tuned. From full score, {@code scoreMax - failThreshold + 1} reads without movement mean failed.
 *
 * @param readIntervalNs   time between two reads, 20 us to 1 s
 * @param scoreMax         highest score, at most 1,000
 * @param failThreshold    a live replica whose score is below this one is taken for failed, 1 or more
 * @param recoverThreshold a failed replica whose score is above this one is taken for live again
 */
public record DetectorConfig(long readIntervalNs, int scoreMax, int failThreshold, int recoverThreshold) {
    private static final String PLACE = "replica.detector";
    private static final long MIN_INTERVAL_NS = 20_000;
    private static final long MAX_INTERVAL_NS = 1_000_000_000;

    /** Checks every value. */
    public DetectorConfig {
        new Problems(PLACE)
            .require(readIntervalNs >= MIN_INTERVAL_NS && readIntervalNs <= MAX_INTERVAL_NS, "read-interval",
                "must be from 20us to 1s (is " + Units.formatDurationNs(readIntervalNs) + ")")
            .require(scoreMax <= 1_000, "score-max", "must be at most 1000 (is " + scoreMax + ")")
            .require(failThreshold >= 1, "fail-threshold", "must be 1 or more (is " + failThreshold + ")")
            .require(failThreshold < recoverThreshold, "fail-threshold",
                "must be below recover-threshold (is " + failThreshold + ", and that is " + recoverThreshold + ")")
            .require(recoverThreshold < scoreMax, "recover-threshold",
                "must be below score-max (is " + recoverThreshold + ", and that is " + scoreMax + ")")
            .throwIfAny();
    }

    /** Reads the section. */
    public static DetectorConfig from(final Section section) {
        return new DetectorConfig(
            section.durationNs("read-interval", 5_000_000),
            section.integer("score-max", 15),
            section.integer("fail-threshold", 2),
            section.integer("recover-threshold", 6));
    }

    /** Time without a heartbeat after which a replica of full score is taken for failed. */
    public long failureAfterNs() {
        return readIntervalNs * (scoreMax - failThreshold + 1);
    }
}
