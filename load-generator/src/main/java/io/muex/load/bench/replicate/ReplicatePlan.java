package io.muex.load.bench.replicate;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to measure.
 *
 * @param parts     at least one
 * @param mode      who makes the commands of one-by-one measurements
 * @param followers how followers read: one of {@code parked}, {@code near}, {@code far}, {@code none-reading}; null for
 *                  each of them in the part about latency and {@code parked} elsewhere
 * @param seconds   per row, without warming up
 */
public record ReplicatePlan(Set<Part> parts, Mode mode, String followers, double seconds) {
    private static final String NONE = "-";

    /** Names that {@code followers} may have. */
    public static List<String> followerWords() {
        return Arrays.stream(Reading.values()).map(Reading::word).toList();
    }

    /** As arguments of {@link ReplicateBench}. */
    public String[] arguments() {
        return new String[] {parts.stream().map(Part::name).collect(Collectors.joining(",")), mode.name(),
            followers == null ? NONE : followers, Double.toString(seconds)};
    }

    /** The same for other parts. */
    ReplicatePlan of(final Set<Part> others) {
        return new ReplicatePlan(others, mode, followers, seconds);
    }

    static ReplicatePlan of(final String... arguments) {
        final Set<Part> parts = EnumSet.noneOf(Part.class);
        for (final String part : arguments[0].split(",")) {
            parts.add(Part.valueOf(part));
        }
        return new ReplicatePlan(parts, Mode.valueOf(arguments[1]), NONE.equals(arguments[2]) ? null : arguments[2],
            Double.parseDouble(arguments[3]));
    }

    /** How followers read where only one way is measured. */
    Reading reading() {
        return followers == null ? Reading.PARKED : Reading.of(followers);
    }

    /** The ways to measure in turn. */
    Reading[] readings() {
        return followers == null ? Reading.values() : new Reading[] {reading()};
    }
}
