package io.muex.load.drill.kind;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The memory of a replica as files that anybody with the rights of its user can write. Reads and writes go through the
 * file, which for a memory file system is the memory itself.
 */
final class ReplicaFiles {
    private final Path control;
    private final int slots;
    private final int slotLength;

    /** Those of the newest incarnation. */
    ReplicaFiles(final ClusterDirectory directory, final int id) {
        control = directory.controlFile(id, directory.announced(id));
        slots = directory.geometry().slots();
        slotLength = directory.geometry().slotLengthBytes();
    }

    /** One past the largest index that the holder of its log has begun to write. */
    long writtenEnd() throws IOException {
        return word(ring(), RingLayout.WRITTEN_END);
    }

    /**
     * Overwrites what the entry at {@code index} says, and not what tells that it is there.
     *
     * @return false if the ring does not hold that entry
     */
    boolean damage(final long index) throws IOException {
        final long epoch = epoch();
        final long slot = RingLayout.slot(index, slots, slotLength);
        if (word(ring(), slot) != RingLayout.commitWord(epoch, index)) {
            return false;
        }
        final long payload = slot + RingLayout.PAYLOAD;
        write(ring(), payload, ~word(ring(), payload));
        return true;
    }

    /** Asks the replica, which leads under {@code ballot}, to hand over to {@code successor}. */
    void askToMove(final long ballot, final int successor) throws IOException {
        write(control, ControlLayout.mail(ControlLayout.OPERATOR) + ControlLayout.MAIL_MOVE,
            Ballot.named(ballot, successor));
    }

    private long epoch() throws IOException {
        return PermissionWord.epoch(word(control, ControlLayout.PERMISSION));
    }

    private Path ring() throws IOException {
        return control.resolveSibling("ring." + epoch());
    }

    private static long word(final Path file, final long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(word, offset);
            return word.getLong(0);
        }
    }

    private static void write(final Path file, final long offset, final long value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value), offset);
        }
    }
}
