package io.muex.deploy.log;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
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
 * The committed entries that one replica still holds, mapped read-only: in the ring that its present leader writes, in
 * the inheritance that was left when that ring was granted, and in the ring before it. Below the replica's commit index
 * an entry of the present ring is the chosen one, since its holder writes one value an index and never changes it; of
 * an inheritance the marked entries below the base of the grant are. Those of the ring before are too: below the base
 * the replica had applied them from there, also if they came after copying and are in no inheritance, or from an older
 * ring, of which the holder of a newer one proposes what was chosen. What is older is gone.
 */
public final class LogView implements AutoCloseable {
    private static final int ATTEMPTS = 100;
    private static final int NO_GRANT = -1;

    private final ByteBuffer control;
    private final UnsafeBuffer words;
    private final ByteBuffer ring;
    private final UnsafeBuffer slots;
    /** The ring before, empty if there is none. */
    private final ByteBuffer before;
    private final UnsafeBuffer slotsBefore;
    private final ByteBuffer inheritance;
    private final UnsafeBuffer inherited;
    private final long epoch;
    /** From where to where the inheritance goes. */
    private final long inheritedFrom;
    private final long inheritedEnd;
    /** From where to where what was left by the holder before is chosen. */
    private final long chosenFrom;
    private final long base;
    private final int slotCount;
    private final int slotLength;

    private LogView(final ClusterDirectory directory, final ByteBuffer control, final ByteBuffer ring,
        final ByteBuffer before, final ByteBuffer inheritance, final long epoch) {
        this.control = control;
        this.ring = ring;
        this.before = before;
        this.inheritance = inheritance;
        this.epoch = epoch;
        words = new UnsafeBuffer(control);
        slots = new UnsafeBuffer(ring);
        slotsBefore = new UnsafeBuffer(before);
        inherited = new UnsafeBuffer(inheritance);
        final int grant = grant(words, epoch);
        final boolean isTold = grant != NO_GRANT;
        inheritedFrom = isTold ? words.getLongVolatile(grant + ControlLayout.GRANT_FROM) : 0;
        chosenFrom = isTold
            ? Math.max(inheritedFrom, words.getLongVolatile(grant + ControlLayout.GRANT_CHOSEN_FROM)) : 0;
        base = isTold ? words.getLongVolatile(grant + ControlLayout.GRANT_BASE) : 0;
        inheritedEnd = isTold ? words.getLongVolatile(grant + ControlLayout.GRANT_END) : 0;
        slotCount = directory.geometry().slots();
        slotLength = directory.geometry().slotLengthBytes();
    }

    /**
     * Maps the log of a replica.
     *
     * @throws IOException if it has none, because nobody was ever permitted to write it, or it cannot be read
     */
    public static LogView open(final ClusterDirectory directory, final int id) throws IOException {
        if (Math.max(directory.geometry().ringBytes(), directory.geometry().inheritanceBytes()) > Integer.MAX_VALUE) {
            throw new IOException("a log of more than 2 GiB cannot be looked at");
        }
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
            final Path inheritance = file.resolveSibling("inheritance." + InheritanceLayout.area(epoch));
            try {
                return new LogView(directory, control,
                    map(file.resolveSibling("ring." + epoch), directory.geometry().ringBytes()),
                    mapIfThere(file.resolveSibling("ring." + (epoch - 1)), directory.geometry().ringBytes()),
                    map(inheritance, directory.geometry().inheritanceBytes()), epoch);
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

    /** Smallest index that may be held now. */
    public long firstIndex() {
        final long firstOfRing = Math.max(0, slots.getLongVolatile(RingLayout.WRITTEN_END) - slotCount);
        return chosenFrom < base ? Math.min(firstOfRing, chosenFrom) : firstOfRing;
    }

    /**
     * Copies an entry below {@link #commitIndex}.
     *
     * @param into with room for a slot of the cluster
     * @return false if this replica does not hold it, or no longer
     */
    public boolean read(final long index, final Entry into) {
        if (index >= commitIndex()) {
            return false;
        }
        final long slot = RingLayout.slot(index, slotCount, slotLength);
        if (read(slots, slot, RingLayout.commitWord(epoch, index), index, into)) {
            return true;
        }
        if (index < chosenFrom || index >= base) {
            return false;
        }
        // A later grant may be writing over it; then commit word or checksums say so. Unmarked ones may not be chosen.
        return index < inheritedEnd
            && read(inherited, (index - inheritedFrom) * slotLength, index + 1, index, into)
            && InheritanceLayout.isMarked(into.commitIndex())
            || read(slotsBefore, slot, RingLayout.commitWord(epoch - 1, index), index, into);
    }

    private boolean read(
        final UnsafeBuffer from, final long at, final long word, final long index, final Entry into) {
        if (at + slotLength > from.capacity() || from.getLongVolatile((int) at) != word) {
            return false;
        }
        into.buffer().putBytes(0, from, (int) at, slotLength);
        return into.headerRead() && into.imageHolds(index) && into.guardHolds(word);
    }

    /** Where the control region describes the grant of that epoch; a revoked word does not name its holder. */
    private static int grant(final UnsafeBuffer control, final long epoch) {
        for (int id = 1; id <= ControlLayout.MAX_REPLICAS; id++) {
            final int at = ControlLayout.grant(id);
            if (PermissionWord.epoch(control.getLongVolatile(at + ControlLayout.GRANT_PERMISSION)) == epoch) {
                return at;
            }
        }
        return NO_GRANT;
    }

    private static ByteBuffer mapIfThere(final Path file, final long length) throws IOException {
        try {
            return map(file, length);
        } catch (final NoSuchFileException neverMadeOrRetired) {
            return ByteBuffer.allocateDirect(0);
        }
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
        slotsBefore.wrap(0, 0);
        inherited.wrap(0, 0);
        IoUtil.unmap(control);
        IoUtil.unmap(ring);
        IoUtil.unmap(before);
        IoUtil.unmap(inheritance);
    }
}
