package io.muex.load.bench.replicate;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.fabric.shm.MappedMemory;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The product's own channels to the logs of a cluster in private memory, one completion awaited after the other: when
 * the first is there, and when those of a majority are. A leader awaits all with one fence and is faster than that.
 */
final class Completions implements AutoCloseable {
    private static final int SLOT_LENGTH = 256;
    private static final int RETAINED = 64;
    private static final int SNAPSHOT_BYTES = 4_096;

    private final PrivateCluster memory;
    private final LogChannel[] channels;
    private final Fabric leader;
    private final Entry entry = new Entry(SLOT_LENGTH);
    private final long ballot = Ballot.of(1, 1, 1);
    private long index;

    Completions(final int replicas, final int slots) {
        memory = new PrivateCluster(replicas, slots, SLOT_LENGTH, RETAINED, SNAPSHOT_BYTES);
        channels = new LogChannel[replicas];
        final Fabric[] fabrics = new Fabric[replicas];
        for (int id = 1; id <= replicas; id++) {
            fabrics[id - 1] = new MemoryFabric(new MappedMemory(), memory.join(id, 1));
            fabrics[id - 1].gate().grant(1, ballot, true, 0);
        }
        leader = fabrics[0];
        for (int id = 1; id <= replicas; id++) {
            channels[id - 1] = leader.open(leader.grant(id, 1, ballot));
            channels[id - 1].startAt(0);
        }
    }

    /** Appends one after the other; times both from before the entry is put together. */
    void measure(final UnsafeBuffer command, final int length, final Histogram first, final Histogram majority,
                 final long forNs) {
        final long endNs = System.nanoTime() + forNs;
        final int needed = channels.length / 2 + 1;
        long now;
        do {
            final long startNs = System.nanoTime();
            entry.encode(index, ballot, startNs, EntryKind.COMMAND, command, 0, length);
            now = complete(0);
            first.recordValue(now - startNs);
            final long recordedNs = System.nanoTime() - now;
            for (int i = 1; i < channels.length; i++) {
                now = complete(i);
                if (i == needed - 1) {
                    majority.recordValue(now - startNs - recordedNs);
                }
            }
            index++;
        } while (now - endNs < 0);
    }

    private long complete(final int i) {
        channels[i].post(entry, index);
        leader.flush();
        if (!channels[i].poll()) {
            throw new IllegalStateException("nobody revokes this permission");
        }
        return System.nanoTime();
    }

    @Override
    public void close() {
        memory.close();
    }
}
