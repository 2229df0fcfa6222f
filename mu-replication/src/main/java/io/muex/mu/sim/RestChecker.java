package io.muex.mu.sim;

import io.muex.mu.Ballot;

/**
 * Whether a candidate that loses again and again lets others try: after six ballots in a row that came to nothing it
 * shows for at least 10 ms that it is not eligible. Its own rule is three, but a ballot that it led under within a
 * single duty cycle is not seen from here. Two candidates could take their followers from each other for ever.
 */
final class RestChecker {
    private static final int PATIENCE = 6;
    private static final long SHORTEST_REST_NS = 10_000_000;
    private final int self;
    private long ballot;
    private int defeats;
    private long restUntilNs;

    RestChecker(final int self) {
        this.self = self;
    }

    /**
     * A duty cycle of the background plane has ended.
     *
     * @param nowNs     that it was given
     * @param candidacy ballot that it asks with now
     * @param leads     whether it leads, which makes good for all defeats
     * @param eligible  whether it shows that it may be chosen
     */
    void check(final long nowNs, final long candidacy, final boolean leads, final boolean eligible) {
        if (nowNs < restUntilNs && eligible) {
            throw new Violation("who loses again and again rests", "replica " + self + " is eligible after " + defeats
                + " ballots in a row that came to nothing, the latest " + Ballot.toString(ballot));
        }
        // Only one ballot right after another is surely a defeat: who stops asking may have been told to.
        if (candidacy != Ballot.NONE && ballot != Ballot.NONE && candidacy != ballot && ++defeats >= PATIENCE) {
            restUntilNs = nowNs + SHORTEST_REST_NS;
        }
        ballot = candidacy;
        defeats = leads ? 0 : defeats;
    }
}
