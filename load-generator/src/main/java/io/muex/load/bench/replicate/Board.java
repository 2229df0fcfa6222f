package io.muex.load.bench.replicate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A page that the leader's and the followers' processes share beside the cluster: what the followers shall do, and what
 * became of them. Words have one writer each.
 */
final class Board implements AutoCloseable {
    private static final int LENGTH = 4_096;
    private static final int LINE = 128;
    private static final int READING = 0;
    private static final int CPU = LINE;
    private static final int SNAPSHOTS_LOADED = 2 * LINE;
    private static final int DISTURBANCE = 22 * LINE;
    private static final int DISTURBED = 23 * LINE;
    private static final int STRIDE = LINE;

    private final UnsafeBuffer words;

    private Board(final UnsafeBuffer words) {
        this.words = words;
    }

    /** Makes the file. */
    static Board create(final Path file) throws IOException {
        Files.write(file, new byte[LENGTH]);
        return open(file);
    }

    /** Maps a file that is there. */
    static Board open(final Path file) {
        return new Board(new UnsafeBuffer(IoUtil.mapExistingFile(file.toFile(), "board")));
    }

    /** Tells the followers how to read and where: a processor, or -1 for anywhere. */
    void tell(final Reading reading, final int cpu) {
        words.putLongRelease(CPU, cpu);
        words.putLongRelease(READING, reading.ordinal());
    }

    Reading reading() {
        return Reading.values()[(int) words.getLongAcquire(READING)];
    }

    int cpu() {
        return (int) words.getLongAcquire(CPU);
    }

    /** How often a follower had to load a snapshot: the leader could no longer feed it from the log. */
    long snapshotsLoaded(final int id) {
        return words.getLongAcquire(SNAPSHOTS_LOADED + id * STRIDE);
    }

    void snapshotsLoaded(final int id, final long count) {
        words.putLongRelease(SNAPSHOTS_LOADED + id * STRIDE, count);
    }

    Disturbance disturbance() {
        return Disturbance.values()[(int) words.getLongAcquire(DISTURBANCE)];
    }

    /** Tells the last follower how to disturb. */
    void disturb(final Disturbance disturbance) {
        words.putLongRelease(DISTURBANCE, disturbance.ordinal());
    }

    void disturbed(final long count) {
        words.putLongRelease(DISTURBED, count);
    }

    /** Permissions taken or snapshots asked for by the last follower. */
    long disturbed() {
        return words.getLongAcquire(DISTURBED);
    }

    @Override
    public void close() {
        IoUtil.unmap(words.byteBuffer() instanceof final java.nio.MappedByteBuffer mapped ? mapped : null);
    }
}
