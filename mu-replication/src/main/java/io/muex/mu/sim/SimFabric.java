package io.muex.mu.sim;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LocalLog;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.PermissionGate;
import io.muex.mu.fabric.SnapshotRegion;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;

/**
 * The shipped fabric with connections that can break and a witness that records every write and completion. What a
 * broken connection does: words stay as last read, mail is lost, writes land but are reported as errors.
 */
final class SimFabric implements Fabric {
    private final Fabric real;
    private final Links links;
    private final Ghost ghost;
    private final LongSupplier nowNs;
    private final LongBinaryOperator completions;
    private final Map<Long, Long> lastRead = new HashMap<>();

    /**
     * Wraps the shipped fabric.
     *
     * @param completions answers how far completions are reported, between what was and what could be reported
     */
    SimFabric(final Fabric real, final Links links, final Ghost ghost, final LongSupplier nowNs,
              final LongBinaryOperator completions) {
        this.completions = completions;
        this.real = real;
        this.links = links;
        this.ghost = ghost;
        this.nowNs = nowNs;
    }

    private boolean isBroken(final int to) {
        return to != real.selfId() && links.isBroken(real.selfId(), to, nowNs.getAsLong());
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
        final long key = (long) id << 40 | (long) incarnation << 24 | offset;
        // The kernel's word of a death does not travel over the connection.
        if (isBroken(id) && offset != ControlLayout.DEAD) {
            return lastRead.getOrDefault(key, UNKNOWN);
        }
        final long value = real.word(id, incarnation, offset);
        lastRead.put(key, value);
        return value;
    }

    @Override
    public void mail(final int id, final int incarnation, final int offset, final long value) {
        if (!isBroken(id)) {
            real.mail(id, incarnation, offset, value);
        }
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
        return isBroken(id) ? null : real.grant(id, incarnation, ballot);
    }

    @Override
    public boolean stands(final Grant grant) {
        return !isBroken(grant.id()) && real.stands(grant);
    }

    @Override
    public int inherited(final Grant grant, final long index, final Entry into) {
        return isBroken(grant.id()) ? DAMAGED : real.inherited(grant, index, into);
    }

    @Override
    public LogChannel open(final Grant grant) {
        final LogChannel channel = isBroken(grant.id()) ? null : real.open(grant);
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
        private boolean broken;
        private long completedEnd;

        private WitnessedChannel(final LogChannel channel) {
            this.channel = channel;
        }

        @Override
        public Grant grant() {
            return channel.grant();
        }

        @Override
        public void startAt(final long index) {
            ghost.onStart(channel.grant(), index);
            channel.startAt(index);
            completedEnd = index;
        }

        @Override
        public void post(final Entry entry, final long commitIndex) {
            ghost.onPost(channel.grant(), channel.postedEnd(), entry, Math.min(commitIndex, channel.postedEnd()));
            channel.post(entry, commitIndex);
        }

        @Override
        public void postCommit(final long commitIndex) {
            ghost.checkHint(Math.min(commitIndex, channel.postedEnd()));
            channel.postCommit(commitIndex);
        }

        @Override
        public boolean poll() {
            broken |= isBroken(channel.grant().id());
            if (broken) {
                return false;
            }
            final boolean stands = channel.poll();
            if (stands && channel.completedEnd() > completedEnd) {
                // A completion may be reported later than its write landed, as a network card's is.
                completedEnd = completions.applyAsLong(completedEnd, channel.completedEnd());
                ghost.onSuccess(channel.grant(), completedEnd);
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
