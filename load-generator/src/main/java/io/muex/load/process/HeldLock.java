package io.muex.load.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that a process keeps locked for as long as it lives. The lock is the identity ("somebody runs here"), because
 * the kernel drops it with the process; the process id inside the file only tells people whom to look for, and may be
 * stale. Any thread.
 */
public final class HeldLock implements AutoCloseable {
    private static final long POLL_NS = 5_000_000;
    /**
     * Files locked by this JVM. The kernel's locks belong to the process, and closing any descriptor of a file drops
     * them, so a file of our own must never be opened just to look.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HeldLock(final Path file, final FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, and writes this process's id into the file.
     *
     * @return empty if somebody holds it
     * @throws IOException if the file cannot be made
     */
    public static Optional<HeldLock> tryTake(final Path file) throws IOException {
        final Path real = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(real)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
            taken = tryLock(channel);
            if (taken) {
                writeProcessId(channel);
                return Optional.of(new HeldLock(real, channel));
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                HELD_HERE.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    /** Whether some process, this one included, holds the lock at present. */
    public static boolean isHeld(final Path file) throws IOException {
        final Path real = file.toAbsolutePath().normalize();
        if (HELD_HERE.contains(real)) {
            return true;
        }
        if (!Files.exists(real)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.WRITE)) {
            return !tryLock(channel);
        }
    }

    /**
     * Waits until nobody holds the lock, which is when the last thread of its holder is gone.
     *
     * @return false if somebody still holds it after {@code patience}
     */
    public static boolean awaitFree(final Path file, final Duration patience)
        throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + patience.toNanos();
        while (isHeld(file)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    /** The process id that the holder wrote, if the lock is held and the id can be read. */
    public static OptionalLong holder(final Path file) throws IOException {
        if (!isHeld(file)) {
            return OptionalLong.empty();
        }
        if (HELD_HERE.contains(file.toAbsolutePath().normalize())) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        final String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Gives the lock back. The file stays: removing it would let two processes lock two files of one name. */
    @Override
    public void close() throws IOException {
        if (HELD_HERE.remove(file)) {
            channel.close();
        }
    }

    private static boolean tryLock(final FileChannel channel) throws IOException {
        try {
            final FileLock lock = channel.tryLock();
            return lock != null;
        } catch (final OverlappingFileLockException e) {
            return false;
        }
    }

    private static void writeProcessId(final FileChannel channel) throws IOException {
        final byte[] text = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
    }
}
