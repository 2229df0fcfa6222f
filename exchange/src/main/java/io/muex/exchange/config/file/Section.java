package io.muex.exchange.config.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * A mapping of the file, asked key by key. A value that cannot be read is noted as a problem and answered with the
 * default, so that the questions after it are still asked. One thread.
 */
public final class Section {
    private final Configuration configuration;
    private final String path;
    private final ConfigNode.Mapping mapping;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(final Configuration configuration, final String path, final ConfigNode.Mapping mapping) {
        this.configuration = configuration;
        this.path = path;
        this.mapping = mapping;
    }

    /** Path of this section in the file, for example {@code replica.detector}. */
    public String path() {
        return path;
    }

    /** A text. */
    public String text(final String key, final String defaultValue) {
        final String value = value(key);
        return settle(key, value == null ? defaultValue : value, defaultValue);
    }

    /** A whole number. */
    public int integer(final String key, final int defaultValue) {
        return (int) number(key, defaultValue, text -> {
            final OptionalLong parsed = wholeNumber(text);
            return parsed.isPresent() && parsed.getAsLong() == (int) parsed.getAsLong() ? parsed
                : OptionalLong.empty();
        }, Long::toString, "must be a whole number");
    }

    /** A whole number that may be large. */
    public long wholeNumber(final String key, final long defaultValue) {
        return number(key, defaultValue, Section::wholeNumber, Long::toString, "must be a whole number");
    }

    /** A duration with a unit; in nanoseconds. */
    public long durationNs(final String key, final long defaultValueNs) {
        return number(key, defaultValueNs, Units::durationNs, Units::formatDurationNs,
            "must be a duration with a unit, such as 5ms (ns, us, ms, s, m, h)");
    }

    /** A size with a unit; in bytes. */
    public long sizeBytes(final String key, final long defaultValueBytes) {
        return number(key, defaultValueBytes, Units::sizeBytes, Units::formatSizeBytes,
            "must be a size with a unit, such as 64MiB (B, KiB, MiB, GiB)");
    }

    /** One of the constants of an enumeration, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(final String key, final E defaultValue) {
        final String value = value(key);
        E result = defaultValue;
        if (value != null) {
            final E[] all = defaultValue.getDeclaringClass().getEnumConstants();
            final E chosen = Arrays.stream(all).filter(one -> word(one).equals(value)).findFirst().orElse(null);
            if (chosen == null) {
                problem(key, "must be one of " + Arrays.stream(all).map(Section::word)
                    .collect(Collectors.joining(", ")) + " (is " + value + ")");
            } else {
                result = chosen;
            }
        }
        settle(key, word(result), word(defaultValue));
        return result;
    }

    /** A path in the file system; {@code ~/} stands for the home directory of the user. */
    public Path file(final String key, final Path defaultValue) {
        final String value = text(key, defaultValue.toString());
        final String expanded = value.startsWith("~/") ? System.getProperty("user.home") + value.substring(1) : value;
        try {
            return Path.of(expanded).toAbsolutePath().normalize();
        } catch (final InvalidPathException e) {
            problem(key, "must be a path (" + e.getReason() + ")");
            return defaultValue;
        }
    }

    /** A section within this one. Null if something in it is wrong; the problems are kept. */
    public <T> T section(final String key, final Function<Section, T> reader) {
        asked.add(key);
        final String inner = path + "." + key;
        return configuration.build(
            new Section(configuration, inner, configuration.mapping(mapping.entries().get(key), inner)), reader);
    }

    /**
     * A list of sections. Items in which something is wrong are left out; the problems are kept.
     *
     * @param defaultItem keys and values of the only item if the file does not hold the list
     */
    public <T> List<T> list(
        final String key, final Map<String, String> defaultItem, final Function<Section, T> reader) {
        asked.add(key);
        final String inner = path + "." + key;
        final List<T> result = new ArrayList<>();
        final List<ConfigNode> items = items(inner, mapping.entries().get(key), defaultItem);
        for (int i = 0; i < items.size(); i++) {
            final String item = inner + "[" + i + "]";
            final T built = configuration.build(
                new Section(configuration, item, configuration.mapping(items.get(i), item)), reader);
            if (built != null) {
                result.add(built);
            }
        }
        return result;
    }

    /** The same where nothing stands for an absent list: it is empty then. */
    public <T> List<T> list(final String key, final Function<Section, T> reader) {
        asked.add(key);
        return mapping.entries().containsKey(key) ? list(key, Map.of(), reader) : List.of();
    }

    private List<ConfigNode> items(final String inner, final ConfigNode node, final Map<String, String> defaultItem) {
        return switch (node) {
            case null -> List.of(ConfigNode.Mapping.unwritten(defaultItem));
            case final ConfigNode.Sequence sequence -> {
                configuration.locate(inner, sequence);
                yield sequence.items();
            }
            default -> {
                configuration.problem(configuration.fileSource(node), inner, "must be a list");
                yield List.of();
            }
        };
    }

    void rejectUnknownKeys() {
        mapping.entries().forEach((key, node) -> {
            if (!asked.contains(key)) {
                configuration.problem(configuration.fileSource(node), path + "." + key,
                    Configuration.unknown("key", key, List.copyOf(asked)));
            }
        });
    }

    private String value(final String key) {
        asked.add(key);
        final String keyPath = path + "." + key;
        final ConfigNode node = mapping.entries().get(key);
        if (node != null && !(node instanceof ConfigNode.Scalar)) {
            configuration.problem(configuration.fileSource(node), keyPath, "must be a single value");
        }
        final String value = configuration.value(keyPath, node instanceof final ConfigNode.Scalar one ? one : null);
        if (value != null && value.isEmpty()) {
            problem(key, "has no value; leave the key out to get the default");
            return null;
        }
        return value;
    }

    private long number(
        final String key, final long defaultValue, final Function<String, OptionalLong> parser,
        final LongFunction<String> format, final String expectation) {
        final String value = value(key);
        final OptionalLong parsed = value == null ? OptionalLong.of(defaultValue) : parser.apply(value);
        if (parsed.isEmpty()) {
            problem(key, expectation + " (is " + value + ")");
        }
        final long result = parsed.orElse(defaultValue);
        settle(key, format.apply(result), format.apply(defaultValue));
        return result;
    }

    private String settle(final String key, final String value, final String defaultValue) {
        configuration.settle(path + "." + key, value, defaultValue);
        return value;
    }

    private void problem(final String key, final String message) {
        configuration.problem(path + "." + key, message);
    }

    private static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OptionalLong wholeNumber(final String text) {
        final String digits = text.replace("_", "");
        return digits.matches("-?[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
