package io.muex.mu.replication;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.Membership;
import io.muex.mu.recovery.ReplicatedState;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How a new leader finishes what earlier ones began, before anything of its own: from a majority of grants it learns
 * the largest base B, brings itself up to B by chosen entries, then takes for every later index the value of the
 * highest ballot found. Works in bounded steps; a fresh instance per ballot.
 */
final class Preparation {
    /** What a step led to. */
    enum Progress {
        /** More steps are needed. */
        GOING_ON,
        /** Everything found is appended under the new ballot. */
        ADOPTED,
        /** A grant was lost or its memory is damaged: a new ballot is needed. */
        FAILED,
        /** Chosen entries below B cannot be had from the log any more: a snapshot is needed. */
        BEHIND
    }

    private static final int STEP_LIMIT = 512;

    private final Fabric fabric;
    private final ReplicatedState state;
    private final Membership membership;
    private final Leadership leadership;
    private final Grant[] confirmed;
    private final Entry best;
    private final Entry candidate;
    private final UnsafeBuffer nothing = new UnsafeBuffer(0, 0);
    private int confirmedCount;
    private long base;
    private long end;
    private long scanned;
    private boolean begun;

    Preparation(final Fabric fabric, final ReplicatedState state, final Leadership leadership) {
        this.fabric = fabric;
        this.state = state;
        this.membership = state.membership();
        this.leadership = leadership;
        this.confirmed = new Grant[fabric.replicaCount()];
        this.best = new Entry(fabric.slotLength());
        this.candidate = new Entry(fabric.slotLength());
    }

    /** Fixes the confirmed followers: every voter that has granted by now. Call once a majority has. */
    void confirm() {
        confirmedCount = 0;
        base = 0;
        end = 0;
        begun = false;
        for (int id = 1; id <= fabric.replicaCount(); id++) {
            leadership.supersede(id, membership.incarnation(id));
            final Target target = leadership.target(id);
            if (target == null || !target.votes() || target.channel().hasFailed()) {
                continue;
            }
            final Grant grant = target.grant();
            confirmed[confirmedCount++] = grant;
            base = Math.max(base, grant.base());
            end = Math.max(end, grant.end());
        }
        scanned = Math.max(base, state.applied());
    }

    /** One bounded step. */
    Progress step() {
        if (confirmedCount < membership.majority() || !leadership.hasMajority()) {
            return Progress.GOING_ON;
        }
        if (state.applied() < base) {
            return reachBase();
        }
        if (scanned < end) {
            return lookForAdmissions();
        }
        if (!begun) {
            begun = true;
            // Never below B: what lies under it is chosen, and this replica has applied it.
            leadership.begin(Math.max(base, state.applied()));
        }
        return adopt();
    }

    private Progress reachBase() {
        for (int n = 0; n < STEP_LIMIT && state.applied() < base; n++) {
            if (!leadership.readChosen(state.applied(), best)) {
                return allStand() ? Progress.BEHIND : Progress.FAILED;
            }
            state.apply(state.applied(), best);
        }
        scanned = Math.max(scanned, state.applied());
        if (dropSuperseded()) {
            confirmedCount = 0;
        }
        return Progress.GOING_ON;
    }

    /**
     * An undecided ADMIT may already be chosen: an older incarnation of its id must not be counted from the first
     * re-send on.
     */
    private Progress lookForAdmissions() {
        for (int n = 0; n < STEP_LIMIT && scanned < end; n++, scanned++) {
            final int found = highestBallotAt(scanned);
            if (found == Fabric.DAMAGED) {
                return Progress.FAILED;
            }
            if (found == Fabric.WHOLE && best.kind() == EntryKind.ADMIT) {
                final int id = ReplicatedState.admittedId(best);
                if (leadership.supersede(id, ReplicatedState.admittedIncarnation(best))) {
                    confirmedCount = 0;
                    return Progress.GOING_ON;
                }
            }
        }
        return Progress.GOING_ON;
    }

    private boolean dropSuperseded() {
        boolean dropped = false;
        for (int id = 1; id <= fabric.replicaCount(); id++) {
            dropped |= leadership.supersede(id, membership.incarnation(id));
        }
        return dropped;
    }

    private Progress adopt() {
        for (int n = 0; n < STEP_LIMIT && leadership.nextIndex() < end; n++) {
            if (!leadership.hasRoom()) {
                return Progress.GOING_ON;
            }
            final int found = highestBallotAt(leadership.nextIndex());
            if (found == Fabric.DAMAGED) {
                return Progress.FAILED;
            }
            if (found == Fabric.WHOLE) {
                leadership.appendAdopted(best);
            } else {
                leadership.append(state.lastTimestampNs(), EntryKind.NOOP, nothing, 0, 0);
            }
        }
        return leadership.nextIndex() < end ? Progress.GOING_ON : Progress.ADOPTED;
    }

    /** Copies into {@link #best} what the confirmed set holds at an index: the highest ballot wins. */
    private int highestBallotAt(final long index) {
        long highest = 0;
        for (int i = 0; i < confirmedCount; i++) {
            final int found = fabric.inherited(confirmed[i], index, candidate);
            if (found == Fabric.DAMAGED) {
                return Fabric.DAMAGED;
            }
            if (found == Fabric.WHOLE && candidate.ballot() > highest) {
                highest = candidate.ballot();
                best.copyOf(candidate);
            }
        }
        // A read counts only if every grant it came from still stands after it.
        return !allStand() ? Fabric.DAMAGED : highest == 0 ? Fabric.EMPTY : Fabric.WHOLE;
    }

    private boolean allStand() {
        for (int i = 0; i < confirmedCount; i++) {
            if (!fabric.stands(confirmed[i])) {
                return false;
            }
        }
        return true;
    }

    /** The largest base found: everything below is chosen. */
    long base() {
        return base;
    }

    /** Whether entries are being appended under the new ballot. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the confirmed set must be chosen again, because one of it turned out to be superseded. */
    boolean needsConfirmation() {
        return confirmedCount < membership.majority();
    }
}
