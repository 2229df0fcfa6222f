package io.muex.exchange.config.secret;

import io.muex.exchange.protocol.proof.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of which nobody but its owner may know what is in it. Reading refuses one that others can read or write, that
 * belongs to somebody else, or that is no plain file; writing replaces it as a whole. Any thread.
 */
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final long MAX_BYTES = 16L << 20;

    private SecretFile() {
    }

    /**
     * Reads a file.
     *
     * @throws SecretException if it is not there, or not kept as it must be
     */
    public static String read(final Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SecretException(file + " is missing; it is made with the cluster (muex up), or by muex session "
                + "add, and whoever needs it on another host or as another user gets a copy with mode 0600");
        }
        try {
            check(file);
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (final IOException e) {
            throw new SecretException(file + " cannot be read: " + e);
        }
    }

    /**
     * Reads the one secret that a file holds.
     *
     * @throws SecretException if there is none, or it is not kept as it must be
     */
    public static Secret readSecret(final Path file) {
        final Secret secret = Secret.ofHex(read(file).strip());
        if (secret == null) {
            throw new SecretException(file + " does not hold 64 hexadecimal digits and nothing else");
        }
        return secret;
    }

    private static void check(final Path file) throws IOException {
        final PosixFileAttributes attributes =
            Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new SecretException(file + " is no plain file");
        }
        final String me = Files.getOwner(Path.of("/proc/self")).getName();
        if (!attributes.owner().getName().equals(me)) {
            throw new SecretException(file + " belongs to " + attributes.owner().getName() + " and not to " + me);
        }
        if (!OWNER_ONLY.containsAll(attributes.permissions())) {
            throw new SecretException(file + " can be used by others ("
                + PosixFilePermissions.toString(attributes.permissions()) + "); do: chmod 600 " + file);
        }
        if (attributes.size() > MAX_BYTES) {
            throw new SecretException(file + " is longer than 16 MiB");
        }
    }

    /** Writes a file, at once and as a whole: whoever reads sees the former or the new one. */
    public static void write(final Path file, final String text) {
        final Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE);
                 OutputStream out = Channels.newOutputStream(channel)) {
                out.write(text.getBytes(StandardCharsets.US_ASCII));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
