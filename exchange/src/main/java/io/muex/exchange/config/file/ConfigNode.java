package io.muex.exchange.config.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of a YAML document that remembers its line. Keys keep the order of the file.
 */
sealed interface ConfigNode {
    /** Line in the file, counted from 1; 0 if it stands in no file. */
    int line();

    /** A single value as it is written, quotes removed; empty if there is none. */
    record Scalar(int line, String text) implements ConfigNode {
    }

    /** Keys with their values. */
    record Mapping(int line, Map<String, ConfigNode> entries) implements ConfigNode {
        /** A mapping that stands in no file, for a default. */
        static Mapping unwritten(final Map<String, String> values) {
            final Map<String, ConfigNode> entries = new LinkedHashMap<>();
            values.forEach((key, value) -> entries.put(key, new Scalar(0, value)));
            return new Mapping(0, entries);
        }
    }

    /** A list. */
    record Sequence(int line, List<ConfigNode> items) implements ConfigNode {
    }
}
