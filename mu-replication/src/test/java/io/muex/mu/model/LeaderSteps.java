package io.muex.mu.model;

import static io.muex.mu.model.Layout.ADMIT;
import static io.muex.mu.model.Layout.BEGUN;
import static io.muex.mu.model.Layout.INSTANCES;
import static io.muex.mu.model.Layout.NEWCOMER;
import static io.muex.mu.model.Layout.PREPARING;
import static io.muex.mu.model.Layout.TRUSTED;
import static io.muex.mu.model.Layout.VALUE;

/** What the owner of a ballot does with the memory of others: preparing, then writing, completing, telling. */
class LeaderSteps extends TargetSteps {
    LeaderSteps(final Scope scope) {
        super(scope);
    }

    // ---- preparing

    /** Reads a grant and its inheritance while the grant stands; a mark of death does not void it. */
    final void read(final int ballot, final int at) {
        put(l.heard + ballot, get(l.heard + ballot) | 1 << at);
        final int base = get(l.base + at);
        put(l.of(l.start, ballot, at), base);
        final boolean smallest = is(Variant.ADOPT_BELOW_BASE);
        final boolean first = Integer.bitCount(get(l.heard + ballot)) == 1;
        if (!smallest || first || base < get(l.largestBase + ballot)) {
            put(l.largestBase + ballot, smallest ? base : Math.max(base, get(l.largestBase + ballot)));
        }
        if (get(l.votes + at) == 1 && at == NEWCOMER) {
            put(l.newcomerVotes + ballot, 1);
        }
        for (int i = 0; i < n; i++) {
            final int value = get(l.inherited(at, i)) & VALUE;
            if ((get(l.inherited(at, i)) & TRUSTED) != 0) {
                put(l.known + ballot, get(l.known + ballot) | 1 << i);
            }
            final boolean better = get(l.inheritedBallot(at, i)) > get(l.bestBallot(ballot, i));
            if (value != 0 && (better || is(Variant.ADOPT_BY_FOLLOWER_ORDER))) {
                put(l.value(ballot, i), value);
                put(l.bestBallot(ballot, i), get(l.inheritedBallot(at, i)));
            }
            if (i < get(l.largestBase + ballot)) {
                put(l.value(ballot, i), 0);
                put(l.bestBallot(ballot, i), 0);
            }
        }
        if (!smallest) {
            checkBase(base);
        }
    }

    /**
     * Up to the largest base the leader applies what a grant's history says is chosen. Not before it has its own grant:
     * its latest ring would hold entries of an older holder beside what was applied without it.
     */
    final boolean mayCatchUp(final int ballot) {
        final int at = get(l.applied + owner(ballot));
        return phase(ballot) == PREPARING && at < get(l.largestBase + ballot)
            && (get(l.known + ballot) >>> at & 1) == 1 && (get(l.heard + ballot) >>> owner(ballot) & 1) == 1;
    }

    final void catchUp(final int ballot) {
        final int owner = owner(ballot);
        apply(owner, get(l.applied1st + get(l.applied + owner)));
        // Applied from somebody else's copy: what the own log holds there may never have been chosen.
        put(l.history + owner, get(l.applied + owner));
    }

    final boolean mayBegin(final int ballot) {
        if (phase(ballot) != PREPARING || get(l.applied + owner(ballot)) < get(l.largestBase + ballot)) {
            return false;
        }
        final int heard = get(l.heard + ballot);
        final boolean admit = admitSeen(ballot);
        int count = 0;
        for (int id = 0; id < 3; id++) {
            final boolean first = (heard >>> id & 1) == 1;
            count += id != crashed() ? first ? 1 : 0
                : first && (!admit || is(Variant.STALE_GRANT)) || countsNewcomersGrant(ballot, admit) ? 1 : 0;
        }
        return count >= 2 && (heard >>> owner(ballot) & 1) == 1;
    }

    private boolean countsNewcomersGrant(final int ballot, final boolean admit) {
        final boolean heard = (get(l.heard + ballot) >>> NEWCOMER & 1) == 1;
        return heard && (get(l.newcomerVotes + ballot) == 1 || is(Variant.LEARNER_BEFORE_ADMIT)
            || is(Variant.LEARNER_BEFORE_APPLIED) && admit);
    }

