package io.muex.mu.model;

import static io.muex.mu.model.Layout.ADMIT;
import static io.muex.mu.model.Layout.BEGUN;
import static io.muex.mu.model.Layout.CRASHED;
import static io.muex.mu.model.Layout.INSTANCES;
import static io.muex.mu.model.Layout.NEWCOMER;
import static io.muex.mu.model.Layout.OVER;
import static io.muex.mu.model.Layout.PREPARING;

import java.util.Arrays;

/**
 * One state under construction: what the steps of targets and leaders have in common, and the history that no replica
 * has. The ghost counts an entry as chosen when writes of one ballot were reported as success by a majority of ids,
 * each in the incarnation admitted at that index.
 */
class World {
    final Scope scope;
    final Layout l;
    final int n;
    final int ballots;
    final long[] t;
    String violation;

    World(final Scope scope) {
        this.scope = scope;
        this.l = new Layout(scope.indices(), scope.ballots());
        this.n = scope.indices();
        this.ballots = scope.ballots();
        this.t = new long[l.words];
    }

    final int get(final int field) {
        return Layout.get(t, field);
    }

    final void put(final int field, final int value) {
        Layout.put(t, field, value);
    }

    final boolean is(final Variant variant) {
        return scope.variant() == variant;
    }

    final boolean alive(final int instance) {
        return get(l.alive + instance) == 1;
    }

    /** Instance that was killed, or -1. */
    final int crashed() {
        return get(CRASHED) - 1;
    }

    /** Whether the grant of a ballot stands at an instance: what a holder's look at the permission word says. */
    final boolean stands(final int ballot, final int at) {
        // Copying before revoking leaves the old grant standing meanwhile.
        return get(l.promised + at) == ballot && (get(l.copying + at) == 0 || is(Variant.GRANT_BEFORE_SEAL));
    }

    final int owner(final int ballot) {
        return get(l.owner + ballot);
    }

    final int phase(final int ballot) {
        return get(l.phase + ballot);
    }

    final boolean active(final int ballot) {
        return phase(ballot) == PREPARING || phase(ballot) == BEGUN;
    }

    /** Whether anybody can still read the ring that an instance gave to a ballot: its replay, or its next seal. */
    final boolean readable(final int at, final int ballot) {
        return alive(at) && (get(l.replay + at) == ballot || stands(ballot, at)
            || get(l.copying + at) > 0 && get(l.sealing + at) == ballot);
    }

    /** Index of ADMIT among what was applied anywhere, or -1. */
    final int admitIndex() {
        for (int i = 0; i < n; i++) {
            if (get(l.applied1st + i) == ADMIT) {
                return i;
            }
        }
        return -1;
    }

    /** Whether an instance has applied the admission of the newcomer. */
    final boolean hasApplied(final int instance, final int index) {
        return index >= 0 && get(l.applied + instance) > index;
    }

    final boolean votes(final int instance) {
        return instance != NEWCOMER || hasApplied(NEWCOMER, admitIndex());
    }

    final void violate(final String what) {
        if (violation == null) {
            violation = what;
        }
    }

    private void violateCause(final String what) {
        if (!scope.outcomes()) {
            violate(what);
        }
    }

    // ---- ghost

    final void apply(final int instance, final int value) {
        final int index = get(l.applied + instance);
        final int first = get(l.applied1st + index);
        if (first != 0 && first != value) {
            violate("two values applied at index " + index + ": " + name(first) + " and " + name(value));
        }
        if (get(l.chosen + index) != value) {
            violateCause("applied at index " + index + " what is not chosen there: " + name(value));
        }
        if (first == 0) {
            put(l.applied1st + index, value);
        }
        put(l.applied + instance, index + 1);
    }

    final int chosenEnd() {
        int end = 0;
        while (end < n && get(l.chosen + end) != 0) {
            end++;
        }
        return end;
    }

    /** A leader fixes its value: what a lower ballot had chosen must have been found. */
    final void propose(final int ballot, final int index, final int value) {
        put(l.value(ballot, index), value);
        final int chosen = get(l.chosen + index);
        if (chosen != 0 && chosen != value && get(l.chosenBy + index) < ballot) {
            violateCause("chosen at index " + index + ": " + name(chosen) + ", but ballot " + ballot
                + " did not find it and proposes " + name(value));
        }
    }

    /** A history entry that a grant marks as chosen must be. */
    final void checkHistory(final int index, final int value) {
        if (value != 0 && value != get(l.chosen + index)) {
            violateCause("history at index " + index + " says " + name(value) + ", chosen is "
                + name(get(l.chosen + index)));
        }
    }

    final void checkBase(final int base) {
        if (base > chosenEnd()) {
            violateCause("base " + base + " lies beyond what is chosen");
        }
    }

