package io.muex.mu.replication;

import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import io.muex.mu.recovery.ReplicatedState;
import org.agrona.concurrent.UnsafeBuffer;

/** Memory of a cluster without planes: grants are given and entries written by hand, exactly where a story has them. */
final class HandMadeCluster implements AutoCloseable {
    static final int SLOTS = 64;
    static final int SLOT_LENGTH = 128;
    /** Slots less the reserve of a quarter. */
    static final int WINDOW = SLOTS - SLOTS / 4;
    private final PrivateCluster memory;
    private final MemoryFabric[] fabrics;
    private final Entry entry = new Entry(SLOT_LENGTH);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);

    HandMadeCluster(final int replicas) {
        this(replicas, SLOTS);
    }

    HandMadeCluster(final int replicas, final int slots) {
        memory = new PrivateCluster(replicas, slots, SLOT_LENGTH, slots / 4, 1 << 12);
        fabrics = new MemoryFabric[replicas + 1];
        for (int id = 1; id <= replicas; id++) {
            start(id, 1);
        }
    }

    void start(final int id, final int incarnation) {
        fabrics[id] = new MemoryFabric(new PlainMemory(), memory.join(id, incarnation));
    }

    MemoryFabric fabric(final int id) {
        return fabrics[id];
    }

    /** Lets a replica say how far it has applied. */
    void applied(final int id, final long index) {
        fabrics[id].publish(ControlLayout.APPLIED, index);
    }

    /** Lets {@code target} grant its log, and reads the grant as its holder does. */
    Grant grant(final int target, final int holder, final long ballot, final boolean votes) {
        fabrics[target].gate().grant(holder, ballot, votes, 0);
        return fabrics[holder].grant(target, fabrics[target].selfIncarnation(), ballot);
    }

    /** Opens the log of {@code target} for a leader of whom nothing else is told, which writes from an index on. */
    LogChannel open(final int target, final int holder, final long ballot, final long from) {
        final LogChannel channel = fabrics[holder].open(grant(target, holder, ballot, true));
        channel.startAt(from);
        return channel;
    }

    /** Posts a command of one number. */
    void post(final LogChannel channel, final long value, final long commitIndex) {
        payload.putLong(0, value);
        post(channel, EntryKind.COMMAND, Long.BYTES, commitIndex);
    }

    void postAdmission(final LogChannel channel, final int id, final int incarnation, final long commitIndex) {
        post(channel, EntryKind.ADMIT, ReplicatedState.encodeAdmit(payload, id, incarnation), commitIndex);
    }

    private void post(final LogChannel channel, final int kind, final int length, final long commitIndex) {
        entry.encode(channel.postedEnd(), channel.grant().ballot(), 1, kind, payload, 0, length);
        channel.post(entry, commitIndex);
    }

    /** Changes a byte of what a replica has copied for the holder of its latest grant. */
    void damageInheritance(final Grant grant, final long index) {
        final int area = InheritanceLayout.area(PermissionWord.epoch(grant.permission()));
        final long address = memory.join(grant.id(), grant.incarnation())
            .inheritance(grant.id(), grant.incarnation(), area) + (index - grant.from()) * SLOT_LENGTH;
        final PlainMemory plain = new PlainMemory();
        plain.putPlain(address + RingLayout.PAYLOAD, plain.getPlain(address + RingLayout.PAYLOAD) ^ 1);
    }

    @Override
    public void close() {
        memory.close();
    }
}
