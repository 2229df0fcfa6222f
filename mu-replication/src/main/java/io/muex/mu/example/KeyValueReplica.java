package io.muex.mu.example;

import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.replica.MuReplica;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A replica of a {@link KeyValueStore}: all that it takes to join Mu. One thread, which calls {@link #step} for ever.
 */
public final class KeyValueReplica implements AutoCloseable {
    private static final int HALTED = 3;
    private final KeyValueStore store = new KeyValueStore();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final MuReplica replica;

    /** Becomes replica {@code id} of the cluster in {@code home}. */
    public KeyValueReplica(final Path home, final int id) {
        final ShmFabric memory = ShmFabric.open(ClusterDirectory.open(home).occupy(id), Throwable::printStackTrace);
        // A replica that must not go on ends its process: its peers hear of that from the kernel.
        replica = new MuReplica(memory, store, DetectorConfig.DEFAULT, fatal -> Runtime.getRuntime().halt(HALTED));
        replica.start();
    }

    /** Replicates, applies, keeps in touch; returns the amount of work done. */
    public int step() {
        return replica.step();
    }

    /** Proposes to put a value under a key. Returns the index to wait for, or a negative code of {@code Proposer}. */
    public long put(final long key, final long value) {
        command.putLong(0, key, ByteOrder.LITTLE_ENDIAN);
        command.putLong(Long.BYTES, value, ByteOrder.LITTLE_ENDIAN);
        return replica.proposer().propose(command, 0, command.capacity());
    }

    /** Whether the put at {@code index} was carried out, if this replica has led under {@code ballot} all the time. */
    public boolean isDone(final long index, final long ballot) {
        return replica.leadingBallot() == ballot && replica.appliedIndex() > index;
    }

    /** The value under a key, 0 if there is none, as far as this replica knows. */
    public long get(final long key) {
        return store.get(key);
    }

    /** Who this replica is, who leads, how far it has got. */
    public MuReplica replica() {
        return replica;
    }

    @Override
    public void close() {
        replica.close();
    }
}
