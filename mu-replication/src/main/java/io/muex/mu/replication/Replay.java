package io.muex.mu.replication;

import io.muex.mu.fabric.LocalLog;
import io.muex.mu.log.Entry;
import io.muex.mu.recovery.ReplicatedState;

/**
 * A follower's side of the log: applies what the holder of its log wrote and declared committed. Entry i of a ring is
 * applied only below a commit index that was read from that same ring: a newer holder's commit index says nothing of
 * an older holder's entry.
 */
final class Replay {
    private static final int STEP_LIMIT = 256;

    private final LocalLog localLog;
    private final ReplicatedState state;
    private final Entry entry;
    private final Entry scratch;
    private long ringCommit;

    Replay(final LocalLog localLog, final ReplicatedState state, final int slotLength) {
        this.localLog = localLog;
        this.state = state;
        this.entry = new Entry(slotLength);
        this.scratch = new Entry(slotLength);
    }

    /** Applies a bounded number of entries of the newest ring; returns how many. */
    int step() {
        if (localLog.moveToNewest()) {
            ringCommit = 0;
        }
        if (state.applied() >= ringCommit) {
            ringCommit = localLog.commitIndex(scratch);
        }
        return apply(ringCommit);
    }

    /** Applies entries of the present ring below {@code commitIndex}, a bounded number. */
    int apply(final long commitIndex) {
        int count = 0;
        while (count < STEP_LIMIT && state.applied() < commitIndex && localLog.read(state.applied(), entry)) {
            state.apply(state.applied(), entry);
            count++;
        }
        return count;
    }

    /** The same for a leader, which holds most of what it committed itself. */
    int apply(final long commitIndex, final Proposals proposals) {
        int count = 0;
        while (count < STEP_LIMIT && state.applied() < commitIndex) {
            final long index = state.applied();
            Entry next = proposals.held(index);
            if (next == null) {
                if (!localLog.read(index, entry)) {
                    break;
                }
                next = entry;
            }
            state.apply(index, next);
            count++;
        }
        return count;
    }

    /** The commit index last read from the present ring. */
    long ringCommit() {
        return ringCommit;
    }

    /** Starts over in the ring where replay is, as after leading: what was learned by leading is not of this ring. */
    void reset() {
        ringCommit = 0;
    }
}
