package io.muex.mu.sim;

import java.util.Arrays;

/** What is wrong at present between any two replicas, each direction for itself. */
final class Links {
    private final long[][] brokenUntilNs;
    private final long[][] silentUntilNs;
    private final long[][] suspectedUntilNs;
    private final long[][] burstNs;

    Links(final int replicas) {
        brokenUntilNs = new long[replicas + 1][replicas + 1];
        silentUntilNs = new long[replicas + 1][replicas + 1];
        suspectedUntilNs = new long[replicas + 1][replicas + 1];
        burstNs = new long[replicas + 1][replicas + 1];
    }

    /** {@code from} reaches {@code to} no more. */
    void breakUntil(final int from, final int to, final long untilNs) {
        brokenUntilNs[from][to] = Math.max(brokenUntilNs[from][to], untilNs);
    }

    boolean isBroken(final int from, final int to, final long nowNs) {
        return nowNs < brokenUntilNs[from][to];
    }

    /** What {@code from} writes to {@code to} lands and is not reported. */
    void silenceUntil(final int from, final int to, final long untilNs) {
        silentUntilNs[from][to] = Math.max(silentUntilNs[from][to], untilNs);
    }

    boolean isSilent(final int from, final int to, final long nowNs) {
        return nowNs < silentUntilNs[from][to];
    }

    /** {@code from} sees no heartbeat of {@code to}, then some, then none, each for {@code burst}. */
    void suspectUntil(final int from, final int to, final long untilNs, final long burst) {
        suspectedUntilNs[from][to] = untilNs;
        burstNs[from][to] = burst;
    }

    boolean isSuspected(final int from, final int to, final long nowNs) {
        final long until = suspectedUntilNs[from][to];
        return nowNs < until && ((until - nowNs) / burstNs[from][to] & 1) == 0;
    }

    /** Both directions between two replicas are as they should be. */
    void mend(final int one, final int other) {
        brokenUntilNs[one][other] = 0;
        brokenUntilNs[other][one] = 0;
        silentUntilNs[one][other] = 0;
        silentUntilNs[other][one] = 0;
    }

    void mend() {
        for (int id = 1; id < brokenUntilNs.length; id++) {
            Arrays.fill(brokenUntilNs[id], 0);
            Arrays.fill(silentUntilNs[id], 0);
            Arrays.fill(suspectedUntilNs[id], 0);
        }
    }
}
