package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LocalLog;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.PermissionGate;
import io.muex.mu.fabric.SlotReader;
import io.muex.mu.fabric.SnapshotRegion;
import io.muex.mu.log.Entry;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The fabric over verbs. This replica's own memory is behind the same gate as everywhere ({@link MemoryFabric}); peers
 * are behind their {@link PeerLink}s.
 */
final class VerbsFabric implements Fabric, SnapshotRegion {
    /**
     * So old may the answer to "does it stand" be: a scan asks for each index, and what it reads is a copy that was
     * checked when it was made and never changes.
     */
    private static final long STANDS_NS = 50_000;

    private final MemoryFabric own;
    private final Memory memory;
    private final OwnRegions regions;
    private final PeerLink[] links;
    private final PeerCaller[] callers;
    private final RemoteChannel[] channels;
    private final SlotReader slots;
    private final long[] stoodNs;
    private final long[] stood;

    VerbsFabric(final Memory memory, final OwnRegions regions, final PeerLink[] links, final PeerCaller[] callers) {
        this.own = new MemoryFabric(memory, regions);
        this.memory = memory;
        this.regions = regions;
        this.links = links;
        this.callers = callers;
        this.channels = new RemoteChannel[links.length];
        this.slots = new SlotReader(memory);
        this.stoodNs = new long[links.length];
        this.stood = new long[links.length];
    }

    @Override
    public int selfId() {
        return own.selfId();
    }

    @Override
    public int selfIncarnation() {
        return own.selfIncarnation();
    }

    @Override
    public int replicaCount() {
        return own.replicaCount();
    }

    @Override
    public int slots() {
        return own.slots();
    }

    @Override
    public int slotLength() {
        return own.slotLength();
    }

    @Override
    public int reserve() {
        return own.reserve();
    }

    private boolean isSelf(final int id) {
        return id == regions.selfId();
    }

    @Override
    public int incarnation(final int id) {
        return isSelf(id) ? own.incarnation(id) : links[id].incarnation();
    }

    @Override
    public void pull(final int id) {
        if (!isSelf(id)) {
            links[id].pull();
        }
    }

    @Override
    public long word(final int id, final int incarnation, final int offset) {
        return isSelf(id) ? own.word(id, incarnation, offset) : links[id].word(incarnation, offset);
    }

    @Override
    public void mail(final int id, final int incarnation, final int offset, final long value) {
        if (isSelf(id)) {
            own.mail(id, incarnation, offset, value);
        } else {
            links[id].mail(incarnation, offset, value);
        }
    }

    @Override
    public long own(final int offset) {
        return own.own(offset);
    }

    @Override
    public void publish(final int offset, final long value) {
        own.publish(offset, value);
    }

    @Override
    public PermissionGate gate() {
        return own.gate();
    }

    @Override
    public Grant grant(final int id, final int incarnation, final long ballot) {
        return isSelf(id) ? own.grant(id, incarnation, ballot) : links[id].grant(incarnation, ballot);
    }

    @Override
    public boolean stands(final Grant grant) {
        final int id = grant.id();
        if (isSelf(id)) {
            return own.stands(grant);
        }
        if (stood[id] == grant.permission() && System.nanoTime() - stoodNs[id] < STANDS_NS) {
            return true;
        }
        stood[id] = 0;
        final boolean stands = links[id].stands(grant);
        if (stands) {
            stood[id] = grant.permission();
            stoodNs[id] = System.nanoTime();
        }
        return stands;
    }

    @Override
    public int inherited(final Grant grant, final long index, final Entry into) {
        if (isSelf(grant.id())) {
            return own.inherited(grant, index, into);
        }
        if (index < grant.from() || index >= grant.end()
            || index - grant.from() >= regions.slots() + regions.retained()) {
            return EMPTY;
        }
        final PeerLink link = links[grant.id()];
        final long copy = link.inheritance(grant);
        if (copy == 0) {
            return DAMAGED;
        }
        final int found = slots.read(copy + (index - grant.from()) * regions.slotLength(), index + 1, index, into);
        return link.holdsCopyOf(grant) ? found : DAMAGED;
    }

    @Override
    public LogChannel open(final Grant grant) {
        final int id = grant.id();
        if (isSelf(id)) {
            return own.open(grant);
        }
        final PeerLink link = links[id];
        final ReplicationEnd end = link.claimed();
        if (end == null || !link.holdsKeyOf(grant)) {
            return null;
        }
        final RemoteChannel before = channels[id];
        if (before != null) {
            // The same writer holds a newer grant: what the older has under way may break the connection yet.
            before.lose();
            channels[id] = null;
        }
        if (!end.isIdle()) {
            end.poll();
            if (end.isBroken()) {
                link.giveBack(end);
            }
            return null;
        }
        channels[id] = new RemoteChannel(memory, link, end, grant, link.grantKey());
        return channels[id];
    }

    @Override
    public void flush() {
        own.flush();
        for (final RemoteChannel channel : channels) {
            if (channel != null) {
                channel.send();
            }
        }
    }

    @Override
    public LocalLog localLog() {
        return own.localLog();
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
        own.write(position, source, offset, length);
    }

    /** Pieces that cannot be read stay as they are; the checksum of the snapshot then does not hold. */
    @Override
    public void read(final int donor, final int incarnation, final long position, final MutableDirectBuffer target,
                     final int offset, final int length) {
        final PeerLink link = links[donor];
        for (int done = 0; done < length;) {
            final int piece = Math.min(link.bounceBytes(), length - done);
            final long at = link.snapshot(incarnation, position + done, piece);
            if (at == 0) {
                return;
            }
            memory.copyOut(at, target, offset + done, piece);
            done += piece;
        }
    }

    /** Tells the replica itself, if it can be reached, and waits until nothing lands in its log any more. */
    @Override
    public void markDead(final int id, final int incarnation) {
        if (isSelf(id)) {
            own.markDead(id, incarnation);
        } else {
            callers[id].endPeer(incarnation);
            links[id].dead(incarnation);
        }
    }
}
