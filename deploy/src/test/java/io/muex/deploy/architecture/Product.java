package io.muex.deploy.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** What the rules look at: the classes of all modules, read once, and the files of the repository. */
final class Product {
    /** All classes of all modules but those of tests. */
    static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.muex");

    /**
     * Packages that must behave the same on every replica and in every simulated run: nothing in them may look at
     * anything but its arguments.
     */
    static final String[] DETERMINISTIC = {
        "io.muex.exchange.book..", "io.muex.exchange.matching..", "io.muex.exchange.replica..", "io.muex.mu.log..",
        "io.muex.mu.replication..", "io.muex.mu.background..", "io.muex.mu.recovery..", "io.muex.mu.session.."};

    /** Root of the repository; tests run in their module's directory. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");

    private Product() {
    }

    /** Every file that belongs to the repository, by its path below the root, in order. */
    static List<Path> files() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                .map(ROOT::relativize)
                .filter(Product::isOurs)
                .sorted()
                .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of a file, byte for byte, so that no file is unreadable. */
    static String text(final Path file) {
        try {
            return Files.readString(ROOT.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(final Path file) {
        for (final Path part : file) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
