package io.muex.mu.sim;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LocalLog;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.PermissionGate;
import io.muex.mu.fabric.SnapshotRegion;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The shipped fabric with connections that can break and a witness that records every write and completion. What a
 * broken connection does: words stay as last read, mail is lost, writes land but are reported as errors.
 */
final class SimFabric implements Fabric {
    private static final int FIRST_MAIL = ControlLayout.mail(0);
    private static final int WORDS = ControlLayout.LENGTH / Long.BYTES;
    private final Fabric real;
    private final SimReplica replica;
    private final Simulation world;
    private final Links links;
    private final Ghost ghost;
    private final long[][] lastRead;
    private final int[] lastReadOf;
    private final Takeover takeover;
    private final SnapshotRegion snapshots;
    private final OwnHistory history = new OwnHistory();
    private long snapshotIndex;
    private boolean writing;
    private boolean loading;
    private boolean restoring;

    SimFabric(final Fabric real, final SimReplica replica, final Simulation world) {
        this.real = real;
        this.replica = replica;
        this.world = world;
        this.links = world.links;
        this.ghost = world.ghost;
        this.lastRead = new long[real.replicaCount() + 1][];
        this.lastReadOf = new int[real.replicaCount() + 1];
        this.takeover = new Takeover(ghost, world.coverage, real.replicaCount());
        this.snapshots = new WatchedSnapshots();
    }

    private boolean isBroken(final int to) {
        return to != real.selfId() && links.isBroken(real.selfId(), to, world.nowNs());
    }

    @Override
    public int selfId() {
        return real.selfId();
    }

    @Override
    public int selfIncarnation() {
        return real.selfIncarnation();
    }

    @Override
    public int replicaCount() {
        return real.replicaCount();
    }

    @Override
    public int slots() {
        return real.slots();
    }

    @Override
    public int slotLength() {
        return real.slotLength();
    }

    @Override
    public int reserve() {
        return real.reserve();
    }

    @Override
    public int incarnation(final int id) {
        return real.incarnation(id);
    }

    @Override
    public void pull(final int id) {
        real.pull(id);
    }

    @Override
    public long word(final int id, final int incarnation, final int offset) {
        final long[] known = known(id, incarnation);
        // The kernel's word of a death does not travel over the connection.
        if (isBroken(id) && offset != ControlLayout.DEAD
            || offset == ControlLayout.HEARTBEAT && links.isSuspected(real.selfId(), id, world.nowNs())) {
            replica.read(id, incarnation, offset, known[offset >>> 3]);
            return known[offset >>> 3];
        }
        final long value = real.word(id, incarnation, offset);
        if (offset == ControlLayout.SNAPSHOT_INDEX) {
            snapshotIndex = value;
        }
        known[offset >>> 3] = value;
        replica.read(id, incarnation, offset, value);
        return value;
    }

    /** The words of a peer as last read. */
    private long[] known(final int id, final int incarnation) {
        if (lastReadOf[id] != incarnation) {
            lastReadOf[id] = incarnation;
            lastRead[id] = new long[WORDS];
            Arrays.fill(lastRead[id], UNKNOWN);
        }
        return lastRead[id];
    }

    @Override
    public void mail(final int id, final int incarnation, final int offset, final long value) {
        if (!isBroken(id)) {
            real.mail(id, incarnation, offset, value);
        }
        switch (offset) {
            case ControlLayout.MAIL_SNAPSHOT -> replica.awaitsSnapshot(true);
            case ControlLayout.MAIL_REQUEST -> replica.doings.onAsked(id, value);
            case ControlLayout.MAIL_BEHIND -> replica.doings.onSaidBehind(id, value);
            default -> { }
        }
    }

    @Override
    public long own(final int offset) {
        final long value = real.own(offset);
        if (offset >= FIRST_MAIL && (offset - FIRST_MAIL) % ControlLayout.LINE == ControlLayout.MAIL_REQUEST) {
            replica.sawRequest(value);
        }
        return value;
    }

    @Override
    public void publish(final int offset, final long value) {
        switch (offset) {
            case ControlLayout.APPLIED -> history.onApplied(selfId(), value);
            case ControlLayout.HISTORY_FROM -> history.onHistoryFrom(value);
            case ControlLayout.PREPARING -> history.settle(replica.applied());
            default -> { }
        }
        real.publish(offset, value);
        replica.published(offset, value);
        restoring = offset == ControlLayout.HISTORY_FROM || restoring && offset != ControlLayout.APPLIED;
    }

    /** The snapshot that was read last is now the state. */
    void onSnapshotLoaded() {
        history.onLoaded(snapshotIndex);
    }

    /** Whether the replication plane is at a point where it had better not stand still. */
    boolean isAt(final Fault.Moment moment) {
        return switch (moment) {
            case READING -> takeover.isReading();
            case WRITING -> writing;
            case LOADING -> loading;
            case RESTORING -> restoring;
            default -> throw new IllegalArgumentException(moment.toString());
        };
    }

    @Override
    public PermissionGate gate() {
        return real.gate();
    }

