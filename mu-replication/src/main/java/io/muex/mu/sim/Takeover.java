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

    Takeover(final Ghost ghost, final Coverage coverage) {
        this.ghost = ghost;
        this.coverage = coverage;
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
