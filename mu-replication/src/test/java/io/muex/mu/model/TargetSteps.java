package io.muex.mu.model;

import static io.muex.mu.model.Layout.BEGUN;
import static io.muex.mu.model.Layout.NEWCOMER;
import static io.muex.mu.model.Layout.PREPARING;
import static io.muex.mu.model.Layout.TRUSTED;
import static io.muex.mu.model.Layout.UNOWNED;
import static io.muex.mu.model.Layout.VALUE;

/** What a replica does as the owner of its memory: granting, replaying, dying and coming back. */
class TargetSteps extends World {
    TargetSteps(final Scope scope) {
        super(scope);
    }

    // ---- granting: revoke, copy index by index, read the base and publish

    /** Whether a request of this ballot may reach the instance: it is out, or its owner takes it with this grant. */
    final boolean mayRevoke(final int at, final int ballot, final int candidate) {
        if (!alive(at) || get(l.copying + at) != 0 || ballot <= get(l.promised + at)) {
            return false;
        }
        if (phase(ballot) != UNOWNED) {
            // Whoever gave up or died needs no grant any more; with fine steps it may get one all the same.
            return owner(ballot) == candidate && (active(ballot) || scope.fine());
        }
        boolean mayTake = alive(candidate) && votes(candidate) && (ballot != 1 || candidate == 0)
            && scope.allowsOwner(ballot, candidate);
        for (int other = ballot + 1; other <= ballots; other++) {
            // A replica never takes a ballot below one it has had.
            mayTake &= phase(other) == UNOWNED || owner(other) != candidate;
        }
        return mayTake;
    }

    final void revoke(final int at, final int ballot, final int candidate) {
        if (phase(ballot) == UNOWNED) {
            for (int earlier = 1; earlier < ballot; earlier++) {
                if (phase(earlier) != UNOWNED && owner(earlier) == candidate) {
                    end(earlier);
                }
            }
            put(l.owner + ballot, candidate);
            put(l.phase + ballot, PREPARING);
        }
        final int old = get(l.promised + at);
        put(l.base + at, get(l.applied + at));
        put(l.votes + at, 0);
        put(l.sealing + at, old);
        if (is(Variant.GRANT_BEFORE_SEAL)) {
            // The copy is made first; the permission word changes only when the grant is published.
            copyAll(at);
            put(l.copyFrom + at, ballot);
            put(l.copying + at, n + 1);
            put(l.sealing + at, old);
            return;
        }
        put(l.promised + at, ballot);
        put(l.copying + at, 1);
        if (!mayStillWrite(at)) {
            copyNext(at);
        }
    }

    final void copyNext(final int at) {
        final int index = get(l.copying + at) - 1;
        if (index == 0) {
            put(l.copyFrom + at, get(l.applied + at));
        }
        copy(at, index);
        put(l.copying + at, index + 2);
        // Nobody can write into the old ring any more: the rest of the copy commutes with every other step.
        while (!mayStillWrite(at) && get(l.copying + at) <= n) {
            copy(at, get(l.copying + at) - 1);
            put(l.copying + at, get(l.copying + at) + 1);
        }
        if (get(l.copying + at) == n + 1) {
            put(l.copyFrom + at, 0);
        }
    }

    private void copyAll(final int at) {
        put(l.copyFrom + at, get(l.applied + at));
        for (int i = 0; i < n; i++) {
            copy(at, i);
        }
    }

    final boolean mayStillWrite(final int at) {
        final int old = get(l.sealing + at);
        return old != 0 && phase(old) == BEGUN && get(l.of(l.started, old, at)) == 1;
    }

    private void copy(final int at, final int index) {
        final int old = get(l.sealing + at);
        final int inRing = old == 0 ? 0 : get(l.ring(at, old, index));
        final int from = scope.retained() ? 0 : get(l.copyFrom + at);
        if (index < from) {
            put(l.inherited(at, index), 0);
            put(l.inheritedBallot(at, index), 0);
        } else if (inRing != 0 || is(Variant.NO_INHERITANCE)) {
            // What the latest holder wrote is marked; what was inherited before stays as it was.
            put(l.inherited(at, index), inRing == 0 ? 0 : scope.retained() ? inRing | TRUSTED : inRing);
            put(l.inheritedBallot(at, index), inRing == 0 ? 0 : old);
        }
    }

