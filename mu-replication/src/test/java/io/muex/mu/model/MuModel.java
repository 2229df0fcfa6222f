package io.muex.mu.model;

import static io.muex.mu.model.Layout.ADMIT;
import static io.muex.mu.model.Layout.BEGUN;
import static io.muex.mu.model.Layout.CRASHED;
import static io.muex.mu.model.Layout.INSTANCES;

/**
 * The protocol as a transition system: from a state, every step that any replica could take next. A step is one store
 * or one look that others can notice; steps between which nobody can tell the difference are one:
 * <ul>
 * <li>a candidate takes a ballot in the step in which the first replica grants it. Taking it earlier changes nothing
 * that anybody reads but what the candidate stops doing, and it may stop at any time anyway;</li>
 * <li>once nobody can write into a sealed ring any more, the rest of its copying is one step;</li>
 * <li>a value is fixed in the step that writes it to its first target;</li>
 * <li>replicas are interchangeable at the start, so the owner of ballot 1, if it is ever taken, is replica 1.</li>
 * </ul>
 */
final class MuModel extends LeaderSteps {
    /** What happens in a step. */
    enum Kind {
        REVOKE("replica %T revokes for ballot %b of replica %c"),
        MOVE_REVOKE("replica %T moves replay to its ring, then revokes for ballot %b of replica %c"),
        COPY("replica %T copies the next index"),
        PUBLISH("replica %T reads its base and publishes the grant"),
        REPLAY("replica %T applies its next entry from the ring of ballot %b"),
        LOAD("replica %T loads a snapshot of replica %c"), CRASH("replica %T is killed"),
        RETURN("the killed one is marked dead; a new incarnation of it comes up as a learner (replica %T)"),
        GRANT("replica %T grants ballot %b of replica %c at once"),
        GRANT_READ("replica %T grants ballot %b of replica %c, which reads it"),
        PUBLISH_READ("replica %T reads its base, publishes the grant, ballot %b reads it"),
        CATCH_UP("the candidate of ballot %b applies chosen history"),
        GIVE_UP("the leader of ballot %b gives up and follows"),
        BEGIN("ballot %b has a majority and begins"), AGAIN("ballot %b prepares again with replica %T"),
        JUMP("ballot %b goes on behind the snapshot of %T"),
        WRITE("ballot %b writes its next entry to replica %T"), WRITE_ADMIT("ballot %b writes ADMIT to replica %T"),
        TEAR("ballot %b half overwrites an inherited entry of replica %T"),
        COMPLETE("ballot %b finds its permission at replica %T and counts its writes");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }
    }

    /** Receives the successors of a state. */
    interface Sink {
        /** Words are valid during the call only; {@code violation} is null if the step is as it should be. */
        void next(long[] words, int step, String violation);
    }

    private static final Kind[] KINDS = Kind.values();
    private final long[] from;
    private Sink sink;

    MuModel(final Scope scope) {
        super(scope);
        from = new long[l.words];
    }

    int words() {
        return l.words;
    }

    long[] initial() {
        final long[] state = new long[l.words];
        for (int id = 0; id < 3; id++) {
            Layout.put(state, l.alive + id, 1);
        }
        return state;
    }

    private static int step(final Kind kind, final int at, final int ballot, final int other) {
        return kind.ordinal() << 12 | at << 8 | ballot << 4 | other;
    }

    static String describe(final int step) {
        final Kind kind = KINDS[step >>> 12];
        return kind.text.replace("%T", "" + ((step >>> 8 & 15) + 1)).replace("%b", "" + (step >>> 4 & 15))
            .replace("%c", "" + ((step & 15) + 1));
    }

    /** A person reads replicas 1 to 3, and 4 for the second incarnation of the one that was killed. */
    void successors(final long[] words, final int offset, final Sink into) {
        System.arraycopy(words, offset, from, 0, from.length);
        sink = into;
        reset();
        for (int at = 0; at < INSTANCES; at++) {
            if (alive(at)) {
                granting(at);
                replaying(at);
            }
        }
        dying();
        for (int ballot = 1; ballot <= ballots; ballot++) {
            if (active(ballot)) {
                preparing(ballot);
                leading(ballot);
            }
        }
    }

    private void reset() {
        System.arraycopy(from, 0, t, 0, from.length);
        violation = null;
    }

    private void emit(final Kind kind, final int at, final int ballot, final int other) {
        settle();
        normalize();
        sink.next(t, step(kind, at, ballot, other), violation);
        reset();
    }

    private void granting(final int at) {
        for (int ballot = get(l.promised + at) + 1; ballot <= ballots; ballot++) {
            for (int candidate = 0; candidate < INSTANCES; candidate++) {
                if (mayRevoke(at, ballot, candidate)) {
                    revoking(at, ballot, candidate, false);
                    if (mayMoveReplay(at) && mayStillReplay(at)) {
                        revoking(at, ballot, candidate, true);
                    }
                }
            }
        }
        if (mayPublish(at)) {
            publishing(at);
        } else if (get(l.copying + at) > 0) {
            copyNext(at);
            emit(Kind.COPY, at, 0, 0);
        }
    }

    /** Whether the ring of the present grant holds, or may still get, anything to replay. */
    private boolean mayStillReplay(final int at) {
        final int ballot = get(l.promised + at);
        boolean some = mayWriteTo(ballot, at);
        for (int i = 0; i < n; i++) {
            some |= get(l.ring(at, ballot, i)) != 0;
        }
        return some;
    }

    private boolean mayWriteTo(final int ballot, final int at) {
        return phase(ballot) == BEGUN && get(l.of(l.started, ballot, at)) == 1;
    }

    private void revoking(final int at, final int ballot, final int candidate, final boolean move) {
        if (move) {
            moveReplay(at);
        }
        final boolean atOnce = !mayWriteTo(get(l.promised + at), at) && !is(Variant.GRANT_BEFORE_SEAL)
            && !is(Variant.BASE_BEFORE_COPY);
        revoke(at, ballot, candidate);
        if (!atOnce || get(l.copying + at) != n + 1) {
            emit(move ? Kind.MOVE_REVOKE : Kind.REVOKE, at, ballot, candidate);
            return;
        }
        publish(at);
        emit(Kind.GRANT, at, ballot, candidate);
        if (phase(ballot) <= Layout.PREPARING) {
            if (move) {
                moveReplay(at);
            }
            revoke(at, ballot, candidate);
            publish(at);
            read(ballot, at);
            emit(Kind.GRANT_READ, at, ballot, candidate);
        }
    }

    private void publishing(final int at) {
        publish(at);
        final int ballot = get(l.promised + at);
        emit(Kind.PUBLISH, at, ballot, 0);
        if (phase(ballot) == Layout.PREPARING) {
            publish(at);
            read(ballot, at);
            emit(Kind.PUBLISH_READ, at, ballot, 0);
        }
    }

    private void replaying(final int at) {
        final int old = get(l.replay + at);
        int value = replayable(at, old);
        if (value != 0) {
            apply(at, value);
            emit(Kind.REPLAY, at, old, 0);
        }
        final int newest = get(l.promised + at);
        value = mayMoveReplay(at) ? replayable(at, newest) : 0;
        if (value != 0) {
            moveReplay(at);
            apply(at, value);
            emit(Kind.REPLAY, at, newest, 0);
        }
        for (int donor = 0; donor < INSTANCES; donor++) {
            if (mayLoad(at, donor)) {
                load(at, donor);
                emit(Kind.LOAD, at, 0, donor);
            }
        }
    }

    private void dying() {
        final int killed = crashed();
        if (scope.crash() && killed < 0) {
            for (int at = 0; at < 3; at++) {
                if (scope.killed() == 0 || scope.killed() == at + 1) {
                    crash(at);
                    emit(Kind.CRASH, at, 0, 0);
                }
            }
        }
        if (mayReturn()) {
            markDead(killed);
            comeBack();
            emit(Kind.RETURN, Layout.NEWCOMER, 0, get(CRASHED));
        }
    }

    private void preparing(final int ballot) {
        if (mayCatchUp(ballot)) {
            catchUp(ballot);
            emit(Kind.CATCH_UP, owner(ballot), ballot, 0);
        }
        if (mayBegin(ballot)) {
            begin(ballot);
            emit(Kind.BEGIN, owner(ballot), ballot, 0);
        }
    }

    private void leading(final int ballot) {
        if (phase(ballot) != BEGUN) {
            return;
        }
        end(ballot);
        emit(Kind.GIVE_UP, owner(ballot), ballot, 0);
        for (int at = 0; at < INSTANCES; at++) {
            if (mayPrepareAgain(ballot, at)) {
                prepareAgain(ballot, at);
                emit(Kind.AGAIN, at, ballot, 0);
            }
            if (mayJump(ballot, at)) {
                jump(ballot, at);
                emit(Kind.JUMP, at, ballot, 0);
            }
            writing(ballot, at);
            if (scope.fine() && mayComplete(ballot, at)) {
                complete(ballot, at);
                emit(Kind.COMPLETE, at, ballot, 0);
            }
        }
    }

    private void writing(final int ballot, final int at) {
        if (!mayWrite(ballot, at)) {
            return;
        }
        final boolean isNew = isNew(ballot, at);
        if (isNew && mayProposeAdmit(ballot)) {
            write(ballot, at, ADMIT);
            emit(Kind.WRITE_ADMIT, at, ballot, 0);
        }
        if (mayTear(ballot, at)) {
            tear(ballot, at);
            emit(Kind.TEAR, at, ballot, 0);
        }
        write(ballot, at, ballot);
        emit(Kind.WRITE, at, ballot, 0);
    }
}
