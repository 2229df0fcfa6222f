package io.muex.mu.fabric.local;

import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.UnsafeApi;

/**
 * Regions of all replicas of one cluster in memory private to this process. Rings come into being when they are first
 * asked for. Not thread-safe: all replicas are stepped by one thread. Freed as a whole by {@link #close}.
 */
public final class PrivateCluster implements AutoCloseable {
    private final int replicas;
    private final int slots;
    private final int slotLength;
    private final int retained;
    private final long snapshotCapacity;
    private final int[] announced;
    private final Map<String, Long> regions = new HashMap<>();
    private final List<Long> allocations = new ArrayList<>();

    /**
     * Memory for a cluster.
     *
     * @param replicas         ids are 1 to this
     * @param slots            per ring, a power of two
     * @param slotLength       bytes
     * @param retained         applied entries that an inheritance carries
     * @param snapshotCapacity bytes of each snapshot region
     */
    public PrivateCluster(final int replicas, final int slots, final int slotLength, final int retained,
                          final long snapshotCapacity) {
        this.replicas = replicas;
        this.slots = slots;
        this.slotLength = slotLength;
        this.retained = retained;
        this.snapshotCapacity = snapshotCapacity;
        this.announced = new int[replicas + 1];
    }

    /** The cluster as one incarnation of one replica sees it. Announces that incarnation. */
    public Regions join(final int id, final int incarnation) {
        for (int older = 1; older < incarnation; older++) {
            markDead(id, older);
        }
        announced[id] = incarnation;
        return new View(id, incarnation);
    }

    /** Ends an incarnation as a kill would: its memory stays. */
    public void markDead(final int id, final int incarnation) {
        UnsafeApi.putLongRelease(null, region("control", id, incarnation, 0, ControlLayout.LENGTH)
            + ControlLayout.DEAD, 1);
    }

    private long region(final String kind, final int id, final int incarnation, final long number,
                        final long length) {
        return regions.computeIfAbsent(kind + id + '/' + incarnation + '/' + number, name -> allocate(length));
    }

    private long allocate(final long length) {
        final long raw = UnsafeApi.allocateMemory(length + ControlLayout.LINE);
        allocations.add(raw);
        final long aligned = raw + ControlLayout.LINE - 1 & -ControlLayout.LINE;
        UnsafeApi.setMemory(aligned, length, (byte) 0);
        return aligned;
    }

    @Override
    public void close() {
        allocations.forEach(UnsafeApi::freeMemory);
        allocations.clear();
        regions.clear();
    }

    private final class View implements Regions {
        private final int self;
        private final int incarnation;

        private View(final int self, final int incarnation) {
            this.self = self;
            this.incarnation = incarnation;
        }

        @Override
        public int selfId() {
            return self;
        }

        @Override
        public int selfIncarnation() {
            return incarnation;
        }

        @Override
        public int replicaCount() {
            return replicas;
        }

        @Override
        public int slots() {
            return slots;
        }

        @Override
        public int slotLength() {
            return slotLength;
        }

        @Override
        public int retained() {
            return retained;
        }

        @Override
        public int incarnation(final int id) {
            return announced[id];
        }

        @Override
        public long control(final int id, final int ofIncarnation) {
            return region("control", id, ofIncarnation, 0, ControlLayout.LENGTH);
        }

        @Override
        public long ring(final int id, final int ofIncarnation, final long epoch) {
            return region("ring", id, ofIncarnation, epoch, RingLayout.length(slots, slotLength));
        }

        @Override
        public long inheritance(final int id, final int ofIncarnation, final int area) {
            return region("inheritance", id, ofIncarnation, area,
                InheritanceLayout.length(slots, retained, slotLength));
        }

        @Override
        public long snapshot(final int id, final int ofIncarnation) {
            return region("snapshot", id, ofIncarnation, 0, snapshotCapacity);
        }

        @Override
        public long snapshotCapacity() {
            return snapshotCapacity;
        }

        @Override
        public void retireBelow(final long epoch) {
            // Small and short-lived: everything is freed by close.
        }

        @Override
        public void markDead(final int id, final int ofIncarnation) {
            PrivateCluster.this.markDead(id, ofIncarnation);
        }
    }
}
