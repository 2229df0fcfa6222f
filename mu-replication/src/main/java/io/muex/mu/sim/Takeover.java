package io.muex.mu.sim;

import io.muex.mu.fabric.Grant;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import java.util.Arrays;

/** What one replica reads out of inheritances: checked entry by entry, and counted once per ballot. */
final class Takeover {
    private final Ghost ghost;
    private final Coverage coverage;
    private final boolean[] counted = new boolean[Situation.values().length];
    private long ballot;
    private long firstSeen;
    private long lastIndex = -1;
    private long lastValue;
    /** Incarnation of each id out of whose inheritance something was read since its grant was seen to stand. */
    private final int[] unconfirmed;
    private long readBallot;
    private long unconfirmedFrom;

    Takeover(final Ghost ghost, final Coverage coverage, final int replicas) {
        this.unconfirmed = new int[replicas + 1];
        this.ghost = ghost;
        this.coverage = coverage;
    }

    /** The inheritance of a grant is about to be read. */
    void onReading(final Grant grant, final long index) {
        if (grant.ballot() != readBallot) {
            readBallot = grant.ballot();
            Arrays.fill(unconfirmed, 0);
        }
        if (index >= grant.base()) {
            unconfirmedFrom = isReading() ? Math.min(unconfirmedFrom, index) : index;
            unconfirmed[grant.id()] = grant.incarnation();
        }
    }

    /** A grant was found to stand. */
    void onConfirmed(final Grant grant) {
        if (unconfirmed[grant.id()] == grant.incarnation()) {
            unconfirmed[grant.id()] = 0;
        }
    }

    /** Whether something was read that may have changed while it was read. */
    boolean isReading() {
        for (final int incarnation : unconfirmed) {
            if (incarnation != 0) {
                return true;
            }
        }
        return false;
    }

    /** A leader writes an entry. Those below what was read it has from elsewhere: they are chosen, or read before. */
    void onWriting(final long underBallot, final long index) {
        if (underBallot == readBallot && isReading() && index >= unconfirmedFrom) {
            throw new Violation("I21 what was read counts only if the grant still stands", "index " + index
                + " written after reading from " + Arrays.toString(unconfirmed));
        }
    }

    void onInherited(final Grant grant, final long index, final Entry entry) {
        final long value = Proposal.valueOf(entry);
        ghost.checkCopy("read from " + grant.id(), index, entry.ballot(), value);
        if (grant.ballot() != ballot) {
            ballot = grant.ballot();
            firstSeen = 0;
            lastIndex = -1;
            Arrays.fill(counted, false);
        }
        if (index < grant.base()) {
            once(Situation.BASE_REACHED_BY_HISTORY);
            return;
        }
        once(Situation.ADOPTION);
        if (firstSeen == 0) {
            firstSeen = entry.ballot();
        } else if (firstSeen != entry.ballot()) {
            once(Situation.ADOPTION_FROM_TWO_BALLOTS);
        }
        if (index == lastIndex && value != lastValue) {
            once(Situation.ADOPTION_OF_CONFLICT);
        }
        lastIndex = index;
        lastValue = value;
        if (entry.kind() == EntryKind.ADMIT) {
            once(Situation.ADMISSION_DURING_TAKEOVER);
        }
    }

    private void once(final Situation situation) {
        if (!counted[situation.ordinal()]) {
            counted[situation.ordinal()] = true;
            coverage.count(situation);
        }
    }
}
