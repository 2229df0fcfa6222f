package io.muex.mu.interleaving;

import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;

/** Where everything of three replicas lies, with rings of four slots, in a memory that is explored. */
final class Place {
    static final int REPLICAS = 3;
    static final int SLOTS = 4;
    static final int SLOT_LENGTH = 128;
    static final int EPOCHS = 4;
    private static final long SNAPSHOT_BYTES = 64;

    private final int retained;
    private final long[] controls = new long[REPLICAS + 1];
    private final long[][] rings = new long[REPLICAS + 1][EPOCHS + 1];
    private final long[][] inheritances = new long[REPLICAS + 1][InheritanceLayout.AREAS];
    private final long[] snapshots = new long[REPLICAS + 1];

    Place(final SteppedMemory memory, final int retained) {
        this.retained = retained;
        for (int id = 1; id <= REPLICAS; id++) {
            controls[id] = memory.allocate(ControlLayout.LENGTH);
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                rings[id][epoch] = memory.allocate(RingLayout.length(SLOTS, SLOT_LENGTH));
            }
            for (int area = 0; area < InheritanceLayout.AREAS; area++) {
                inheritances[id][area] =
                    memory.allocate(InheritanceLayout.length(SLOTS, retained, SLOT_LENGTH));
            }
            snapshots[id] = memory.allocate(SNAPSHOT_BYTES);
        }
    }

    long control(final int id) {
        return controls[id];
    }

    long ring(final int id, final long epoch) {
        return epoch <= EPOCHS ? rings[id][(int) epoch] : Regions.ABSENT;
    }

    long inheritance(final int id, final int area) {
        return inheritances[id][area];
    }

    /** The replica in whose control region an address lies, else 0. */
    int controlOf(final long address) {
        for (int id = 1; id <= REPLICAS; id++) {
            if (address >= controls[id] && address < controls[id] + ControlLayout.LENGTH) {
                return id;
            }
        }
        return 0;
    }

    /** The replica and epoch in whose ring an address lies, {@code epoch * 16 + id}, else 0. */
    int ringOf(final long address) {
        final long length = RingLayout.length(SLOTS, SLOT_LENGTH);
        for (int id = 1; id <= REPLICAS; id++) {
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                if (address >= rings[id][epoch] && address < rings[id][epoch] + length) {
                    return epoch * 16 + id;
                }
            }
        }
        return 0;
    }

    /** For people. */
    String describe(final long address) {
        final int id = controlOf(address);
        if (id > 0) {
            return "word " + (address - controls[id]) + " of " + id;
        }
        final int ring = ringOf(address);
        if (ring > 0) {
            final long offset = address - rings[ring & 15][ring >> 4];
            return "ring " + (ring >> 4) + " of " + (ring & 15) + (offset < RingLayout.SLOTS ? " header " + offset
                : " slot " + (offset - RingLayout.SLOTS) / SLOT_LENGTH + " word "
                    + (offset - RingLayout.SLOTS) % SLOT_LENGTH);
        }
        for (int owner = 1; owner <= REPLICAS; owner++) {
            for (int area = 0; area < InheritanceLayout.AREAS; area++) {
                final long offset = address - inheritances[owner][area];
                if (offset >= 0 && offset < InheritanceLayout.length(SLOTS, retained, SLOT_LENGTH)) {
                    return "inheritance " + area + " of " + owner + " entry " + offset / SLOT_LENGTH + " word "
                        + offset % SLOT_LENGTH;
                }
            }
        }
        return "address " + address;
    }

    /** The cluster as one replica sees it. */
    Regions as(final int self) {
        return new View(self);
    }

    private final class View implements Regions {
        private final int self;

        private View(final int self) {
            this.self = self;
        }

        @Override
        public int selfId() {
            return self;
        }

        @Override
        public int selfIncarnation() {
            return 1;
        }

        @Override
        public int replicaCount() {
            return REPLICAS;
        }

        @Override
        public int slots() {
            return SLOTS;
        }

        @Override
        public int slotLength() {
            return SLOT_LENGTH;
        }

        @Override
        public int retained() {
            return retained;
        }

        @Override
        public int incarnation(final int id) {
            return 1;
        }

        @Override
        public long control(final int id, final int incarnation) {
            return Place.this.control(id);
        }

        @Override
        public long ring(final int id, final int incarnation, final long epoch) {
            return Place.this.ring(id, epoch);
        }

        @Override
        public long inheritance(final int id, final int incarnation, final int area) {
            return Place.this.inheritance(id, area);
        }

        @Override
        public long snapshot(final int id, final int incarnation) {
            return snapshots[id];
        }

        @Override
        public long snapshotCapacity() {
            return SNAPSHOT_BYTES;
        }

        @Override
        public void retireBelow(final long epoch) {
            // Old rings stay: a late store may still land there.
        }

        @Override
        public void markDead(final int id, final int incarnation) {
            throw new UnsupportedOperationException("nobody dies here");
        }
    }
}