    final boolean mayPublish(final int at) {
        return alive(at) && get(l.copying + at) == n + 1;
    }

    final void publish(final int at) {
        if (is(Variant.GRANT_BEFORE_SEAL)) {
            put(l.promised + at, get(l.copyFrom + at));
            put(l.copyFrom + at, 0);
        }
        if (!is(Variant.BASE_BEFORE_COPY)) {
            put(l.base + at, get(l.applied + at));
        }
        final int base = get(l.base + at);
        put(l.votes + at, votes(at) ? 1 : 0);
        put(l.copying + at, 0);
        put(l.sealing + at, 0);
        for (int i = 0; i < n; i++) {
            final int copied = get(l.inherited(at, i));
            final boolean marked = (copied & TRUSTED) != 0 || is(Variant.HISTORY_UP_TO_BASE) && copied != 0;
            final boolean replayed = i < base && (i >= get(l.history + at) || is(Variant.HISTORY_BELOW_SNAPSHOT));
            // From here on the mark says what its reader takes it for: chosen. A later seal may rely on that.
            put(l.inherited(at, i), copied & VALUE | (marked && replayed && scope.retained() ? TRUSTED : 0));
            if (marked && replayed && scope.retained()) {
                checkHistory(i, copied & VALUE);
            }
        }
    }

    // ---- replaying

    /** Whether replay could have moved to the ring of the present grant and has not. */
    final boolean mayMoveReplay(final int at) {
        final int ballot = get(l.promised + at);
        return alive(at) && ballot != 0 && get(l.copying + at) == 0 && get(l.replay + at) != ballot;
    }

    final void moveReplay(final int at) {
        put(l.replay + at, get(l.promised + at));
    }

    /** The value that replay applies next from the ring of a ballot, or 0. */
    final int replayable(final int at, final int ballot) {
        final int index = get(l.applied + at);
        if (!alive(at) || ballot == 0 || index >= n || leadsUnderAnother(at, ballot)) {
            return 0;
        }
        int commit = get(l.ringCommit(at, ballot));
        if (is(Variant.COMMIT_OF_ANOTHER_RING)) {
            for (int other = 1; other <= ballots; other++) {
                commit = Math.max(commit, get(l.ringCommit(at, other)));
            }
        }
        if (index >= commit) {
            return 0;
        }
        final int value = get(l.ring(at, ballot, index));
        final boolean look = value == 0 && is(Variant.COMMIT_ON_INHERITANCE) && stands(ballot, at);
        return look ? get(l.inherited(at, index)) & VALUE : value;
    }

    /** Who leads applies from the own ring of that ballot only, and follows nobody until it has given up. */
    private boolean leadsUnderAnother(final int at, final int ballot) {
        for (int own = 1; own <= ballots; own++) {
            if (own != ballot && phase(own) == BEGUN && owner(own) == at) {
                return true;
            }
        }
        return false;
    }

    // ---- snapshots, death and return

    final boolean mayLoad(final int at, final int donor) {
        if (!alive(at) || !alive(donor) || get(l.applied + donor) <= get(l.applied + at)) {
            return false;
        }
        boolean needed = scope.snapshots() || at == NEWCOMER;
        for (int ballot = 1; ballot <= ballots; ballot++) {
            if (active(ballot) && owner(ballot) == at) {
                if (phase(ballot) == BEGUN) {
                    return false;
                }
                needed |= get(l.largestBase + ballot) > get(l.applied + at);
            }
        }
        return needed;
    }

    final void load(final int at, final int donor) {
        put(l.applied + at, get(l.applied + donor));
        put(l.history + at, get(l.applied + donor));
    }

    final void crash(final int at) {
        put(Layout.CRASHED, at + 1);
        put(l.alive + at, 0);
        if (get(l.copying + at) != 0) {
            // Revoked for ever: nobody finishes this grant.
            put(l.copying + at, 1);
        }
        for (int ballot = 1; ballot <= ballots; ballot++) {
            if (active(ballot) && owner(ballot) == at) {
                end(ballot);
            }
        }
    }

    final void markDead(final int at) {
        put(l.dead + at, 1);
    }

    final boolean mayReturn() {
        return scope.restart() && crashed() >= 0 && get(l.dead + crashed()) == 0 && !alive(NEWCOMER);
    }

    final void comeBack() {
        put(l.alive + NEWCOMER, 1);
    }
}
