package io.muex.mu.fabric.sim;

import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/** All regions of a simulated cluster, and the cluster as each incarnation sees it. */
public final class SimRegions {
    /** The sizes of a simulated cluster, as {@link Regions} names them. */
    public record Geometry(int replicas, int slots, int slotLength, int retained, long snapshotCapacity) {
    }

    /** What a region is for. */
    public enum Kind {
        /** Control words of an incarnation. */
        CONTROL,
        /** The ring of one grant. */
        RING,
        /** One of the two areas for inheritances. */
        INHERITANCE,
        /** Where snapshots are donated. */
        SNAPSHOT
    }

    /** Whose region it is. {@code number}: epoch of a ring, area of an inheritance, else 0. */
    public record Region(Kind kind, int id, int incarnation, long number) {
    }

    private static final int KINDS = 8;
    private static final long UNKNOWN = 0;
    private final SimMemory memory;
    private final Geometry geometry;
    private final int[] announced;
    private final Long2LongHashMap addresses = new Long2LongHashMap(UNKNOWN);
    private final List<Region> byNumber = new ArrayList<>();
    private final long[][] controls;

    /** Regions in {@code memory}. */
    public SimRegions(final SimMemory memory, final Geometry geometry) {
        this.memory = memory;
        this.geometry = geometry;
        this.announced = new int[geometry.replicas() + 1];
        this.controls = new long[geometry.replicas() + 1][8];
    }

    /** The sizes. */
    public Geometry geometry() {
        return geometry;
    }

    /** Makes the next incarnation of a replica visible to all; older ones are marked dead first. */
    public Regions announce(final int id, final int incarnation) {
        for (int older = Math.max(1, announced[id]); older < incarnation; older++) {
            markDead(id, older);
        }
        announced[id] = incarnation;
        return new View(id, incarnation);
    }

    /** The newest incarnation of a replica. */
    public int incarnation(final int id) {
        return announced[id];
    }

    /** Stores DEAD, visible to all at once. */
    public void markDead(final int id, final int incarnation) {
        memory.scribble(control(id, incarnation) + ControlLayout.DEAD, 1);
    }

    /** Address of a control region. */
    public long control(final int id, final int incarnation) {
        if (incarnation >= controls[id].length) {
            controls[id] = Arrays.copyOf(controls[id], 2 * incarnation);
        }
        if (controls[id][incarnation] == 0) {
            controls[id][incarnation] = region(Kind.CONTROL, id, incarnation, 0, ControlLayout.LENGTH);
        }
        return controls[id][incarnation];
    }

    /** Address of a ring. */
    public long ring(final int id, final int incarnation, final long epoch) {
        return region(Kind.RING, id, incarnation, epoch, RingLayout.length(geometry.slots(), geometry.slotLength()));
    }

    /** Address of an area for inheritances. */
    public long inheritance(final int id, final int incarnation, final int area) {
        return region(Kind.INHERITANCE, id, incarnation, area,
            InheritanceLayout.length(geometry.slots(), geometry.retained(), geometry.slotLength()));
    }

    /** What the region of this number is, as {@link SimMemory#region} gives it; null if it is none of these. */
    public Region describe(final int number) {
        return number < byNumber.size() ? byNumber.get(number) : null;
    }

    private long region(final Kind kind, final int id, final int incarnation, final long number, final long length) {
        final long key = ((number << 16 | incarnation) << 8 | id) * KINDS + kind.ordinal();
        final long known = addresses.get(key);
        if (known != UNKNOWN) {
            return known;
        }
        final long address = memory.allocate(length);
        addresses.put(key, address);
        while (byNumber.size() <= SimMemory.region(address)) {
            byNumber.add(null);
        }
        byNumber.set(SimMemory.region(address), new Region(kind, id, incarnation, number));
        return address;
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
            return geometry.replicas();
        }

        @Override
        public int slots() {
            return geometry.slots();
        }

        @Override
        public int slotLength() {
            return geometry.slotLength();
        }

        @Override
        public int retained() {
            return geometry.retained();
        }

        @Override
        public int incarnation(final int id) {
            return announced[id];
        }

        @Override
        public long control(final int id, final int ofIncarnation) {
            return SimRegions.this.control(id, ofIncarnation);
        }

        @Override
        public long ring(final int id, final int ofIncarnation, final long epoch) {
            return SimRegions.this.ring(id, ofIncarnation, epoch);
        }

        @Override
        public long inheritance(final int id, final int ofIncarnation, final int area) {
            return SimRegions.this.inheritance(id, ofIncarnation, area);
        }

        @Override
        public long snapshot(final int id, final int ofIncarnation) {
            return region(Kind.SNAPSHOT, id, ofIncarnation, 0, geometry.snapshotCapacity());
        }

        @Override
        public long snapshotCapacity() {
            return geometry.snapshotCapacity();
        }

        @Override
        public void retireBelow(final long epoch) {
            // Old rings stay: a paused writer may still store into them, and the checkers look.
        }

        @Override
        public void markDead(final int id, final int ofIncarnation) {
            SimRegions.this.markDead(id, ofIncarnation);
        }
    }
}
