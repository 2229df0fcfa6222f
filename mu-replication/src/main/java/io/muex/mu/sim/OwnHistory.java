package io.muex.mu.sim;

/**
 * I22: a replica that got beyond an index by a snapshot, or by what a peer handed out, says that its own log below
 * tells nothing of what was chosen, and says so before it shows how far it has applied. One thread.
 */
final class OwnHistory {
    private long readIndex = -1;
    private long foreignEnd;
    private long shownFrom;

    /** A chosen entry that this replica has not applied was read from a peer: perhaps to apply it. */
    void onRead(final long index, final long applied) {
        settle(applied);
        if (index >= applied) {
            readIndex = index;
        }
    }

    /** What was read last was applied, or never will be. */
    void settle(final long applied) {
        if (readIndex >= 0 && readIndex < applied) {
            foreignEnd = Math.max(foreignEnd, readIndex + 1);
        }
        readIndex = -1;
    }

    /** The state was replaced by a snapshot of this index. */
    void onLoaded(final long index) {
        foreignEnd = Math.max(foreignEnd, index);
    }

    /** The replica says from where on its log is its own history. */
    void onHistoryFrom(final long index) {
        shownFrom = index;
    }

    /** The replica is about to show how far it has applied. */
    void onApplied(final int id, final long applied) {
        settle(applied);
        if (shownFrom < foreignEnd) {
            throw new Violation("I22 history that is not its own is said to be so", "replica " + id + " shows "
                + applied + " as applied, got to " + foreignEnd + " by others, and calls its log its own from "
                + shownFrom);
        }
    }
}