    private boolean admitSeen(final int ballot) {
        boolean seen = hasApplied(owner(ballot), admitIndex());
        for (int i = 0; i < n; i++) {
            seen |= get(l.value(ballot, i)) == ADMIT;
        }
        return seen;
    }

    final void begin(final int ballot) {
        final int largest = get(l.largestBase + ballot);
        final int begin = is(Variant.ADOPT_BELOW_BASE) ? largest : Math.max(largest, get(l.applied + owner(ballot)));
        put(l.dropped + ballot, admitSeen(ballot) ? 1 : 0);
        put(l.phase + ballot, BEGUN);
        put(l.begin + ballot, begin);
        int end = begin;
        for (int i = 0; i < n; i++) {
            if (i < begin) {
                put(l.value(ballot, i), get(l.applied1st + i));
            } else if (get(l.value(ballot, i)) != 0) {
                end = i + 1;
            }
            put(l.bestBallot(ballot, i), 0);
        }
        put(l.next + ballot, end);
        for (int i = begin; i < end; i++) {
            // A gap becomes a value of its own, as does everything that follows.
            propose(ballot, i, get(l.value(ballot, i)) == 0 ? ballot : get(l.value(ballot, i)));
        }
        for (int at = 0; at < INSTANCES; at++) {
            if ((get(l.heard + ballot) >>> at & 1) == 1) {
                startAt(ballot, at, get(l.of(l.start, ballot, at)));
            }
        }
        put(l.heard + ballot, is(Variant.PREPARE_AGAIN) ? get(l.heard + ballot) : 0);
        put(l.known + ballot, 0);
        put(l.largestBase + ballot, 0);
    }

    /** The wrong reading: a grant that came later is read, and changes what was proposed already. */
    final boolean mayPrepareAgain(final int ballot, final int at) {
        return is(Variant.PREPARE_AGAIN) && phase(ballot) == BEGUN && stands(ballot, at)
            && (get(l.heard + ballot) >>> at & 1) == 0 && get(l.base + at) <= commit(ballot);
    }

    final void prepareAgain(final int ballot, final int at) {
        put(l.heard + ballot, get(l.heard + ballot) | 1 << at);
        startAt(ballot, at, get(l.base + at));
        for (int i = Math.max(get(l.base + at), commit(ballot)); i < n; i++) {
            final int value = get(l.inherited(at, i)) & VALUE;
            if (value != 0 && value != get(l.value(ballot, i)) && get(l.value(ballot, i)) <= ballot) {
                propose(ballot, i, value);
                put(l.next + ballot, Math.max(i + 1, get(l.next + ballot)));
                for (int to = 0; to < INSTANCES; to++) {
                    put(l.of(l.posted, ballot, to), Math.min(i, get(l.of(l.posted, ballot, to))));
                }
            }
        }
    }

    // ---- writing

    private void startAt(final int ballot, final int at, final int index) {
        put(l.of(l.started, ballot, at), 1);
        for (final int field : new int[] {l.start, l.posted, l.completed}) {
            put(l.of(field, ballot, at), index);
        }
    }

    /** A grant that came after the beginning: from its base on it is sent everything. */
    private boolean mayStart(final int ballot, final int at) {
        return phase(ballot) == BEGUN && stands(ballot, at) && get(l.of(l.started, ballot, at)) == 0
            && get(l.base + at) <= commit(ballot) && !is(Variant.PREPARE_AGAIN)
            && !(at == crashed() && get(l.dropped + ballot) == 1);
    }

    private void start(final int ballot, final int at) {
        if (at == NEWCOMER && get(l.votes + at) == 1) {
            put(l.newcomerVotes + ballot, 1);
        }
        startAt(ballot, at, get(l.base + at));
    }

    /** A snapshot moved the target beyond what was sent: sending goes on from there, if that is known to be chosen. */
    final boolean mayJump(final int ballot, final int at) {
        final int moved = get(l.history + at);
        return phase(ballot) == BEGUN && get(l.of(l.started, ballot, at)) == 1 && stands(ballot, at) && alive(at)
            && moved > get(l.of(l.posted, ballot, at)) && moved <= commit(ballot);
    }

    final void jump(final int ballot, final int at) {
        startAt(ballot, at, get(l.history + at));
    }

