package io.muex.gateway;

import java.util.concurrent.TimeUnit;

/**
 * What a gateway expects of each client and does for it.
 *
 * @param heartbeatNs       how often it gives a sign of life; clients must wait for more than one
 * @param timeoutNs         silence after which it gives a client up; clients are told
 * @param slowNs            how long a client may leave reports unread that no longer fit on its way; then it is let go
 * @param commandsPerSecond that a session may send, those that lessen its risk left out; 0 = as many as it likes
 * @param commandBurst      how many of them may come at once, 1 or more
 */
public record ClientTerms(long heartbeatNs, long timeoutNs, long slowNs, int commandsPerSecond, int commandBurst) {
    /** Usual rate: above what one connection can carry. */
    public static final int DEFAULT_RATE = 2_000_000;
    /** Usual burst. */
    public static final int DEFAULT_BURST = 100_000;

    /** Checks every value. */
    public ClientTerms {
        if (heartbeatNs < 1 || timeoutNs < 1 || slowNs < 1) {
            throw new IllegalArgumentException("times must be positive");
        }
        if (commandsPerSecond < 0 || commandBurst < 1) {
            throw new IllegalArgumentException("a rate is 0 or more, a burst 1 or more");
        }
    }

    /** The usual ones: a rate that no client reaches by being quick. */
    public static ClientTerms usual() {
        return new ClientTerms(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.SECONDS.toNanos(5),
            TimeUnit.SECONDS.toNanos(10), DEFAULT_RATE, DEFAULT_BURST);
    }

    /** The same with another patience. */
    public ClientTerms withTimeoutNs(final long newTimeoutNs) {
        return new ClientTerms(heartbeatNs, newTimeoutNs, slowNs, commandsPerSecond, commandBurst);
    }

    /** The same with another patience with clients that do not read. */
    public ClientTerms withSlowNs(final long newSlowNs) {
        return new ClientTerms(heartbeatNs, timeoutNs, newSlowNs, commandsPerSecond, commandBurst);
    }

    /** The same with another rate. */
    public ClientTerms withRate(final int newCommandsPerSecond, final int newCommandBurst) {
        return new ClientTerms(heartbeatNs, timeoutNs, slowNs, newCommandsPerSecond, newCommandBurst);
    }
}
