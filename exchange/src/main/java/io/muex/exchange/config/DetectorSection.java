package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;
import io.muex.mu.DetectorConfig;

/** Reads how a replica judges others, and checks it key by key so that a problem can name its line. */
final class DetectorSection {
    private static final long MIN_INTERVAL_NS = 20_000;
    private static final long MAX_INTERVAL_NS = 1_000_000_000;
    private static final long MAX_TIME_NS = 60_000_000_000L;

    private DetectorSection() {
    }

    static DetectorConfig from(final Section section) {
        final DetectorConfig otherwise = section.choice("profile", DetectorProfile.SMALL).config();
        final long readIntervalNs = section.durationNs("read-interval", otherwise.readIntervalNs());
        final int scoreMax = section.integer("score-max", otherwise.scoreMax());
        final int failThreshold = section.integer("fail-threshold", otherwise.failThreshold());
        final int recoverThreshold = section.integer("recover-threshold", otherwise.recoverThreshold());
        // Unless told otherwise a leader that is stuck falls silent as fast as a silent one is suspected.
        final long stallNs = section.durationNs("stall-time",
            Math.max(1, scoreMax - failThreshold + 1L) * Math.min(readIntervalNs, MAX_INTERVAL_NS));
        final long clockToleranceNs = section.durationNs("clock-tolerance", otherwise.clockToleranceNs());
        new Problems(section.path())
            .require(readIntervalNs >= MIN_INTERVAL_NS && readIntervalNs <= MAX_INTERVAL_NS, "read-interval",
                "must be from 20us to 1s (is " + Units.formatDurationNs(readIntervalNs) + ")")
            .require(scoreMax <= 1_000, "score-max", "must be at most 1000 (is " + scoreMax + ")")
            .require(failThreshold >= 1, "fail-threshold", "must be 1 or more (is " + failThreshold + ")")
            .require(failThreshold < recoverThreshold, "fail-threshold",
                "must be below recover-threshold (is " + failThreshold + ", and that is " + recoverThreshold + ")")
            .require(recoverThreshold < scoreMax, "recover-threshold",
                "must be below score-max (is " + recoverThreshold + ", and that is " + scoreMax + ")")
            .require(stallNs >= 100_000 && stallNs <= MAX_TIME_NS, "stall-time",
                "must be from 100us to 1m (is " + Units.formatDurationNs(stallNs) + ")")
            .require(clockToleranceNs >= 1_000_000 && clockToleranceNs <= MAX_TIME_NS, "clock-tolerance",
                "must be from 1ms to 1m (is " + Units.formatDurationNs(clockToleranceNs) + ")")
            .throwIfAny();
        return new DetectorConfig(
            readIntervalNs, scoreMax, failThreshold, recoverThreshold, stallNs, clockToleranceNs);
    }
}
