package io.muex.deploy.log;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The committed entries that the present ring of one replica still holds, mapped read-only. Below the replica's commit
 * index an entry of the present ring is the chosen one: its holder writes one value an index and never changes it. A
 * ring that a new leader was given begins about where that leader took over; what lay in the one before is gone.
 */
public final class LogView implements AutoCloseable {
    private static final int ATTEMPTS = 100;

    private final ByteBuffer control;
    private final UnsafeBuffer words;
    private final ByteBuffer ring;
    private final UnsafeBuffer slots;
    private final long epoch;
    private final int slotCount;
    private final int slotLength;

    private LogView(final ClusterDirectory directory, final ByteBuffer control, final ByteBuffer ring,
        final long epoch) {
        this.control = control;
        this.ring = ring;
        this.epoch = epoch;
        words = new UnsafeBuffer(control);
        slots = new UnsafeBuffer(ring);
        slotCount = directory.geometry().slots();
        slotLength = directory.geometry().slotLengthBytes();
    }

    /**
     * Maps the log of a replica.
     *
     * @throws IOException if it has none, because nobody was ever given the permission to write it, or it cannot be read
     */
    public static LogView open(final ClusterDirectory directory, final int id) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final int incarnation = directory.announced(id);
            if (incarnation == 0) {
                throw new IOException("replica " + id + " has never run");
            }
            final Path file = directory.controlFile(id, incarnation);
            final ByteBuffer control = map(file, ControlLayout.LENGTH);
            final long epoch =
                PermissionWord.epoch(new UnsafeBuffer(control).getLongVolatile(ControlLayout.PERMISSION));
            if (epoch == 0) {
                IoUtil.unmap(control);
                throw new IOException("the log of replica " + id + " was never written");
            }
            try {
                return new LogView(directory, control, map(file.resolveSibling("ring." + epoch),
                    RingLayout.length(directory.geometry().slots(), directory.geometry().slotLengthBytes())), epoch);
            } catch (final NoSuchFileException retired) {
                IoUtil.unmap(control); // a new grant came in between
            }
        }
        throw new IOException("the log of replica " + id + " changes hands all the time; try again");
    }

    /** One past the last committed index that this replica knows. */
    public long commitIndex() {
        return words.getLongVolatile(ControlLayout.COMMIT);
    }

    /** Smallest index that the ring has room for now. */
    public long firstIndex() {
        return Math.max(0, slots.getLongVolatile(RingLayout.WRITTEN_END) - slotCount);
    }

    /**
     * Copies an entry below {@link #commitIndex}.
     *
     * @param into with room for a slot of the cluster
     * @return false if the ring does not hold it, or no longer
     */
    public boolean read(final long index, final Entry into) {
        final int at = Math.toIntExact(RingLayout.slot(index, slotCount, slotLength));
        final long word = RingLayout.commitWord(epoch, index);
        if (index >= commitIndex() || slots.getLongVolatile(at) != word) {
            return false;
        }
        into.buffer().putBytes(0, slots, at, slotLength);
        return into.headerRead() && into.imageHolds(index) && into.guardHolds(word);
    }

    private static ByteBuffer map(final Path file, final long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
        }
    }

    @Override
    public void close() {
        words.wrap(0, 0);
        slots.wrap(0, 0);
        IoUtil.unmap(control);
        IoUtil.unmap(ring);
    }
}
