package io.muex.load.drill.abuse;

import java.util.concurrent.TimeUnit;

/**
 * How much is done to a cluster.
 *
 * @param seed          of every choice of the drill; which order a session sends depends on its seed and its answers
 * @param seconds       how long processes are killed and paused, 1 or more
 * @param sessions      that trade, 2 or more
 * @param ratePerSecond commands of one session per second, 1 or more
 * @param lossPercent   of the packets of the public feed are dropped by the reader, 0 to 50
 */
public record AbusePlan(long seed, int seconds, int sessions, int ratePerSecond, int lossPercent) {
    /** Processes over which sessions are spread. */
    static final int PROCESSES = 2;
    /** Number of the first session that trades; all of them follow on it. */
    static final long FIRST_SESSION = 1_000;
    /** Instruments 1 to this are traded. */
    static final int INSTRUMENTS = 3;
    /** So many faults are the least that the drill must come to, one in so many seconds. */
    private static final int LEAST_EVERY_SECONDS = 6;

    /** Checks every value. */
    public AbusePlan {
        if (seconds < 1 || sessions < PROCESSES || ratePerSecond < 1 || lossPercent < 0 || lossPercent > 50) {
            throw new IllegalArgumentException("at least 1 s, 2 sessions and 1 command per second, and 0 to 50 % loss");
        }
    }

    long lengthNs() {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    int leastFaults() {
        return Math.max(1, seconds / LEAST_EVERY_SECONDS);
    }

    /** First session of a process, counted from 0. */
    long firstSession(final int process) {
        return FIRST_SESSION + (long) sessions * process / PROCESSES;
    }

    /** The process that has a session, counted from 0. */
    int process(final long session) {
        int process = 0;
        while (session >= firstSession(process + 1)) {
            process++;
        }
        return process;
    }

    /** How many sessions a process has. */
    int sessions(final int process) {
        return (int) (firstSession(process + 1) - firstSession(process));
    }
}
