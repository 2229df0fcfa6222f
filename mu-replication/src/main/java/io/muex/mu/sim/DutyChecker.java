package io.muex.mu.sim;

/**
 * What a replica has to notice within a few duty cycles of its replication plane, although nothing that others see is
 * wrong yet: a leader, that a majority of grants or that of its own log stands no more; a candidate, that a majority
 * does, so that it can begin.
 */
final class DutyChecker {
    private static final int PATIENCE = 128;
    private final int self;
    private final int majority;
    private long lacking;
    private long waiting;
    private int waited;

    DutyChecker(final int self, final int replicas) {
        this.self = self;
        this.majority = replicas / 2 + 1;
    }

    /**
     * Before a duty cycle.
     *
     * @param leading  ballot that this replica leads under, 0 if it does not
     * @param standing grants of that ballot that stand, of voters or not
     * @param ownLog   whether that of the own log is among them
     */
    void begin(final long leading, final int standing, final boolean ownLog) {
        lacking = standing < majority || !ownLog ? leading : 0;
    }

    /**
     * After the same cycle.
     *
     * @param leading   ballot that this replica leads under now
     * @param preparing ballot that it prepares under without having written anything, 0 for none
     * @param voters    grants of that ballot that stand and are within reach, of admitted incarnations only
     */
    void end(final long leading, final long preparing, final int voters) {
        if (lacking != 0 && leading == lacking) {
            throw new Violation("who has lost a majority stops leading", "replica " + self);
        }
        if (preparing == 0 || voters < majority || preparing != waiting) {
            waiting = preparing;
            waited = 0;
        } else if (++waited > PATIENCE) {
            throw new Violation("who has a majority begins", "replica " + self + " prepares with " + voters
                + " grants and waits");
        }
    }
}
