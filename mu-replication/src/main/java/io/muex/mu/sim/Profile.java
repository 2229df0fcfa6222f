package io.muex.mu.sim;

import java.util.Arrays;
import java.util.List;

/**
 * How rough a simulated run is.
 *
 * @param name           as on the command line
 * @param pauseEveryNs   mean time between pauses of a plane
 * @param longestPauseNs of a plane
 * @param breakEveryNs   mean time between faults of one-sided connections
 * @param crashEveryNs   mean time between crashes of a replica
 * @param clientEveryNs  mean time between faults of clients and their connections
 * @param otherEveryNs   mean time between faults of detectors, clocks and applications
 * @param sameVictim     whether one replica is hit most of the time
 * @param last           scenario that is played when all is well; null to draw one
 */
public record Profile(String name, long pauseEveryNs, long longestPauseNs, long breakEveryNs, long crashEveryNs,
                      long clientEveryNs, long otherEveryNs, boolean sameVictim,
                      FaultKind last) {
    private static final long MS = 1_000_000;
    private static final long SCENARIO_EVERY_NS = 200 * MS;
    /** A few faults. */
    public static final Profile MILD =
        new Profile("mild", 30 * MS, 20 * MS, 200 * MS, 120 * MS, 100 * MS, 100 * MS, false, null);
    /** Leaders change every few milliseconds. */
    public static final Profile HARSH =
        new Profile("harsh", 4 * MS, 60 * MS, 30 * MS, 60 * MS, 30 * MS, 25 * MS, false, null);
    /** One replica has all the bad luck, the others nearly none. */
    public static final Profile ASYMMETRIC =
        new Profile("asymmetric", 6 * MS, 100 * MS, 25 * MS, 70 * MS, 40 * MS, 30 * MS, true, null);

    /** Candidates take the log from each other all the time, and replicas grant late, slowly or not at all. */
    public static final Profile CONTENDED =
        new Profile("contended", 2 * MS, 30 * MS, 12 * MS, 40 * MS, 200 * MS, 8 * MS, false, null);

    /** The profile that a seed is run with when none is asked for. */
    public static Profile of(final long seed) {
        return switch (Math.floorMod(seed, 3)) {
            case 0 -> HARSH;
            case 1 -> MILD;
            default -> ASYMMETRIC;
        };
    }

    private static final List<Profile> ALL = List.of(MILD, HARSH, ASYMMETRIC, CONTENDED);

    /** The profile of that name, or null. A scenario may follow, as in {@code mild/WRITTEN_WHILE_COPIED}. */
    public static Profile named(final String name) {
        final int slash = name.indexOf('/');
        final String base = slash < 0 ? name : name.substring(0, slash);
        final Profile found = ALL.stream().filter(profile -> profile.name().equals(base)).findFirst().orElse(null);
        return slash < 0 || found == null ? found : found.endingWith(name);
    }

    private Profile endingWith(final String newName) {
        final String scenario = newName.substring(name.length() + 1);
        return Arrays.stream(FaultKind.values()).filter(kind -> kind.isScenario() && kind.name().equals(scenario))
            .findFirst().map(kind -> new Profile(newName, pauseEveryNs, longestPauseNs, breakEveryNs, crashEveryNs,
                clientEveryNs, otherEveryNs, sameVictim, kind)).orElse(null);
    }

    /** All names. */
    public static List<String> names() {
        return ALL.stream().map(Profile::name).toList();
    }

    long everyNs(final FaultKind.Group group) {
        return switch (group) {
            case PLANES -> pauseEveryNs;
            case CRASHES -> crashEveryNs;
            case LINKS -> breakEveryNs;
            case CLIENTS -> clientEveryNs;
            case DETECTORS, APPLICATIONS -> otherEveryNs;
            case SCENARIOS -> SCENARIO_EVERY_NS;
        };
    }
}
