package io.muex.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that are read where they are present and are not part of the project. */
public final class SharedFiles {
    private SharedFiles() {
    }

    /** A file of real order flow. */
    public static Optional<Path> realFlow(final String name) {
        return find(Path.of("book", "real", name));
    }

    /** Looks in the directory of system property muex.shared, or in one called shared here or above. */
    public static Optional<Path> find(final Path inside) {
        final String given = System.getProperty("muex.shared");
        if (given != null) {
            return present(Path.of(given).resolve(inside));
        }
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null) {
            final Optional<Path> file = present(directory.resolve("shared").resolve(inside));
            if (file.isPresent()) {
                return file;
            }
            directory = directory.getParent();
        }
        return Optional.empty();
    }

    private static Optional<Path> present(final Path file) {
        return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
    }
}
