package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file held for the life of its holder; the kernel releases it after the last thread of a dead process is gone,
 * so whoever gets the lock knows that no store of the former holder is still to come. The holder's pid is written into
 * the file for people to read; it identifies nothing. A lock file may have been removed together with its cluster
 * between opening and locking it: whoever locks one checks afterwards that the cluster is still there.
 */
final class LifetimeLock implements AutoCloseable {
    /**
     * Locks held by this process. Closing any descriptor of a locked file releases the process's lock on it, so a file
     * that this process holds must not even be opened a second time: opening and this set share one monitor.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private LifetimeLock(final Path file, final FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock if it is free. The file exists already: only the creation of a cluster makes lock files.
     *
     * @return the lock, or null if another holder has it.
     */
    static synchronized LifetimeLock tryAcquire(final Path lockFile) throws IOException {
        final Path file = lockFile.toRealPath();
        if (!HELD_HERE.add(file)) {
            return null;
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            acquired = isLocked(channel);
            return acquired ? new LifetimeLock(file, channel) : null;
        } finally {
            if (!acquired) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(file);
            }
        }
    }

    /** Pid that the latest holder wrote into its lock file, 0 if none. */
    static synchronized long pidIn(final Path lockFile) {
        try {
            if (HELD_HERE.contains(lockFile.toRealPath())) {
                return ProcessHandle.current().pid();
            }
            final String text = Files.readString(lockFile, StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (final IOException | NumberFormatException unknown) {
            return 0;
        }
    }

    /** Says in the file whose process holds it. */
    void writePid() throws IOException {
        final byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
    }

    /** Removes the file while the lock is held, then lets go. */
    void deleteAndClose() throws IOException {
        Files.deleteIfExists(file);
        close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(file);
    }

    private static boolean isLocked(final FileChannel channel) throws IOException {
        try {
            final FileLock lock = channel.tryLock();
            return lock != null;
        } catch (final OverlappingFileLockException heldByOtherClassLoader) {
            return false;
        }
    }
}