    /** After a completion: what is chosen by now, and does the leader believe no more than that. */
    final void recordCompletion(final int ballot) {
        for (int index = get(l.begin + ballot); index < get(l.next + ballot); index++) {
            for (int at = 0; at < INSTANCES; at++) {
                final int value = held(ballot, at, index);
                if (value != 0 && ghostMajority(ballot, index, value)) {
                    choose(ballot, index, value);
                }
            }
        }
        if (commit(ballot) > chosenEnd()) {
            violateCause("ballot " + ballot + " takes indices below " + commit(ballot)
                + " for chosen, chosen are those below " + chosenEnd());
        }
    }

    private int held(final int ballot, final int at, final int index) {
        final boolean counted = get(l.of(l.started, ballot, at)) == 1 && get(l.of(l.start, ballot, at)) <= index
            && get(l.of(l.completed, ballot, at)) > index;
        // Values do not change within a ballot, except in the reading that prepares again.
        return !counted ? 0 : is(Variant.PREPARE_AGAIN) ? get(l.ring(at, ballot, index)) : get(l.value(ballot, index));
    }

    private boolean ghostMajority(final int ballot, final int index, final int value) {
        int count = 0;
        for (int id = 0; id < 3; id++) {
            final int member = id == crashed() ? memberAt(index, value, id) : id;
            if (member >= 0 && held(ballot, member, index) == value) {
                count++;
            }
        }
        return count >= 2;
    }

    private int memberAt(final int index, final int value, final int id) {
        for (int i = 0; i < index; i++) {
            if (get(l.chosen + i) == ADMIT) {
                return NEWCOMER;
            }
        }
        return value == ADMIT ? -1 : id;
    }

    private void choose(final int ballot, final int index, final int value) {
        final int earlier = get(l.chosen + index);
        if (earlier == 0 && index == chosenEnd()) {
            put(l.chosen + index, value);
            put(l.chosenBy + index, ballot);
            for (int higher = ballot + 1; higher <= ballots; higher++) {
                final int other = phase(higher) == BEGUN ? get(l.value(higher, index)) : 0;
                if (other != 0 && other != value && index >= get(l.begin + higher)) {
                    violateCause("chosen at index " + index + ": " + name(value) + ", while the higher ballot " + higher
                        + " proposes " + name(other));
                }
            }
        } else if (earlier != 0 && earlier != value) {
            violateCause("two values chosen at index " + index + ": " + name(earlier) + " and " + name(value));
        }
    }

    // ---- what a leader believes

    /** First undecided index of a ballot that has begun: contiguous majority of completions. */
    final int commit(final int ballot) {
        int index = get(l.begin + ballot);
        while (index < get(l.next + ballot) && leaderMajority(ballot, index)) {
            index++;
        }
        return index;
    }

    private boolean leaderMajority(final int ballot, final int index) {
        int count = 0;
        for (int id = 0; id < 3; id++) {
            final boolean has = id == crashed()
                ? countsKilled(ballot, index) || countsNewcomer(ballot, index) : completed(ballot, id, index);
            count += has ? 1 : 0;
        }
        return count >= 2;
    }

    private boolean completed(final int ballot, final int at, final int index) {
        return get(l.of(l.started, ballot, at)) == 1 && get(l.of(l.completed, ballot, at)) > index;
    }

    private boolean countsKilled(final int ballot, final int index) {
        return completed(ballot, crashed(), index) && get(l.dropped + ballot) == 0
            && get(l.value(ballot, index)) != ADMIT;
    }

    private boolean countsNewcomer(final int ballot, final int index) {
        if (!completed(ballot, NEWCOMER, index)) {
            return false;
        }
        if (get(l.value(ballot, index)) == ADMIT) {
            return is(Variant.ADMIT_WITH_NEWCOMER);
        }
        return get(l.newcomerVotes + ballot) == 1 || is(Variant.LEARNER_BEFORE_ADMIT)
            || is(Variant.LEARNER_BEFORE_APPLIED) && proposedAdmitBelow(ballot, index);
    }

    /** Whether a leader knows ADMIT itself to be chosen. */
    final boolean hasCommittedAdmit(final int ballot) {
        boolean known = hasApplied(owner(ballot), admitIndex());
        for (int i = 0; i < commit(ballot); i++) {
            known |= get(l.value(ballot, i)) == ADMIT || i < get(l.begin + ballot) && get(l.chosen + i) == ADMIT;
        }
        return known;
    }

    final boolean proposedAdmitBelow(final int ballot, final int end) {
        for (int i = 0; i < end; i++) {
            if (get(l.value(ballot, i)) == ADMIT || i < get(l.begin + ballot) && get(l.chosen + i) == ADMIT) {
                return true;
            }
        }
        return get(l.dropped + ballot) == 1;
    }

    // ---- canonical form

