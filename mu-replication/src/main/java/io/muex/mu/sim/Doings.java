package io.muex.mu.sim;

import io.muex.mu.fabric.Grant;

/** What one incarnation of a replica was seen to do to others last, by their ids: what scenarios wait for. */
final class Doings {
    private final long[] asked;
    private final Grant[] opened;
    private final long[] saidBehind;
    private final long[] wroteEnd;
    private int lastWrittenTo;
    private long copiedTo = -1;

    Doings(final int replicas) {
        asked = new long[replicas + 1];
        opened = new Grant[replicas + 1];
        saidBehind = new long[replicas + 1];
        wroteEnd = new long[replicas + 1];
    }

    void onAsked(final int id, final long ballot) {
        asked[id] = ballot;
    }

    void onOpened(final Grant grant) {
        opened[grant.id()] = grant;
        wroteEnd[grant.id()] = 0;
        saidBehind[grant.id()] = 0;
    }

    void onSaidBehind(final int id, final long index) {
        saidBehind[id] = index;
    }

    void onWrote(final int id, final long index) {
        wroteEnd[id] = index + 1;
        lastWrittenTo = id;
    }

    /** A copy of the own log begins, or it has come to an index. */
    void onCopied(final long index) {
        copiedTo = index;
    }

    /** Ballot under which it asked another one for permission, 0 if it never did. */
    long asked(final int id) {
        return asked[id];
    }

    /** The grant of another one that it began to use last, or null. */
    Grant opened(final int id) {
        return opened[id];
    }

    /** What it told another one under that grant to be missing from the log, 0 for nothing. */
    long saidBehind(final int id) {
        return saidBehind[id];
    }

    /** Behind the latest entry that it wrote under that grant, 0 for none. */
    long wroteEnd(final int id) {
        return wroteEnd[id];
    }

    /** Whom it has written to last, 0 for nobody. */
    int lastWrittenTo() {
        return lastWrittenTo;
    }

    /** The latest index copied into the inheritance that is being made, -1 for none yet. */
    long copiedTo() {
        return copiedTo;
    }
}
