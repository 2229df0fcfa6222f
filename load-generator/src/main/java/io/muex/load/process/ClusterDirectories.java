package io.muex.load.process;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes and removes the directories of a cluster. They belong to one user and nobody else can enter them: whoever can
 * open a log could write orders. Any thread.
 */
public final class ClusterDirectories {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private ClusterDirectories() {
    }

    /**
     * Makes a directory that only this user can enter, with the directories above it, or finds that it is one.
     *
     * @throws IOException if there is something else of that name: the default names are predictable, so a directory
     *                     that somebody else has put there must not be trusted
     */
    public static void makePrivate(final Path directory) throws IOException {
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        try {
            Files.createDirectory(directory, PRIVATE);
        } catch (final FileAlreadyExistsException e) {
            checkPrivate(directory);
        }
    }

    /** Removes a directory with all that is in it; links are removed, not followed. Nothing there is no error. */
    public static void remove(final Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(final Path file, final IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // A process that ends at the same time removes its own.
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes a directory unless something is in it. */
    public static void removeIfEmpty(final Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (final DirectoryNotEmptyException e) {
            // Others are still at work there.
        }
    }

    private static void checkPrivate(final Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is there and is no directory");
        }
        final String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.equals(Files.getOwner(Path.of("/proc/self")).getName())) {
            throw new IOException(directory + " belongs to " + owner);
        }
        final Set<PosixFilePermission> present = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (!OWNER_ONLY.containsAll(present)) {
            throw new IOException(directory + " can be entered by others (" + PosixFilePermissions.toString(present)
                + "); do: chmod 700 " + directory);
        }
    }
}
