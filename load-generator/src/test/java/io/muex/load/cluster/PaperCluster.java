package io.muex.load.cluster;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A cluster of which only the control regions exist; the test writes into them what replicas would. */
public final class PaperCluster implements AutoCloseable {
    private final Path memory;
    private final ClusterDirectory directory;
    private final ReplicaSeat[] seats;

    /** A cluster in a directory of the test. */
    public PaperCluster(final Path home, final int replicas) {
        memory = home.resolve("memory");
        directory = ClusterDirectory.create(
            home.resolve("cluster"), memory, new ClusterGeometry(7, replicas, 64, 128, 16, 4_096, 2));
        seats = new ReplicaSeat[replicas + 1];
    }

    /** The directory to observe. */
    public ClusterDirectory directory() {
        return directory;
    }

    /** Starts the next incarnation of a replica, which shows zeros. */
    public void start(final int id) {
        try {
            occupy(id);
            final Path file = file(id);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[ControlLayout.LENGTH]);
            put(memory.resolve("members"), (long) id * ControlLayout.LINE, seats[id].incarnation());
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Begins a start that has not announced itself. */
    public void occupy(final int id) {
        seats[id] = directory.occupy(id);
    }

    /** Ends a replica; what it showed last stays. */
    public void end(final int id) {
        seats[id].close();
    }

    /** Number of the latest start of a replica. */
    public int incarnation(final int id) {
        return seats[id].incarnation();
    }

    /** Writes a word of a control region. */
    public void set(final int id, final int offset, final long value) {
        put(file(id), offset, value);
    }

    /** A replica has applied everything below an index. */
    public void applied(final int id, final long index, final long hash) {
        set(id, ControlLayout.APPLIED, index);
        set(id, ControlLayout.HASH_INDEX, index);
        set(id, ControlLayout.STATE_HASH, hash);
    }

    private Path file(final int id) {
        return directory.controlFile(id, seats[id].incarnation());
    }

    private static void put(final Path file, final long offset, final long value) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value), offset);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        for (final ReplicaSeat seat : seats) {
            if (seat != null) {
                seat.close();
            }
        }
    }
}
