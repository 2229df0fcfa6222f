package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import io.muex.mu.fabric.Regions;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * The memory of this replica, registered for its peers: each peer has a protection domain of its own here and may read
 * all of it but the rings, write its own line of mail, and write the ring that it was granted. Lookups of other
 * replicas' memory answer that there is none: it is reached through {@link PeerLink}.
 */
final class OwnRegions implements Regions, AutoCloseable {
    private static final int READABLE = IbvMr.IBV_ACCESS_REMOTE_READ;
    private static final int WRITABLE = IbvMr.IBV_ACCESS_LOCAL_WRITE | IbvMr.IBV_ACCESS_REMOTE_WRITE;
    private static final long PAGE = 4_096;

    private final VerbsDevice device;
    private final int selfId;
    private final int selfIncarnation;
    private final ClusterGeometry geometry;
    private final Arena arena = Arena.ofShared();
    private final long control;
    private final long[] inheritances = new long[InheritanceLayout.AREAS];
    private final long snapshot;
    private final long[] ringAddresses = new long[RingRegions.COUNT];
    private final IbvPd[] domains;
    private final LentKeys[] keys;
    private final List<IbvMr> registered = new ArrayList<>();
    private final RingRegions rings;
    private int holder; // background plane
    private volatile boolean announced;

    /** Makes and registers everything; {@code control} is the zeroed control region. */
    OwnRegions(final VerbsDevice device, final int selfId, final int selfIncarnation, final ClusterGeometry geometry,
               final MemorySegment control) throws IOException {
        this.device = device;
        this.selfId = selfId;
        this.selfIncarnation = selfIncarnation;
        this.geometry = geometry;
        this.control = control.address();
        for (int area = 0; area < inheritances.length; area++) {
            inheritances[area] = memory(geometry.inheritanceBytes());
        }
        snapshot = memory(geometry.snapshotBytes());
        for (int place = 0; place < ringAddresses.length; place++) {
            ringAddresses[place] = memory(geometry.ringBytes());
        }
        final int replicas = geometry.replicaCount();
        domains = new IbvPd[replicas + 1];
        keys = new LentKeys[replicas + 1];
        for (int peer = 1; peer <= replicas; peer++) {
            if (peer != selfId) {
                domains[peer] = device.newDomain();
                keys[peer] = lendTo(peer);
            }
        }
        rings = new RingRegions(new DeviceLender(), ringAddresses, ringBytes(), selfId, replicas);
        UnsafeApi.putLong(this.control + ControlLayout.CLUSTER_ID, geometry.clusterId());
        UnsafeApi.putLong(this.control + ControlLayout.SLOTS, geometry.slots());
        UnsafeApi.putLong(this.control + ControlLayout.SLOT_LENGTH, geometry.slotLengthBytes());
        UnsafeApi.putLongRelease(null, this.control + ControlLayout.MAGIC, ControlLayout.MAGIC_VALUE);
    }

    private long memory(final long lengthBytes) {
        return arena.allocate(lengthBytes, PAGE).address();
    }

    private long ringBytes() {
        return RingLayout.length(geometry.slots(), geometry.slotLengthBytes());
    }

    private LentKeys lendTo(final int peer) throws IOException {
        final int[] inheritanceKeys = new int[inheritances.length];
        for (int area = 0; area < inheritances.length; area++) {
            inheritanceKeys[area] = lend(peer, inheritances[area], geometry.inheritanceBytes(), READABLE);
        }
        final long mail = control + ControlLayout.mail(peer);
        return new LentKeys(selfIncarnation, control, lend(peer, control, ControlLayout.LENGTH, READABLE), mail,
            lend(peer, mail, ControlLayout.LINE, WRITABLE), inheritances, inheritanceKeys, snapshot,
            lend(peer, snapshot, geometry.snapshotBytes(), READABLE), ringAddresses);
    }

    private int lend(final int peer, final long address, final long lengthBytes, final int access)
        throws IOException {
        final IbvMr region = device.register(domains[peer], address, lengthBytes, access);
        registered.add(region);
        return region.getRkey();
    }

    /** What a peer is told when it connects. */
    LentKeys keys(final int peer) {
        return keys[peer];
    }

