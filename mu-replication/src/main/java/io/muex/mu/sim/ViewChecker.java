package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;
import java.util.Arrays;

/**
 * Whether a replica lets a leader alone that it sees: in a duty cycle in which it read that a live peer leads under a
 * higher ballot than its own, it must not end up asking for permission.
 */
final class ViewChecker {
    private final int self;
    private final long[] leading;
    private final int[] incarnations;
    private long own;

    ViewChecker(final int self, final int replicas) {
        this.self = self;
        this.leading = new long[replicas + 1];
        this.incarnations = new int[replicas + 1];
    }

    /** The background plane has read a control word. */
    void onRead(final int id, final int incarnation, final int offset, final long value) {
        if (incarnations[id] != incarnation) {
            // What was read of an incarnation that is gone must not be taken for a word of the next.
            incarnations[id] = incarnation;
            leading[id] = Ballot.NONE;
        }
        if (offset == ControlLayout.LEADING) {
            leading[id] = value;
        }
        if (id == self && (offset == ControlLayout.LEADING || offset == ControlLayout.PREPARING)) {
            own = offset == ControlLayout.LEADING ? value : Math.max(own, value);
        }
    }

    /** A duty cycle of the background plane has ended. */
    void check(final SimReplica replica) {
        if (replica.board.candidacy() != Ballot.NONE) {
            checkCandidate(replica);
        }
        Arrays.fill(leading, Ballot.NONE);
        own = Ballot.NONE;
    }

    private void checkCandidate(final SimReplica replica) {
        for (int id = 1; id < leading.length; id++) {
            if (id != self && leading[id] > Math.max(own, Ballot.NONE) && replica.seesAlive(id)) {
                throw new Violation("a leader that lives is let alone", "replica " + self + " asks for "
                    + Ballot.toString(replica.board.candidacy()) + " and sees " + id + " lead under "
                    + Ballot.toString(leading[id]));
            }
        }
    }
}
