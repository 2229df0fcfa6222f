package io.muex.mu.sim;

/** What one client makes of what it is told: events without a gap, and commands to the highest ballot only. */
final class ReadingChecker {
    private long highestBallot;
    private int leader;

    /** It was told that {@code replica} leads, and sends to {@code followed} now; 0 or less for nobody. */
    void onAnnounced(final int replica, final long ballot, final int followed) {
        if (ballot > highestBallot) {
            highestBallot = ballot;
            leader = replica;
        }
        if (followed > 0 && followed != leader) {
            throw new Violation("I20 commands go to the highest ballot", "to replica " + followed + " after "
                + leader + " announced " + highestBallot);
        }
    }

    /** It took {@code eventSeq} for the next event when {@code lastEventSeq} was the last one it had. */
    void onTaken(final long eventSeq, final long lastEventSeq) {
        if (eventSeq != lastEventSeq + 1) {
            throw new Violation("I20 events are read without a gap", "event " + eventSeq + " after " + lastEventSeq);
        }
    }
}
