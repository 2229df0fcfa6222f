package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A file on the memory file system and where it lies in this process.
 *
 * @param file        its path; may be gone from the directory while the mapping lives on.
 * @param address     of its first byte.
 * @param lengthBytes of file and mapping; a multiple of the page size.
 */
record MappedFile(Path file, long address, long lengthBytes) {
    private static final int CHUNK_BYTES = 1 << 18;
    /** Between two chunks, so that whoever needs the core has it before a tick of the scheduler says so. */
    private static final long PAUSE_NS = 100_000;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES).asReadOnlyBuffer();
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Makes a file of zeros and maps it with all pages present. The zeros are written, not left as a hole, so that a
     * full file system is an error here and not a fault at the first store; under another name, so that whoever sees
     * the file sees all of it.
     *
     * @throws MemoryExhaustedException when there is no room; nothing remains.
     */
    static MappedFile create(final Path file, final long lengthBytes) {
        return made(file, lengthBytes, true);
    }

    private static MappedFile made(final Path file, final long lengthBytes, final boolean populate) {
        final Path unfinished = file.resolveSibling("." + file.getFileName() + ".new");
        long availableBytes = 0;
        try {
            availableBytes = availableBytes(file.getParent());
            if (populate) {
                writeZeros(unfinished, lengthBytes);
            } else {
                takeRoom(unfinished, lengthBytes);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException failure) {
            deleteQuietly(unfinished, failure);
            if (String.valueOf(failure.getMessage()).contains("No space left")) {
                throw new MemoryExhaustedException(file.getParent(), lengthBytes, availableBytes);
            }
            throw new ClusterDirectoryException("cannot create " + file + ": " + failure, failure);
        }
        return open(file, lengthBytes, populate);
    }

    /**
     * The same, but pages come only when they are touched: room is taken for all of them now, zeros are made later. For
     * what is large and seldom used.
     */
    static MappedFile reserve(final Path file, final long lengthBytes) {
        return made(file, lengthBytes, false);
    }

    /** Maps a file that exists whole. */
    static MappedFile open(final Path file, final long lengthBytes, final boolean populate) {
        try {
            final long found = Files.size(file);
            if (found < lengthBytes) {
                throw new IOException(found + " bytes long, " + lengthBytes + " expected");
            }
            return new MappedFile(file, Kernel.map(file, lengthBytes, populate), lengthBytes);
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot map " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Free bytes of the file system that holds {@code directory}. */
    static long availableBytes(final Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    void unmap() {
        Kernel.unmap(address, lengthBytes);
    }

    private static void takeRoom(final Path file, final long lengthBytes) throws IOException {
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY).close();
        Kernel.reserve(file, lengthBytes);
    }

    private static void writeZeros(final Path file, final long lengthBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            final ByteBuffer zeros = ZEROS.duplicate();
            long remaining = lengthBytes;
            while (remaining > 0) {
                zeros.position(0).limit((int) Math.min(remaining, CHUNK_BYTES));
                remaining -= channel.write(zeros);
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private static void deleteQuietly(final Path file, final IOException reason) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException second) {
            reason.addSuppressed(second);
        }
    }
}
