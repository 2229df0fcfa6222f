package io.muex.exchange.config.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes as people write them: a whole number and a unit, nothing between. {@code 5ms}, {@code 64MiB}.
 * Only binary size units exist, since every size here is one of memory.
 */
public final class Units {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,18})([A-Za-z]+)");
    private static final Map<String, Long> DURATIONS = new LinkedHashMap<>();
    private static final Map<String, Long> SIZES = new LinkedHashMap<>();

    static {
        DURATIONS.put("h", 3_600_000_000_000L);
        DURATIONS.put("m", 60_000_000_000L);
        DURATIONS.put("s", 1_000_000_000L);
        DURATIONS.put("ms", 1_000_000L);
        DURATIONS.put("us", 1_000L);
        DURATIONS.put("ns", 1L);
        SIZES.put("GiB", 1L << 30);
        SIZES.put("MiB", 1L << 20);
        SIZES.put("KiB", 1L << 10);
        SIZES.put("B", 1L);
    }

    private Units() {
    }

    /** Nanoseconds of a duration; empty if it is none, or too long for a long. */
    public static OptionalLong durationNs(final String text) {
        return parse(text, DURATIONS);
    }

    /** Bytes of a size; empty if it is none, or too large for a long. */
    public static OptionalLong sizeBytes(final String text) {
        return parse(text, SIZES);
    }

    /** A duration of 0 or more nanoseconds in the largest unit that divides it. */
    public static String formatDurationNs(final long durationNs) {
        return format(durationNs, DURATIONS, "ns");
    }

    /** A size of 0 or more bytes in the largest unit that divides it. */
    public static String formatSizeBytes(final long sizeBytes) {
        return format(sizeBytes, SIZES, "B");
    }

    private static OptionalLong parse(final String text, final Map<String, Long> units) {
        final Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            return OptionalLong.empty();
        }
        final long amount = Long.parseLong(matcher.group(1));
        final long unit = units.get(matcher.group(2));
        return amount > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(amount * unit);
    }

    private static String format(final long value, final Map<String, Long> units, final String smallest) {
        for (final Map.Entry<String, Long> unit : units.entrySet()) {
            if (value != 0 && value % unit.getValue() == 0) {
                return value / unit.getValue() + unit.getKey();
            }
        }
        return value + smallest;
    }
}
