package io.muex.load.report;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where figures come from; they mean nothing without it.
 *
 * @param cpu    model of the processor
 * @param cores  that this process may use
 * @param jdk    version and vendor
 * @param gc     collectors of this process; all processes of a cluster have the same
 * @param flags  options of this JVM
 * @param commit of the sources that this was built in; {@code unknown} outside a checkout
 */
public record Environment(String cpu, int cores, String jdk, String gc, String flags, String commit) {
    private static final String UNKNOWN = "unknown";

    /** This process on this host. */
    public static Environment here() {
        return new Environment(
            cpu(Path.of("/proc/cpuinfo")),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version() + " " + System.getProperty("java.vendor"),
            ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", ")),
            String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
            place().flatMap(Environment::checkout).flatMap(Environment::head).orElse(UNKNOWN));
    }

    static String cpu(final Path file) {
        return lines(file).stream().filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
            .orElse(System.getProperty("os.arch", UNKNOWN));
    }

    /** Where this class was loaded from: a jar or a directory of classes below the checkout it was built in. */
    private static Optional<Path> place() {
        try {
            return Optional.of(
                Path.of(Environment.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (final java.net.URISyntaxException | RuntimeException elsewhere) {
            return Optional.empty();
        }
    }

    private static Optional<Path> checkout(final Path below) {
        Path directory = below;
        while (directory != null && !Files.isDirectory(directory.resolve(".git"))) {
            directory = directory.getParent();
        }
        return Optional.ofNullable(directory).map(found -> found.resolve(".git"));
    }

    /** Reads what git would say, since there may be no git. */
    static Optional<String> head(final Path git) {
        final String head = first(git.resolve("HEAD"));
        if (!head.startsWith("ref: ")) {
            return commit(head);
        }
        final String reference = head.substring("ref: ".length()).strip();
        final Optional<String> loose = commit(first(git.resolve(reference)));
        return loose.isPresent() ? loose : lines(git.resolve("packed-refs")).stream()
            .filter(line -> line.endsWith(" " + reference)).map(line -> line.split(" ")[0])
            .findFirst().flatMap(Environment::commit);
    }

    private static Optional<String> commit(final String text) {
        return text.matches("[0-9a-f]{40,64}") ? Optional.of(text.substring(0, 12)) : Optional.empty();
    }

    private static String first(final Path file) {
        final List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException absent) {
            return List.of();
        }
    }
}