    @Override
    public Grant grant(final int id, final int incarnation, final long ballot) {
        return isBroken(id) ? null : real.grant(id, incarnation, ballot);
    }

    @Override
    public boolean stands(final Grant grant) {
        final boolean stands = !isBroken(grant.id()) && real.stands(grant);
        if (stands) {
            takeover.onConfirmed(grant);
        }
        return stands;
    }

    /** Whether a grant that stands counts for this replica: of a voter that is admitted and can be reached. */
    boolean isUsable(final Grant grant) {
        return grant.votes() && grant.incarnation() == ghost.admitted(grant.id()) && !isBroken(grant.id());
    }

    @Override
    public int inherited(final Grant grant, final long index, final Entry into) {
        if (isBroken(grant.id())) {
            return DAMAGED;
        }
        takeover.onReading(grant, index);
        final int found = real.inherited(grant, index, into);
        if (found == WHOLE) {
            takeover.onInherited(grant, index, into);
            if (index < grant.base()) {
                history.onRead(index, replica.applied());
            }
        } else if (found == DAMAGED && world.isDamaged(grant.id(), grant.incarnation())) {
            world.coverage.count(Situation.DAMAGE_READ_BY_PEER);
        }
        return found;
    }

    @Override
    public LogChannel open(final Grant grant) {
        final LogChannel channel = isBroken(grant.id()) ? null : real.open(grant);
        if (channel != null) {
            replica.doings.onOpened(grant);
        }
        return channel == null ? null : new WitnessedChannel(channel);
    }

    @Override
    public void flush() {
        real.flush();
    }

    @Override
    public LocalLog localLog() {
        return real.localLog();
    }

    @Override
    public SnapshotRegion snapshots() {
        return snapshots;
    }

    private final class WatchedSnapshots implements SnapshotRegion {
        @Override
        public long capacity() {
            return real.snapshots().capacity();
        }

        @Override
        public void write(final long position, final DirectBuffer source, final int offset, final int length) {
            real.snapshots().write(position, source, offset, length);
        }

        @Override
        public void read(final int donor, final int incarnation, final long position, final MutableDirectBuffer target,
                         final int offset, final int length) {
            loading = true;
            real.snapshots().read(donor, incarnation, position, target, offset, length);
            loading = false;
        }
    }

    @Override
    public void markDead(final int id, final int incarnation) {
        real.markDead(id, incarnation);
    }

    private final class WitnessedChannel implements LogChannel {
        private final LogChannel channel;
        private final Ghost.Tenure tenure;
        private boolean broken;
        private long completedEnd;
        /** First index posted when the target was known to be dead already. */
        private long postedToDead = Long.MAX_VALUE;

        private WitnessedChannel(final LogChannel channel) {
            this.channel = channel;
            this.tenure = ghost.tenure(channel.grant());
            if (ghost.hasBegun(channel.grant().ballot())) {
                world.coverage.count(Situation.LATE_JOIN);
            }
        }

        @Override
        public Grant grant() {
            return channel.grant();
        }

        @Override
        public void startAt(final long index) {
            ghost.onStart(tenure, index);
            channel.startAt(index);
            completedEnd = index;
        }

        @Override
        public void post(final Entry entry, final long commitIndex) {
            final long index = channel.postedEnd();
            ghost.onPost(tenure, real.selfId(), index, entry, Math.min(commitIndex, index));
            if (entry.kind() == EntryKind.ADMIT) {
                replica.admits(index);
            }
            world.checkRoom(channel.grant(), index, real.slots() - real.reserve());
            if (postedToDead == Long.MAX_VALUE && world.isKnownDead(channel.grant())) {
                postedToDead = index;
            }
            takeover.onWriting(channel.grant().ballot(), index);
            writing = true;
            replica.doings.onWrote(channel.grant().id(), index);
            channel.post(entry, commitIndex);
        }

        @Override
        public void postCommit(final long commitIndex) {
            ghost.checkHint(Math.min(commitIndex, channel.postedEnd()));
            channel.postCommit(commitIndex);
        }

        @Override
        public boolean poll() {
            writing = false;
            broken |= isBroken(channel.grant().id());
            if (broken) {
                return false;
            }
            final boolean stands = channel.poll();
            final boolean isSilent = links.isSilent(real.selfId(), channel.grant().id(), world.nowNs());
            if (stands && channel.completedEnd() > completedEnd && !isSilent) {
                // A completion may be reported later than its write landed, as a network card's is.
                completedEnd = world.drawCompletion(completedEnd, channel.completedEnd());
                if (completedEnd > postedToDead) {
                    throw new Violation("C6 nothing written to a dead target succeeds", "index " + postedToDead
                        + " to " + channel.grant().id() + "/" + channel.grant().incarnation());
                }
                ghost.onSuccess(tenure, completedEnd);
            }
            return stands;
        }

        @Override
        public long postedEnd() {
            return channel.postedEnd();
        }

        @Override
        public long completedEnd() {
            return completedEnd;
        }

        @Override
        public boolean hasFailed() {
            return broken || channel.hasFailed();
        }

        @Override
        public long applied() {
            return channel.applied();
        }
    }
}
