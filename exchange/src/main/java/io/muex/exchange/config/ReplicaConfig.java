package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;
import io.muex.mu.DetectorConfig;

/**
 * What one replica decides for itself. Nothing here may change the result of a command: whatever does comes from the
 * log ({@link ExchangeGenesisConfig}).
 *
 * @param id       its id, 1 to the number of replicas
 * @param profile  how its threads idle
 * @param warmUpNs most time it spends making its code fast before it reports ready, 0 to 1 minute
 * @param detector how it judges others
 * @param disconnectGraceNs how long no gateway need hold a session's connection before, while this replica leads, the
 *                 orders of a session that wants that are cancelled; 0 to 10 minutes
 */
public record ReplicaConfig(
    int id, Profile profile, long warmUpNs, DetectorConfig detector, long disconnectGraceNs) {
    /** Name of the section in a file. */
    public static final String SECTION = "replica";

    private static final int MAX_ID = 9;
    /** Threads of the small profile sleep for a millisecond when there is nothing: they beat no faster. */
    private static final long LEAST_SMALL_INTERVAL_NS = 2_000_000;
    private static final long MAX_WARM_UP_NS = 60_000_000_000L;
    private static final long DEFAULT_GRACE_NS = 3_000_000_000L;
    private static final long MAX_GRACE_NS = 600_000_000_000L;

    /** Checks every value. */
    public ReplicaConfig {
        new Problems(SECTION)
            .require(id >= 1 && id <= MAX_ID, "id", "must be from 1 to the number of replicas (is " + id + ")")
            .require(warmUpNs <= MAX_WARM_UP_NS, "warm-up",
                "must be at most 1m (is " + Units.formatDurationNs(warmUpNs) + ")")
            .require(disconnectGraceNs <= MAX_GRACE_NS, "disconnect-grace",
                "must be at most 10m (is " + Units.formatDurationNs(disconnectGraceNs) + ")")
            .require(profile == Profile.DEDICATED || detector == null
                || detector.readIntervalNs() >= LEAST_SMALL_INTERVAL_NS, "detector",
                "with a read-interval below 2ms, as profile: aggressive has, needs profile: dedicated and as many"
                    + " cores to spare: threads of profile: small sleep for up to 1ms and would be suspected for it")
            .throwIfAny();
    }

    /** Reads the section. The id usually comes from the command line. */
    public static ReplicaConfig from(final Section section) {
        return new ReplicaConfig(
            section.integer("id", 1),
            section.choice("profile", Profile.SMALL),
            section.durationNs("warm-up", 2_000_000_000),
            section.section("detector", DetectorSection::from),
            section.durationNs("disconnect-grace", DEFAULT_GRACE_NS));
    }
}
