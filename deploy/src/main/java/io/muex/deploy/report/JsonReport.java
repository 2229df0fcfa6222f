package io.muex.deploy.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one run as JSON, keys in the order in which they were put. Not thread-safe.
 */
public final class JsonReport {
    private final Map<String, Object> members = new LinkedHashMap<>();

    /** Adds a member: anything that {@link Json} can write. A key can be put once. */
    public JsonReport put(final String key, final Object value) {
        if (members.containsKey(key)) {
            throw new IllegalArgumentException("put twice: " + key);
        }
        members.put(key, value);
        return this;
    }

    Map<String, Object> members() {
        return members;
    }

    /** The report on one line. */
    public String compact() {
        return Json.compact(members);
    }

    /** The report on many lines. */
    public String pretty() {
        return Json.pretty(members);
    }

    /** Writes the report to a file, replacing one that is there; nothing is done if {@code file} is null. */
    public void writeTo(final Path file) {
        if (file == null) {
            return;
        }
        try {
            final Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, pretty());
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
