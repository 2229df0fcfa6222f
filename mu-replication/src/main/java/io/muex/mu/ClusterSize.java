package io.muex.mu;

/** How many replicas a cluster may have: 3, 5, 7 or 9. The one place that says so, and why others are refused. */
public final class ClusterSize {
    private static final int LEAST = 3;

    private ClusterSize() {
    }

    /** Why there cannot be a cluster of that size; null if there can. */
    public static String problem(final int replicas) {
        if (replicas < LEAST) {
            return "must be at least 3: fewer survive no death at all (is " + replicas + ")";
        }
        if (replicas > Ballot.MAX_ID) {
            return "must be at most 9: every commit is written to all of them (is " + replicas + ")";
        }
        if (replicas % 2 == 0) {
            return "must be odd: one replica more than " + (replicas - 1)
                + " survives no more deaths, and every commit would wait for one write more (is " + replicas + ")";
        }
        return null;
    }

    /** Deaths at one time that a cluster survives. */
    public static int tolerated(final int replicas) {
        return (replicas - 1) / 2;
    }
}
