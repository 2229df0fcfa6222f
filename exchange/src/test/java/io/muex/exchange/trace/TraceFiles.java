package io.muex.exchange.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds trace files: the small set among the test resources, and, where it exists, a larger shared collection: the
 * directory named by the system property {@code muex.shared}, else a directory {@code shared/book} beside one of the
 * directories above the working directory.
 */
public final class TraceFiles {
    private static final Path OWN = Path.of("src", "test", "resources", "book-trace");

    private TraceFiles() {
    }

    /** The traces of this module. */
    public static List<Path> own() {
        return tracesBelow(OWN);
    }

    /** A directory of the shared collection, empty where there is none. */
    public static Optional<Path> shared(final String directory) {
        return sharedRoot().map(root -> root.resolve("book").resolve(directory)).filter(Files::isDirectory);
    }

    /** A file of the shared collection, empty where there is none. */
    public static Optional<Path> sharedFile(final String file) {
        return sharedRoot().map(root -> root.resolve("book").resolve(file)).filter(Files::isRegularFile);
    }

    private static Optional<Path> sharedRoot() {
        final String named = System.getProperty("muex.shared");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            final Path shared = at.resolve("shared");
            if (Files.isDirectory(shared.resolve("book"))) {
                return Optional.of(shared);
            }
        }
        return Optional.empty();
    }

    /** All {@code .trace} files below a directory, sorted. */
    public static List<Path> tracesBelow(final Path directory) {
        return filesBelow(directory, ".trace");
    }

    /** All files below a directory whose name ends so, sorted. */
    public static List<Path> filesBelow(final Path directory, final String suffix) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (final IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Opens a file. */
    public static InputStream open(final Path file) {
        try {
            return Files.newInputStream(file);
        } catch (final IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
