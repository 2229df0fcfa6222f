package io.muex.deploy.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel tells about itself in files, below a root so that tests can put other files there. Any thread.
 */
final class Host {
    private static final int MAX_BYTES = 1 << 16;

    private final Path root;

    Host(final Path root) {
        this.root = root;
    }

    /** Content of a file without blanks around it; empty if there is none or it may not be read. */
    Optional<String> text(final String file) {
        final byte[] buffer = new byte[MAX_BYTES];
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            // One large read: files below /proc/sys give nothing to a second one.
            final int length = in.read(buffer);
            return Optional.of(new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8).strip());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    /** A file that holds one number. */
    OptionalLong number(final String file) {
        return text(file).filter(text -> text.matches("[0-9]{1,18}"))
            .map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
    }

    /** The chosen word of a file such as {@code always [madvise] never}. */
    Optional<String> chosen(final String file) {
        return text(file).filter(text -> text.contains("[") && text.contains("]"))
            .map(text -> text.substring(text.indexOf('[') + 1, text.indexOf(']')));
    }

    /** Bytes of a line of {@code /proc/meminfo}. */
    OptionalLong memoryBytes(final String line) {
        return text("proc/meminfo").stream().flatMap(String::lines)
            .filter(one -> one.startsWith(line + ":"))
            .mapToLong(one -> Long.parseLong(one.replaceAll("[^0-9]", "")) << 10)
            .findFirst();
    }

    /** Soft limit of this process by its name in {@code /proc/self/limits}; unlimited is the largest long. */
    OptionalLong limit(final String name) {
        return text("proc/self/limits").stream().flatMap(String::lines)
            .filter(one -> one.startsWith(name + " "))
            .map(one -> one.substring(name.length()).strip().split("\\s+")[0])
            .mapToLong(one -> one.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(one))
            .findFirst();
    }
}
