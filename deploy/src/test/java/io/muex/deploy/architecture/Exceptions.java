package io.muex.deploy.architecture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How far some files may still break a rule. */
final class Exceptions {
    private final Map<Path, Integer> allowed;

    Exceptions(final Map<Path, Integer> allowed) {
        this.allowed = allowed;
    }

    /** The exceptions from one rule: lines of {@code RULE COUNT FILE}. */
    static Exceptions read(final String rule) {
        final Map<Path, Integer> allowed = new HashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            Exceptions.class.getResourceAsStream("tidy-exceptions.txt"), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> line.startsWith(rule + " ")).forEach(line -> {
                final String[] words = line.split(" ", 3);
                allowed.put(Path.of(words[2]), Integer.parseInt(words[1]));
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Exceptions(allowed);
    }

    /** What goes beyond the exceptions, in order. */
    List<String> beyond(final Map<Path, Integer> found) {
        final List<String> beyond = new ArrayList<>();
        for (final Path file : new TreeSet<>(found.keySet())) {
            final int count = found.get(file);
            final int limit = allowed.getOrDefault(file, 0);
            if (count > limit) {
                beyond.add(file + ": " + count + ", and " + (limit == 0 ? "none is" : "only " + limit + " are")
                    + " excepted");
            }
        }
        return beyond;
    }
}
