package io.muex.mu.replication;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LocalLog;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.recovery.Membership;
import org.agrona.DirectBuffer;

/**
 * What a replica does with the permissions it holds under one ballot: appends entries, writes them to every target in
 * order, counts contiguous completions, and so moves the first undecided offset. A value once proposed at an index is
 * never changed under the ballot. Used by one replication thread; an instance lives as long as its ballot.
 */
final class Leadership {
    private static final int CATCH_UP_LIMIT = 256;
    /** A slow target is waited for while it applies this part of a ring within {@link Target#PATIENCE_NS}. */
    private static final int PROGRESS_SHARE = 64;

    private final Fabric fabric;
    private final Membership membership;
    private final PlaneBoard board;
    private final LocalLog localLog;
    private final long ballot;
    private final Target[] targets;
    private final int[] leastIncarnation;
    private final long[] completions;
    private final Proposals proposals;
    private final Entry resending;
    private final int window;
    private final int leastProgress;
    private Target self;
    private long lostMask;
    private long nextIndex;
    private long commitIndex;
    private long heldBackFrom = Long.MAX_VALUE;
    private boolean posted;

    /** Nothing was proposed under {@code ballot} yet; {@code proposals} is this leadership's while it lasts. */
    Leadership(final Fabric fabric, final Membership membership, final PlaneBoard board, final Proposals proposals,
               final long ballot) {
        proposals.forget();
        this.fabric = fabric;
        this.membership = membership;
        this.board = board;
        this.ballot = ballot;
        this.localLog = fabric.localLog();
        this.targets = new Target[fabric.replicaCount() + 1];
        this.leastIncarnation = new int[fabric.replicaCount() + 1];
        this.completions = new long[fabric.replicaCount()];
        this.proposals = proposals;
        this.resending = new Entry(fabric.slotLength());
        this.window = fabric.slots() - fabric.reserve();
        this.leastProgress = fabric.slots() / PROGRESS_SHARE;
    }

    long ballot() {
        return ballot;
    }

    /** Index that the next append takes. */
    long nextIndex() {
        return nextIndex;
    }

    /** First undecided offset. */
    long commitIndex() {
        return commitIndex;
    }

    /**
     * Begins at {@code base}: everything below is chosen and applied here. The own log is written from here on.
     */
    void begin(final long base) {
        nextIndex = base;
        commitIndex = base;
        self.startAt(base);
    }

    /**
     * Takes up grants that arrived since, under this ballot. A newer incarnation replaces an older one of its id.
     */
    void takeUpGrants() {
        for (int id = 1; id < targets.length; id++) {
            final Grant grant = board.grant(id);
            if (grant == null || grant.ballot() != ballot || isStale(grant)) {
                continue;
            }
            if (targets[id] == null || targets[id].grant().incarnation() < grant.incarnation()) {
                final LogChannel channel = fabric.open(grant);
                if (channel != null) {
                    targets[id] = new Target(channel, window);
                    self = id == fabric.selfId() ? targets[id] : self;
                }
            }
        }
    }

    private boolean isStale(final Grant grant) {
        final int id = grant.id();
        return grant.incarnation() < Math.max(leastIncarnation[id], membership.incarnation(id));
    }

    /**
     * An admission of {@code incarnation} was seen, decided or not: older incarnations of the id never count again
     * under this ballot.
     *
     * @return whether one of them was a target
     */
    boolean supersede(final int id, final int incarnation) {
        leastIncarnation[id] = Math.max(leastIncarnation[id], incarnation);
        final boolean counted = targets[id] != null && isStale(targets[id].grant());
        if (counted) {
            targets[id] = null;
        }
        return counted;
    }

    Target target(final int id) {
        return targets[id];
    }

    /** Whether voters enough for a majority, this replica among them, have granted and are reachable. */
    boolean hasMajority() {
        int voters = 0;
        for (final Target target : targets) {
            if (target != null && target.votes() && !target.channel().hasFailed() && !isStale(target.grant())) {
                voters++;
            }
        }
        return voters >= membership.majority() && self != null && !self.channel().hasFailed();
    }

