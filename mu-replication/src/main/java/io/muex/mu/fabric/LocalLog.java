package io.muex.mu.fabric;

import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;

/**
 * A replica's own log as its replication thread replays it: one ring at a time, the ring of one grant. Moving to a
 * newer ring is the replication thread's own decision; the background thread that grants never waits for it.
 */
public final class LocalLog {
    private final Memory memory;
    private final Regions regions;
    private final SlotReader slots;
    private final long control;
    private long epoch;
    private long ring;

    LocalLog(final Memory memory, final Regions regions) {
        this.memory = memory;
        this.regions = regions;
        this.slots = new SlotReader(memory);
        this.control = regions.control(regions.selfId(), regions.selfIncarnation());
    }

    /**
     * Moves replay to the ring of the present grant if there is a newer one. Entries and commit indices of the ring
     * left behind must not be used any more.
     *
     * @return whether replay moved
     */
    public boolean moveToNewest() {
        final long permission = memory.getAcquire(control + ControlLayout.PERMISSION);
        final long newest = PermissionWord.epoch(permission);
        if (newest == epoch || PermissionWord.holder(permission) == 0) {
            return false;
        }
        final long address = regions.ring(regions.selfId(), regions.selfIncarnation(), newest);
        if (address == Regions.ABSENT) {
            return false;
        }
        epoch = newest;
        ring = address;
        regions.retireBelow(newest);
        return true;
    }

    /**
     * Reads an entry of the ring that replay is in.
     *
     * @return false when the ring holds no entry at this index
     * @throws CorruptEntryException when it does, and its checksum does not hold
     */
    public boolean read(final long index, final Entry into) {
        if (ring == Regions.ABSENT) {
            return false;
        }
        final long slot = ring + RingLayout.slot(index, regions.slots(), regions.slotLength());
        final int found = slots.read(slot, RingLayout.commitWord(epoch, index), index, into);
        if (found == SlotReader.DAMAGED) {
            throw new CorruptEntryException(index);
        }
        return found == SlotReader.WHOLE;
    }

    /**
     * The highest commit index that the holder stored into this ring: in its header, or beside its latest entry. It
     * speaks of this ring only.
     *
     * @param scratch overwritten
     */
    public long commitIndex(final Entry scratch) {
        if (ring == Regions.ABSENT) {
            return 0;
        }
        final long header = memory.getAcquire(ring + RingLayout.COMMIT);
        final long end = memory.getAcquire(ring + RingLayout.WRITTEN_END);
        // The latest entry may be half written yet; the one before it is not.
        for (long index = end - 1; index >= 0 && index >= end - 2; index--) {
            if (read(index, scratch)) {
                return Math.max(header, scratch.commitIndex());
            }
        }
        return header;
    }

    /** Number of the grant whose ring replay is in, 0 before the first. */
    public long epoch() {
        return epoch;
    }
}
