package io.muex.mu.sim;

/**
 * Now and then, over all logs at once: whatever is chosen must be found by any majority that could still grant. A
 * replica that votes and lacks a chosen entry may be one of a minority only.
 */
final class Sweep {
    /** A replica that could still grant its log and would be counted. */
    record Voter(int id, int incarnation) {
    }

    private final Ghost ghost;
    private final MemoryChecker checker;
    private final int majority;

    Sweep(final Ghost ghost, final MemoryChecker checker, final int replicas) {
        this.ghost = ghost;
        this.checker = checker;
        this.majority = replicas / 2 + 1;
    }

    void run(final Iterable<Voter> voters) {
        long from = ghost.chosenEnd();
        for (final Voter voter : voters) {
            from = Math.min(from, checker.applied(voter.id(), voter.incarnation()));
        }
        for (long index = from; index < ghost.chosenEnd(); index++) {
            int without = 0;
            for (final Voter voter : voters) {
                without += checker.has(voter.id(), voter.incarnation(), index) ? 0 : 1;
            }
            if (without >= majority) {
                throw new Violation("I8 whatever is chosen is found again", "index " + index + " is missing at "
                    + without + " voters of " + voters);
            }
        }
    }
}
