package io.muex.load.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars of what this project is measured against. The build lays them out beside the program, in a directory of
 * their own, and only child JVMs of benchmarks get them: no process of a cluster can come to depend on them. In a test
 * they are on the class path already.
 */
public final class BenchLibrary {
    private static final String DIRECTORY = "bench-lib";

    private BenchLibrary() {
    }

    /** The jars, sorted by name; none where the program does not run from its jar. */
    public static List<Path> jars() {
        return beside(System.getProperty("java.class.path").split(":")[0]);
    }

    static List<Path> beside(final String program) {
        final Path directory = Path.of(program).toAbsolutePath().resolveSibling(DIRECTORY);
        if (!program.endsWith(".jar") || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
