package io.muex.exchange.config.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * The file with the keys of sessions, read again when it is another one. If it cannot be read then, the former keys
 * stay: a mistake in it must not lock out those who have done nothing. One thread.
 */
public final class SessionKeyFile implements SessionKeySource {
    private final Path file;
    private final Consumer<String> onProblem;
    private SessionKeys keys;
    private Object seen;

    /**
     * Reads the file.
     *
     * @param onProblem told, once for each state of the file, that it cannot be read again
     * @throws SecretException if it is not as it must be
     */
    public SessionKeyFile(final Path file, final Consumer<String> onProblem) {
        this.file = file;
        this.onProblem = onProblem;
        seen = identity();
        keys = read(file);
    }

    /** What the file says now. */
    static SessionKeys read(final Path file) {
        try {
            return SessionKeys.ofText(SecretFile.read(file));
        } catch (final IllegalArgumentException wrong) {
            throw new SecretException(file + ": " + wrong.getMessage());
        }
    }

    @Override
    public SessionKeys keys() {
        return keys;
    }

    @Override
    public boolean refresh() {
        final Object present = identity();
        if (present.equals(seen)) {
            return false;
        }
        seen = present;
        try {
            keys = read(file);
            return true;
        } catch (final SecretException wrong) {
            onProblem.accept(wrong.getMessage());
            return false;
        }
    }

    /** What tells one state of the file from the next; writing replaces the file, so its key differs at the least. */
    private Object identity() {
        try {
            final BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size() + " "
                + Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        } catch (final IOException absent) {
            return "absent";
        }
    }
}