    /** Within it a peer's keys work. */
    IbvPd domain(final int peer) {
        return domains[peer];
    }

    /** Makes rings ready that replay has left. Housekeeping. */
    int renewRings() {
        return rings.renew();
    }

    @Override
    public int selfId() {
        return selfId;
    }

    @Override
    public int selfIncarnation() {
        return selfIncarnation;
    }

    @Override
    public int replicaCount() {
        return geometry.replicaCount();
    }

    @Override
    public int slots() {
        return geometry.slots();
    }

    @Override
    public int slotLength() {
        return geometry.slotLengthBytes();
    }

    @Override
    public int retained() {
        return geometry.retained();
    }

    @Override
    public int incarnation(final int id) {
        return id == selfId && announced ? selfIncarnation : 0;
    }

    void announce() {
        UnsafeApi.putLongRelease(null, control + ControlLayout.ANNOUNCED, 1);
        announced = true;
    }

    boolean isAnnounced() {
        return announced;
    }

    private boolean isSelf(final int id, final int incarnation) {
        return id == selfId && incarnation == selfIncarnation;
    }

    @Override
    public long control(final int id, final int incarnation) {
        return isSelf(id, incarnation) ? control : ABSENT;
    }

    @Override
    public long ring(final int id, final int incarnation, final long epoch) {
        return isSelf(id, incarnation) ? rings.address(epoch) : ABSENT;
    }

    @Override
    public long inheritance(final int id, final int incarnation, final int area) {
        return isSelf(id, incarnation) ? inheritances[area] : ABSENT;
    }

    @Override
    public long snapshot(final int id, final int incarnation) {
        return isSelf(id, incarnation) ? snapshot : ABSENT;
    }

    @Override
    public long snapshotCapacity() {
        return geometry.snapshotCapacityBytes();
    }

    @Override
    public void retireBelow(final long epoch) {
        rings.retireBelow(epoch);
    }

    /** Deregistering is the barrier: afterwards nothing that the holder posted can land. */
    @Override
    public void seal(final long epoch) {
        if (holder != 0) {
            rings.seal(epoch, holder);
            holder = 0;
        }
    }

    @Override
    public void open(final long epoch, final int newHolder) {
        final int key = rings.open(epoch, newHolder);
        holder = newHolder;
        UnsafeApi.putLongRelease(null, control + ControlLayout.grant(newHolder) + ControlLayout.GRANT_KEY,
            epoch << 32 | key & 0xFFFF_FFFFL);
    }

    /** This replica is over for its peers: nothing they write lands any more once this returns. Any thread. */
    void die() {
        UnsafeApi.putLongVolatile(null, control + ControlLayout.DEAD, 1);
        rings.close();
    }

    @Override
    public void markDead(final int id, final int incarnation) {
        if (isSelf(id, incarnation)) {
            die();
        }
    }

    /** Gives the memory back. Nobody uses it any more, and no queue pair of the domains exists. */
    @Override
    public void close() {
        rings.close();
        try {
            for (final IbvMr region : registered) {
                device.deregister(region);
            }
            for (final IbvPd domain : domains) {
                if (domain != null) {
                    device.verbs().deallocPd(domain);
                }
            }
        } catch (final IOException left) {
            // the memory stays: somebody still has a hold on it
            return;
        }
        arena.close();
    }

    private final class DeviceLender implements RingRegions.Lender {
        @Override
        public RingRegions.Loan lend(final int peer, final long address, final long lengthBytes) {
            try {
                final IbvMr region = device.register(domains[peer], address, lengthBytes, WRITABLE);
                return new RingRegions.Loan(peer, region.getRkey(), region);
            } catch (final IOException failure) {
                throw new RdmaMissingException("a log of " + lengthBytes + " bytes cannot be registered: "
                    + failure.getMessage(), failure);
            }
        }

        /** A key that cannot be ended is a permission that cannot be taken away: the replica must not go on. */
        @Override
        public void end(final RingRegions.Loan loan) {
            try {
                device.deregister((IbvMr) loan.region());
            } catch (final IOException failure) {
                throw new IllegalStateException("permission cannot be taken away: " + failure.getMessage(), failure);
            }
        }
    }
}
