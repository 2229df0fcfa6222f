package io.muex.mu.fabric;

import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The fabric over {@link Memory} and {@link Regions}: what shared memory between processes and simulated memory have
 * in common, which is everything but where the bytes are and who schedules the steps.
 */
public final class MemoryFabric implements Fabric, SnapshotRegion {
    private final Memory memory;
    private final Regions regions;
    private final SlotReader slots;
    private final PermissionGate gate;
    private final LocalLog localLog;
    private final long control;

    /** Both are handed in; the own control region must exist already. */
    public MemoryFabric(final Memory memory, final Regions regions) {
        this.memory = memory;
        this.regions = regions;
        this.slots = new SlotReader(memory);
        this.gate = new PermissionGate(memory, regions);
        this.localLog = new LocalLog(memory, regions);
        this.control = regions.control(regions.selfId(), regions.selfIncarnation());
    }

    @Override
    public int selfId() {
        return regions.selfId();
    }

    @Override
    public int selfIncarnation() {
        return regions.selfIncarnation();
    }

    @Override
    public int replicaCount() {
        return regions.replicaCount();
    }

    @Override
    public int slots() {
        return regions.slots();
    }

    @Override
    public int slotLength() {
        return regions.slotLength();
    }

    @Override
    public int reserve() {
        return regions.retained();
    }

    @Override
    public int incarnation(final int id) {
        return regions.incarnation(id);
    }

    @Override
    public void pull(final int id) {
        // Words of mapped memory are read where they are.
    }

    @Override
    public long word(final int id, final int incarnation, final int offset) {
        final long address = regions.control(id, incarnation);
        return address == Regions.ABSENT ? UNKNOWN : memory.getAcquire(address + offset);
    }

    @Override
    public void mail(final int id, final int incarnation, final int offset, final long value) {
        final long address = regions.control(id, incarnation);
        if (address != Regions.ABSENT) {
            memory.putRelease(address + ControlLayout.mail(regions.selfId()) + offset, value);
        }
    }

    @Override
    public long own(final int offset) {
        return memory.getAcquire(control + offset);
    }

    @Override
    public void publish(final int offset, final long value) {
        memory.putRelease(control + offset, value);
    }

    @Override
    public PermissionGate gate() {
        return gate;
    }

    @Override
    public Grant grant(final int id, final int incarnation, final long ballot) {
        final long address = regions.control(id, incarnation);
        if (address == Regions.ABSENT) {
            return null;
        }
        final long at = address + ControlLayout.grant(regions.selfId());
        if (memory.getAcquire(at + ControlLayout.GRANT_ACKNOWLEDGED) != ballot) {
            return null;
        }
        final long permission = memory.getPlain(at + ControlLayout.GRANT_PERMISSION);
        final long base = memory.getPlain(at + ControlLayout.GRANT_BASE);
        final long from = memory.getPlain(at + ControlLayout.GRANT_FROM);
        final long end = memory.getPlain(at + ControlLayout.GRANT_END);
        final long votes = memory.getPlain(at + ControlLayout.GRANT_VOTES);
        final long chosenFrom = memory.getPlain(at + ControlLayout.GRANT_CHOSEN_FROM);
        final long checksum = memory.getPlain(at + ControlLayout.GRANT_CHECKSUM);
        final Grant grant = new Grant(id, incarnation, ballot, permission, base, from, end, chosenFrom, votes == 1);
        final boolean whole =
            checksum == PermissionGate.grantChecksum(ballot, permission, base, from, end, votes, chosenFrom);
        return whole && stands(grant) ? grant : null;
    }

    @Override
    public boolean stands(final Grant grant) {
        memory.fullFence();
        final long address = regions.control(grant.id(), grant.incarnation());
        return address != Regions.ABSENT
            && memory.getAcquire(address + ControlLayout.PERMISSION) == grant.permission();
    }

    @Override
    public int inherited(final Grant grant, final long index, final Entry into) {
        if (index < grant.from() || index >= grant.end()
            || index - grant.from() >= regions.slots() + regions.retained()) {
            return EMPTY;
        }
        final int area = InheritanceLayout.area(PermissionWord.epoch(grant.permission()));
        final long address = regions.inheritance(grant.id(), grant.incarnation(), area);
        if (address == Regions.ABSENT) {
            return DAMAGED;
        }
        final long at = address + (index - grant.from()) * regions.slotLength();
        return slots.read(at, index + 1, index, into);
    }

    @Override
    public LogChannel open(final Grant grant) {
        final long target = regions.control(grant.id(), grant.incarnation());
        final long ring = regions.ring(grant.id(), grant.incarnation(), PermissionWord.epoch(grant.permission()));
        final boolean reachable = target != Regions.ABSENT && ring != Regions.ABSENT;
        return reachable ? new RingChannel(memory, regions, grant, target, ring) : null;
    }

    @Override
    public void flush() {
        memory.fullFence();
    }

    @Override
    public LocalLog localLog() {
        return localLog;
    }

    @Override
    public SnapshotRegion snapshots() {
        return this;
    }

    @Override
    public long capacity() {
        return regions.snapshotCapacity();
    }

    @Override
    public void write(final long position, final DirectBuffer source, final int offset, final int length) {
        final long region = regions.snapshot(regions.selfId(), regions.selfIncarnation());
        memory.copyIn(region + position, source, offset, length);
    }

    @Override
    public void read(final int donor, final int incarnation, final long position, final MutableDirectBuffer target,
                     final int offset, final int length) {
        memory.copyOut(regions.snapshot(donor, incarnation) + position, target, offset, length);
    }

    @Override
    public void markDead(final int id, final int incarnation) {
        regions.markDead(id, incarnation);
    }
}
