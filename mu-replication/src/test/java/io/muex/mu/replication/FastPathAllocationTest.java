package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.DetectorConfig;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.example.KeyValueStore;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.fabric.shm.MappedMemory;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Neither a leader that commits nor followers that replay allocate anything: a command of no key leaves no trace. */
class FastPathAllocationTest {
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int REPLICAS = 3;
    private static final int COMMANDS = 100_000;
    private static final int BATCH = 8;
    private static final int LENGTH = 64;

    private final ReplicationPlane[] planes = new ReplicationPlane[REPLICAS];
    private final BackgroundPlane[] backgrounds = new BackgroundPlane[REPLICAS];
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[LENGTH]);
    private long nowNs = 1;
    private Object leak;

    @Test
    void shouldNotAllocateFromProposalToReplay() {
        try (PrivateCluster memory = new PrivateCluster(REPLICAS, 1_024, 256, 64, 4_096)) {
            begin(memory);
            commit(false);
            final long bytes = commit(false);
            // Private memory is looked up by name, once in 32 duty cycles; shared memory is not (ShmAllocationTest).
            assertTrue(bytes < COMMANDS / 2, bytes + " bytes in " + COMMANDS + " commands");
        }
    }

    @Test
    void shouldNoticeAnAllocationPerCommand() {
        try (PrivateCluster memory = new PrivateCluster(REPLICAS, 1_024, 256, 64, 4_096)) {
            begin(memory);
            commit(true);
            assertTrue(commit(true) >= 16L * COMMANDS / BATCH, "which is far above the limit");
            assertTrue(leak != null);
        }
    }

    private void begin(final PrivateCluster memory) {
        for (int i = 0; i < REPLICAS; i++) {
            final Fabric fabric = new MemoryFabric(new MappedMemory(), memory.join(i + 1, 1));
            final PlaneBoard board = new PlaneBoard(REPLICAS);
            final ReplicatedState state = new ReplicatedState(new KeyValueStore(),
                new HashAudit(REPLICAS, i + 1, 1, HashAudit.INTERVAL));
            planes[i] = new ReplicationPlane(fabric, state, board, true);
            backgrounds[i] = new BackgroundPlane(fabric, DetectorConfig.DEFAULT, board, i + 1);
        }
        for (int step = 0; step < 10_000 && !planes[0].isLeading(); step++) {
            step();
        }
        assertTrue(planes[0].isLeading());
    }

    private void step() {
        nowNs += 1_000;
        for (int i = 0; i < REPLICAS; i++) {
            backgrounds[i].doWork(nowNs, nowNs);
            planes[i].doWork(nowNs, nowNs);
        }
    }

    private long commit(final boolean leaking) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        int left = COMMANDS;
        while (left > 0) {
            for (int i = 0; i < BATCH; i++) {
                left -= planes[0].propose(command, 0, LENGTH) >= 0 ? 1 : 0;
            }
            nowNs += 1_000;
            for (final ReplicationPlane plane : planes) {
                plane.doWork(nowNs, nowNs);
            }
            if (leaking) {
                leak = new Object();
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
