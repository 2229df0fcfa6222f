package io.muex.mu.replication;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What the two planes of one replica tell each other: words with one writer each, no lock. The background plane asks
 * peers for their permission and posts their grants here; the replication plane takes them up, leads, and says when it
 * has given a ballot up.
 */
public final class PlaneBoard {
    private final AtomicLong candidacy = new AtomicLong();
    private final AtomicReferenceArray<Grant> grants;
    private final AtomicLong suspectedAtNs = new AtomicLong();
    private final AtomicLong renewal = new AtomicLong();
    private final AtomicLong donor = new AtomicLong();
    private final AtomicLong aliveVoters = new AtomicLong();

    private final AtomicLong handOver = new AtomicLong();
    private final AtomicLong moveExpected = new AtomicLong();

    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong waitingSinceNs = new AtomicLong();
    private final AtomicLong behind = new AtomicLong();
    private final AtomicLong lostTargets = new AtomicLong();

    /** A board for a cluster of {@code replicas}. */
    public PlaneBoard(final int replicas) {
        grants = new AtomicReferenceArray<>(replicas + 1);
    }

    // Written by the background plane.

    /** Begins a candidacy under a new ballot: earlier grants are worth nothing any more. */
    public void beginCandidacy(final long ballot, final long nowNs) {
        candidacy.setRelease(Ballot.NONE);
        for (int id = 1; id < grants.length(); id++) {
            grants.setRelease(id, null);
        }
        suspectedAtNs.setRelease(nowNs);
        candidacy.setRelease(ballot);
    }

    /** Ends the candidacy: another replica is the view's. */
    public void withdraw() {
        candidacy.setRelease(Ballot.NONE);
    }

    /** Posts the grant of one target for the present candidacy. */
    public void post(final Grant grant) {
        grants.setRelease(grant.id(), grant);
    }

    /** Asks the leader to give its ballot up, so that followers which it lost can be asked again under a new one. */
    public void renew(final long ballot) {
        renewal.setRelease(ballot);
    }

    /** Which peer should give a snapshot, 0 if nobody can. */
    public void recommendDonor(final int id) {
        donor.setRelease(id);
    }

    /** How many voters, this replica included, are alive. */
    public void countAliveVoters(final int count) {
        aliveVoters.setRelease(count);
    }

    /**
     * Asks the leader of this ballot to hand over to the replica named in place of its own id, or, by
     * {@link Ballot#NONE}, to go on leading after all.
     */
    public void handOver(final long successorWord) {
        if (handOver.getPlain() != successorWord) {
            handOver.setRelease(successorWord);
        }
    }

    /** Whether some leader is about to hand over: nobody should sleep. */
    public void expectMove(final boolean expected) {
        final long word = expected ? 1 : 0;
        if (moveExpected.getPlain() != word) {
            moveExpected.setRelease(word);
        }
    }

    // Written by the replication plane.

    /** Everything under this ballot is committed, the successor has applied it, and this replica leads no more. */
    void handedOver(final long ballot) {
        handedOver.setRelease(ballot);
    }

    /** This ballot is over, whatever became of it. */
    void giveUp(final long ballot) {
        givenUp.setRelease(ballot);
    }

    /** One more duty cycle was finished. */
    void step() {
        steps.setRelease(steps.getPlain() + 1);
    }

    /** Since when proposals wait for a majority without any movement; 0 when nothing waits. */
    void waitingSince(final long nowNs) {
        if (waitingSinceNs.getPlain() != nowNs) {
            waitingSinceNs.setRelease(nowNs);
        }
    }

    /** Whether this replica lacks entries that only a snapshot can give it. */
    void behind(final boolean isBehind) {
        behind.setRelease(isBehind ? 1 : 0);
    }

    /** Bit mask of ids whose grant under the present ballot was lost. */
    void lostTargets(final long mask) {
        lostTargets.setRelease(mask);
    }

    // Read by either.

    /** Ballot for which this replica asks permission, {@link Ballot#NONE} if it does not. */
    public long candidacy() {
        return candidacy.getAcquire();
    }

    /** The grant of a target for {@link #candidacy}, or null. */
    public Grant grant(final int id) {
        return grants.getAcquire(id);
    }

    /** When this replica became the view's, monotonic nanoseconds. */
    public long suspectedAtNs() {
        return suspectedAtNs.getAcquire();
    }

    /** Ballot that the leader should give up to regain lost followers. */
    public long renewal() {
        return renewal.getAcquire();
    }

    /** See {@link #recommendDonor}. */
    public int donor() {
        return (int) donor.getAcquire();
    }

    /** See {@link #countAliveVoters}. */
    public int aliveVoters() {
        return (int) aliveVoters.getAcquire();
    }

    /** See {@link #handOver(long)}. */
    public long handOver() {
        return handOver.getAcquire();
    }

    /** See {@link #expectMove}. */
    public boolean isMoveExpected() {
        return moveExpected.getAcquire() != 0;
    }

    /** Latest ballot that was handed over on purpose. */
    public long handedOver() {
        return handedOver.getAcquire();
    }

    /** Highest ballot that the replication plane is done with. */
    public long givenUp() {
        return givenUp.getAcquire();
    }

    /** Duty cycles of the replication plane so far. */
    public long steps() {
        return steps.getAcquire();
    }

    /** See {@link #waitingSince}. */
    public long waitingSinceNs() {
        return waitingSinceNs.getAcquire();
    }

    /** See {@link #behind(boolean)}. */
    public boolean isBehind() {
        return behind.getAcquire() != 0;
    }

    /** See {@link #lostTargets(long)}. */
    public long lostTargets() {
        return lostTargets.getAcquire();
    }
}