    /** Whether replay is in the ring that this replica granted to itself: what it reads there is then its own. */
    boolean isReplayedInOwnRing() {
        return localLog.epoch() == PermissionWord.epoch(self.grant().permission());
    }

    /** Whether the own log has room for another entry and the undecided suffix may grow. */
    boolean hasRoom() {
        return self.hasRoom() && nextIndex - commitIndex < window;
    }

    /**
     * Whether a new command would overwrite, in the own log, what a slow target that keeps applying has not been
     * written yet. Without this rule a leader that is faster than a follower for two rings loses it to a snapshot, and
     * at a high rate the next one too. As of the latest {@link #catchUp}.
     */
    boolean isHeldBack() {
        return nextIndex >= heldBackFrom;
    }

    /**
     * Appends a new value at {@link #nextIndex} and writes it to every target that is up to date. Others get it by
     * {@link #catchUp}. Call only if {@link #hasRoom}.
     */
    long append(final long timestampNs, final int kind, final DirectBuffer source, final int offset,
                final int length) {
        final Entry entry = proposals.take(nextIndex);
        entry.encode(nextIndex, ballot, timestampNs, kind, source, offset, length);
        return write(entry);
    }

    /** Appends an adopted entry: payload and stamp stay, the ballot is this leader's. */
    long appendAdopted(final Entry entry) {
        entry.adopt(nextIndex, ballot);
        return write(entry);
    }

    private long write(final Entry entry) {
        final long index = nextIndex;
        if (self.channel().postedEnd() != index || !self.hasRoom()) {
            throw new IllegalStateException("append of " + index + " without room in the own log: " + self);
        }
        for (final Target target : targets) {
            if (target != null && target.isStarted() && target.channel().postedEnd() == index
                && !target.channel().hasFailed() && target.hasRoom()) {
                target.channel().post(entry, commitIndex);
            }
        }
        nextIndex = index + 1;
        posted = true;
        return index;
    }

    /** Starts targets that have just granted and feeds those that are behind, a bounded number of entries each. */
    int catchUp(final long nowNs) {
        int work = 0;
        heldBackFrom = Long.MAX_VALUE;
        for (final Target target : targets) {
            if (target == null || target.channel().hasFailed()) {
                continue;
            }
            if (!target.isStarted() || target.channel().postedEnd() < nextIndex) {
                // One that is up to date needs no look at its memory, which its own thread keeps writing.
                placeStart(target);
            }
            if (target.isStarted() && target.channel().postedEnd() < nextIndex) {
                work += feed(target);
                if (target.isComing(nowNs, leastProgress)) {
                    heldBackFrom = Math.min(heldBackFrom, target.channel().postedEnd() + window);
                }
            }
        }
        posted |= work > 0;
        return work;
    }

    /**
     * Where writing begins, or begins anew after a snapshot has moved the target beyond what was written: at what it
     * has applied, but not beyond the commit index. A target may have applied more than this leader knows to be chosen,
     * by following another leader or by a snapshot; it must not be taken to hold this leader's values from there on,
     * and is written them.
     */
    private void placeStart(final Target target) {
        final long base = target.grant().base();
        final long held = Math.min(Math.max(base, target.refreshApplied()), commitIndex);
        if (base <= commitIndex && (!target.isStarted() || held > target.channel().postedEnd())) {
            target.startAt(held);
        }
    }

    /**
     * Whether the targets that can be written are enough to commit. One that granted late may show by its base that
     * more is chosen than this leader can commit with those that are left: only a new ballot finds out what.
     */
    private boolean canCommit() {
        int voters = 0;
        for (final Target target : targets) {
            if (target != null && target.votes() && !target.channel().hasFailed()
                && (target.isStarted() || target.grant().base() <= commitIndex)) {
                voters++;
            }
        }
        return voters >= membership.majority();
    }

    private int feed(final Target target) {
        final LogChannel channel = target.channel();
        int sent = 0;
        while (sent < CATCH_UP_LIMIT && channel.postedEnd() < nextIndex && target.hasRoom()) {
            final long index = channel.postedEnd();
            if (!readHistory(index)) {
                starve(target, index);
                break;
            }
            resending.adopt(index, ballot);
            channel.post(resending, commitIndex);
            sent++;
        }
        if (sent > 0 && channel.postedEnd() == nextIndex) {
            target.fed();
        }
        return sent;
    }

