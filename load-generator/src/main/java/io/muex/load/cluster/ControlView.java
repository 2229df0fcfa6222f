package io.muex.load.cluster;

import io.muex.mu.Role;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The control region of one incarnation, mapped read-only. The mapping outlives the file, so what a dead replica showed
 * last can still be read. Close it before letting it go.
 */
final class ControlView implements AutoCloseable {
    private static final int ATTEMPTS = 1_000;

    private final int incarnation;
    private final ByteBuffer mapping;
    private final UnsafeBuffer words;

    private ControlView(final int incarnation, final ByteBuffer mapping) {
        this.incarnation = incarnation;
        this.mapping = mapping;
        words = new UnsafeBuffer(mapping);
    }

    static ControlView open(final int incarnation, final Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new ControlView(
                incarnation, channel.map(FileChannel.MapMode.READ_ONLY, 0, ControlLayout.LENGTH));
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot look at " + file + ": " + failure.getMessage(), failure);
        }
    }

    int incarnation() {
        return incarnation;
    }

    long word(final int offset) {
        return words.getLongVolatile(offset);
    }

    ReplicaStatus status(final int id, final boolean isAlive) {
        long index = 0;
        long hash = 0;
        // The pair is being written whenever something is applied; a reader that is unlucky for long takes what it has.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final long sequence = word(ControlLayout.HASH_SEQUENCE);
            index = word(ControlLayout.HASH_INDEX);
            hash = word(ControlLayout.STATE_HASH);
            if ((sequence & 1) == 0 && word(ControlLayout.HASH_SEQUENCE) == sequence) {
                break;
            }
            Thread.onSpinWait();
        }
        return new ReplicaStatus(id, incarnation, isAlive, Role.of((int) word(ControlLayout.ROLE)),
            word(ControlLayout.LEADING), word(ControlLayout.VOTES) == 1, word(ControlLayout.PROMISED),
            word(ControlLayout.APPLIED), word(ControlLayout.COMMIT), index, hash, word(ControlLayout.HALTED_AT),
            word(ControlLayout.DIVERGED_AT));
    }

    /** The latest take-over; null if there was none or it is being written. */
    TakeOver takeOver(final int id) {
        final long ballot = word(ControlLayout.TIMELINE_BALLOT);
        final TakeOver seen = new TakeOver(id, ballot, word(ControlLayout.TIMELINE_SUSPECTED),
            word(ControlLayout.TIMELINE_SWITCHED), word(ControlLayout.TIMELINE_CAUGHT_UP),
            word(ControlLayout.TIMELINE_LED), word(ControlLayout.TIMELINE_FIRST_COMMAND));
        return ballot == 0 || word(ControlLayout.TIMELINE_BALLOT) != ballot ? null : seen;
    }

    @Override
    public void close() {
        words.wrap(0, 0);
        IoUtil.unmap(mapping);
    }
}