    /** Ends a leadership: nothing of it but its owner can be seen any more. */
    final void end(final int ballot) {
        final int owner = owner(ballot);
        for (final int field : new int[] {l.heard, l.known, l.largestBase, l.begin, l.next, l.newcomerVotes,
            l.dropped}) {
            put(field + ballot, 0);
        }
        for (int i = 0; i < n; i++) {
            put(l.bestBallot(ballot, i), 0);
            put(l.value(ballot, i), 0);
        }
        for (int at = 0; at < INSTANCES; at++) {
            for (final int field : new int[] {l.started, l.start, l.posted, l.completed}) {
                put(l.of(field, ballot, at), 0);
            }
        }
        put(l.owner + ballot, owner);
        put(l.phase + ballot, OVER);
    }

    /**
     * Clears what no later step can read, so that states that differ in it only are one. Sound because the cleared
     * field is neither read by any enabled or later enabled step nor by a property: a ring that neither replay nor a
     * seal will look at, an inherited copy behind a newer one of the same index, a grant's description that its holder
     * has taken or can never take, control words of the dead.
     */
    final void normalize() {
        for (int ballot = 1; ballot <= ballots; ballot++) {
            if (phase(ballot) == BEGUN && !is(Variant.PREPARE_AGAIN) && !is(Variant.ADOPT_BELOW_BASE)) {
                normalizeLeader(ballot);
            }
        }
        for (int i = 0; i < n && !scope.outcomes() && violation == null; i++) {
            // Whoever applies it, it will be this.
            put(l.applied1st + i, get(l.chosen + i));
        }
        for (int at = 0; at < INSTANCES; at++) {
            for (int ballot = 1; ballot <= ballots; ballot++) {
                normalizeRing(at, ballot);
            }
            normalizeGrant(at);
            if (!alive(at)) {
                for (final int field : new int[] {l.applied, l.replay, l.history, l.copyFrom, l.sealing}) {
                    put(field + at, 0);
                }
            }
        }
    }

    /** What is committed under a ballot needs no counting any more, and its value is the chosen one. */
    private void normalizeLeader(final int ballot) {
        final int commit = commit(ballot);
        put(l.begin + ballot, commit);
        for (int i = 0; i < commit; i++) {
            if (get(l.value(ballot, i)) == get(l.chosen + i)) {
                put(l.value(ballot, i), 0);
            }
        }
        for (int at = 0; at < INSTANCES; at++) {
            put(l.of(l.start, ballot, at), 0);
            if (get(l.of(l.completed, ballot, at)) <= commit) {
                put(l.of(l.completed, ballot, at), 0);
            }
            if (!readable(at, ballot) && !stands(ballot, at) && get(l.of(l.completed, ballot, at)) == 0) {
                put(l.of(l.started, ballot, at), 0);
                put(l.of(l.posted, ballot, at), 0);
            }
        }
    }

    private void normalizeRing(final int at, final int ballot) {
        final int applied = get(l.applied + at);
        if (!readable(at, ballot) && !is(Variant.PREPARE_AGAIN)) {
            put(l.ringCommit(at, ballot), 0);
            for (int i = 0; i < n; i++) {
                put(l.ring(at, ballot, i), 0);
            }
            if (phase(ballot) == BEGUN && !stands(ballot, at)) {
                put(l.of(l.posted, ballot, at), get(l.of(l.completed, ballot, at)));
            }
        }
        if (get(l.ringCommit(at, ballot)) <= applied && !is(Variant.COMMIT_OF_ANOTHER_RING)) {
            put(l.ringCommit(at, ballot), 0);
        }
        if (!scope.retained() && !is(Variant.PREPARE_AGAIN)) {
            // Without retained history a slot is used again as soon as its entry is applied.
            for (int i = 0; i < applied; i++) {
                put(l.ring(at, ballot, i), 0);
            }
        }
    }

    private void normalizeGrant(final int at) {
        final int ballot = get(l.promised + at);
        final boolean wanted = ballot != 0 && get(l.copying + at) == 0
            && (phase(ballot) == PREPARING && (get(l.heard + ballot) >>> at & 1) == 0
            || phase(ballot) == BEGUN && get(l.of(l.started, ballot, at)) == 0);
        if (get(l.copying + at) == 0 && !wanted) {
            put(l.base + at, 0);
            put(l.votes + at, 0);
        }
        final boolean holderReads = wanted && phase(ballot) == PREPARING || is(Variant.PREPARE_AGAIN);
        for (int i = 0; i < n; i++) {
            final boolean behind = ballot != 0 && get(l.copying + at) == 0 && get(l.ring(at, ballot, i)) != 0;
            final boolean gone = !alive(at) || !scope.retained() && i < get(l.applied + at);
            if (!holderReads && (behind || gone && get(l.copying + at) == 0)) {
                put(l.inherited(at, i), 0);
                put(l.inheritedBallot(at, i), 0);
            }
        }
    }

    static String name(final int value) {
        return value == 0 ? "nothing" : value == ADMIT ? "ADMIT" : "value of ballot " + value;
    }

    @Override
    public String toString() {
        return Arrays.toString(t);
    }
}