    private void starve(final Target target, final long index) {
        target.starve();
        fabric.mail(target.id(), target.grant().incarnation(), ControlLayout.MAIL_BEHIND, index + 1);
    }

    /**
     * This leader's value at an index: from its own log, else from the chosen part of an inheritance.
     */
    private boolean readHistory(final long index) {
        if (index > nextIndex - fabric.slots() && localLog.read(index, resending)) {
            return true;
        }
        return readChosen(index, resending);
    }

    /** Copies the entry of a chosen index out of any inheritance held that knows it to be the chosen one. */
    boolean readChosen(final long index, final Entry into) {
        for (final Target target : targets) {
            if (target != null && index >= target.grant().chosenFrom() && index < target.grant().base()
                && fabric.inherited(target.grant(), index, into) == Fabric.WHOLE
                && InheritanceLayout.isMarked(into.commitIndex()) && fabric.stands(target.grant())) {
                return true;
            }
        }
        return false;
    }

    /**
     * One fence for everything posted, then collects completions and moves the commit index.
     *
     * @return false when a majority or the own log was lost: this ballot is over
     */
    boolean settle() {
        fabric.flush();
        long lost = 0;
        for (int id = 1; id < targets.length; id++) {
            if (targets[id] != null && !targets[id].channel().poll()) {
                lost |= 1L << id;
            }
        }
        if (lost != lostMask) {
            lostMask = lost;
            board.lostTargets(lost);
        }
        if (lost != 0 && !hasMajority()) {
            return false;
        }
        final boolean isPossible = advanceCommit();
        tellCommitWhenIdle();
        return isPossible;
    }

    /** False when this ballot can commit no more. */
    private boolean advanceCommit() {
        int voters = 0;
        for (final Target target : targets) {
            if (target != null && target.isCounted()) {
                insert(voters++, target.channel().completedEnd());
            }
        }
        final int majority = membership.majority();
        if (voters < majority) {
            return canCommit();
        }
        commitIndex = Math.max(commitIndex, completions[majority - 1]);
        return true;
    }

    /** Keeps {@link #completions} in falling order: the majority-th of them is what a majority has. */
    private void insert(final int count, final long value) {
        int at = count;
        while (at > 0 && completions[at - 1] < value) {
            completions[at] = completions[at - 1];
            at--;
        }
        completions[at] = value;
    }

    /** Entries carry the commit index; where none follows, the header must. */
    private void tellCommitWhenIdle() {
        if (!posted) {
            for (final Target target : targets) {
                if (target != null && target.isStarted() && !target.channel().hasFailed()) {
                    target.tellCommit(commitIndex);
                }
            }
        }
        posted = false;
    }

    /** A learner that is caught up and not yet admitted, or null. Admits those that have applied their admission. */
    Target learnerToAdmit() {
        for (final Target target : targets) {
            if (target == null || target.votes() || target.channel().hasFailed()) {
                continue;
            }
            final int id = target.id();
            final boolean admitted = membership.incarnation(id) == target.grant().incarnation();
            final long applied = target.refreshApplied();
            if (admitted && applied > membership.admittedAt(id)) {
                target.admit();
            } else if (!admitted && target.isStarted() && !target.isStarved()
                && target.channel().completedEnd() == nextIndex && nextIndex - applied < window / 4) {
                return target;
            }
        }
        return null;
    }

    /** Whether a target has everything that was ever appended, and has applied it. */
    boolean isFinishedAt(final int id) {
        final Target target = targets[id];
        return target != null && target.isCounted() && target.channel().completedEnd() == nextIndex
            && target.refreshApplied() == nextIndex;
    }

    /** For people: where this leadership and each of its targets stand. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("next " + nextIndex + " commit " + commitIndex);
        for (final Target target : targets) {
            if (target != null) {
                text.append(", ").append(target);
            }
        }
        return text.toString();
    }
}