    /** Whether a store of this ballot to this target could be noticed by anybody. */
    final boolean mayWrite(final int ballot, final int at) {
        final boolean seen = stands(ballot, at) && (get(l.dead + at) == 0 || is(Variant.DEAD_UNCHECKED))
            || readable(at, ballot);
        return phase(ballot) == BEGUN && get(l.of(l.started, ballot, at)) == 1 && seen
            && get(l.of(l.posted, ballot, at)) < n;
    }

    /** Whether the next index for this target has no value yet, so that the leader is free to choose one. */
    final boolean isNew(final int ballot, final int at) {
        return get(l.of(l.posted, ballot, at)) == get(l.next + ballot);
    }

    final boolean mayProposeAdmit(final int ballot) {
        return alive(NEWCOMER) && get(l.of(l.started, ballot, NEWCOMER)) == 1
            && !proposedAdmitBelow(ballot, get(l.next + ballot));
    }

    final void write(final int ballot, final int at, final int own) {
        final int index = get(l.of(l.posted, ballot, at));
        if (isNew(ballot, at)) {
            propose(ballot, index, own);
            put(l.next + ballot, index + 1);
        }
        final int value = get(l.value(ballot, index)) == 0 ? get(l.chosen + index) : get(l.value(ballot, index));
        put(l.ring(at, ballot, index), value);
        put(l.of(l.posted, ballot, at), index + 1);
        if (!scope.fine() && mayComplete(ballot, at)) {
            complete(ballot, at);
        }
    }

    /** The wrong reading: where the inherited copy lay there are half-written bytes now. */
    final boolean mayTear(final int ballot, final int at) {
        final int index = get(l.of(l.posted, ballot, at));
        return is(Variant.RESEND_IN_PLACE) && mayWrite(ballot, at) && get(l.promised + at) == ballot
            && get(l.inherited(at, index)) != 0;
    }

    final void tear(final int ballot, final int at) {
        final int index = get(l.of(l.posted, ballot, at));
        put(l.inherited(at, index), 0);
        put(l.inheritedBallot(at, index), 0);
    }

    final boolean mayComplete(final int ballot, final int at) {
        return phase(ballot) == BEGUN && get(l.of(l.started, ballot, at)) == 1 && stands(ballot, at)
            && (get(l.dead + at) == 0 || is(Variant.DEAD_UNCHECKED))
            && Math.max(commit(ballot), get(l.of(l.completed, ballot, at))) < get(l.of(l.posted, ballot, at));
    }

    final void complete(final int ballot, final int at) {
        put(l.of(l.completed, ballot, at), get(l.of(l.posted, ballot, at)));
        recordCompletion(ballot);
    }

    // ---- what may as well happen at once

    /**
     * Does without a step of its own what only makes more possible later and forces nothing: a late grant is taken up,
     * the commit index is stored into every ring, the newcomer's applied index is read. A run where that happens later
     * or never has the same steps left as a run where it happens at once, so no violation is lost.
     */
    final void settle() {
        for (int ballot = 1; ballot <= ballots; ballot++) {
            if (phase(ballot) != BEGUN) {
                continue;
            }
            if (maySeeAdmission(ballot)) {
                put(l.newcomerVotes + ballot, 1);
                recordCompletion(ballot);
            }
            for (int at = 0; at < INSTANCES; at++) {
                if (mayStart(ballot, at)) {
                    start(ballot, at);
                }
            }
            final int commit = commit(ballot);
            for (int at = 0; at < INSTANCES; at++) {
                final int told = is(Variant.COMMIT_ON_INHERITANCE) ? commit
                    : Math.min(commit, get(l.of(l.posted, ballot, at)));
                if (get(l.of(l.started, ballot, at)) == 1 && readable(at, ballot)
                    && told > get(l.ringCommit(at, ballot))) {
                    put(l.ringCommit(at, ballot), told);
                }
            }
        }
    }

    /** The leader reads that the newcomer has applied its admission; from then on it counts. */
    private boolean maySeeAdmission(final int ballot) {
        return get(l.of(l.started, ballot, NEWCOMER)) == 1 && get(l.newcomerVotes + ballot) == 0
            && hasApplied(NEWCOMER, admitIndex()) && hasCommittedAdmit(ballot);
    }
}
