package io.muex.mu.sim;

import java.util.Arrays;

/** Which one-sided connections are broken at present, each in one direction. */
final class Links {
    private final long[][] brokenUntilNs;

    Links(final int replicas) {
        brokenUntilNs = new long[replicas + 1][replicas + 1];
    }

    void breakUntil(final int from, final int to, final long untilNs) {
        brokenUntilNs[from][to] = Math.max(brokenUntilNs[from][to], untilNs);
    }

    boolean isBroken(final int from, final int to, final long nowNs) {
        return nowNs < brokenUntilNs[from][to];
    }

    void mend() {
        for (final long[] row : brokenUntilNs) {
            Arrays.fill(row, 0);
        }
    }
}
