package io.muex.mu.interleaving;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LocalLog;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.PermissionGate;
import io.muex.mu.fabric.SnapshotRegion;
import io.muex.mu.log.Entry;

/** The shipped fabric, with a witness that hears of writes, successes and readings. */
final class WitnessedFabric implements Fabric {
    private final Fabric real;
    private final Witness witness;
    /** Grants whose inheritance was read and that were not seen to stand since, one bit an id. */
    private long unconfirmed;
    /** The lowest index read from them: those below were confirmed before. */
    private long unconfirmedFrom;

    WitnessedFabric(final Fabric real, final Witness witness) {
        this.real = real;
        this.witness = witness;
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
        return real.word(id, incarnation, offset);
    }

    @Override
    public void mail(final int id, final int incarnation, final int offset, final long value) {
        real.mail(id, incarnation, offset, value);
    }

    @Override
    public long own(final int offset) {
        return real.own(offset);
    }

    @Override
    public void publish(final int offset, final long value) {
        real.publish(offset, value);
    }

    @Override
    public PermissionGate gate() {
        return real.gate();
    }

    @Override
    public Grant grant(final int id, final int incarnation, final long ballot) {
        return real.grant(id, incarnation, ballot);
    }

    @Override
    public boolean stands(final Grant grant) {
        final boolean stands = real.stands(grant);
        if (stands) {
            unconfirmed &= ~(1L << grant.id());
        }
        return stands;
    }

    @Override
    public int inherited(final Grant grant, final long index, final Entry into) {
        if (index >= grant.base()) {
            unconfirmedFrom = unconfirmed == 0 ? index : Math.min(unconfirmedFrom, index);
            unconfirmed |= 1L << grant.id();
        }
        return real.inherited(grant, index, into);
    }

    @Override
    public LogChannel open(final Grant grant) {
        final LogChannel channel = real.open(grant);
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
        return real.snapshots();
    }

    @Override
    public void markDead(final int id, final int incarnation) {
        real.markDead(id, incarnation);
    }

    private final class WitnessedChannel implements LogChannel {
        private final LogChannel channel;
        private long started;

        private WitnessedChannel(final LogChannel channel) {
            this.channel = channel;
        }

        @Override
        public Grant grant() {
            return channel.grant();
        }

        @Override
        public void startAt(final long index) {
            started = index;
            channel.startAt(index);
        }

        @Override
        public void post(final Entry entry, final long commitIndex) {
            if (unconfirmed != 0 && channel.postedEnd() >= unconfirmedFrom) {
                throw new IllegalStateException("I21 what was read of an inheritance counts only if its grant was seen"
                    + " to stand afterwards: index " + channel.postedEnd());
            }
            witness.onPost(channel.grant(), channel.postedEnd(), entry);
            channel.post(entry, commitIndex);
        }

        @Override
        public void postCommit(final long commitIndex) {
            channel.postCommit(commitIndex);
        }

        @Override
        public boolean poll() {
            final long before = Math.max(started, channel.completedEnd());
            final boolean stands = channel.poll();
            witness.onSuccess(channel.grant(), before, channel.completedEnd());
            return stands;
        }

        @Override
        public long postedEnd() {
            return channel.postedEnd();
        }

        @Override
        public long completedEnd() {
            return channel.completedEnd();
        }

        @Override
        public boolean hasFailed() {
            return channel.hasFailed();
        }

        @Override
        public long applied() {
            return channel.applied();
        }
    }
}
