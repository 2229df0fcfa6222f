package io.muex.exchange.protocol.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a thread on the order road waits where cores are few: 20 spins, then it yields, and after 10 ms of silence it
 * parks for 1 ms at a time. While orders flow it never sleeps, so it answers within microseconds; when they stop it
 * costs next to nothing. Thread that idles only.
 */
public final class PacedIdle implements IdleStrategy {
    private static final int SPINS = 20;

    private final long silenceNs;
    private final long parkNs;
    private int spins;
    private long quietSinceNs;

    /** 10 ms of yielding, then naps of 1 ms. */
    public PacedIdle() {
        this(TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(1));
    }

    /**
     * A pace of one's own.
     *
     * @param silenceNs how long to yield before the first nap; {@link Long#MAX_VALUE}: never nap
     * @param parkNs    length of a nap
     */
    public PacedIdle(final long silenceNs, final long parkNs) {
        this.silenceNs = silenceNs;
        this.parkNs = parkNs;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (spins < SPINS) {
            spins++;
            Thread.onSpinWait();
            return;
        }
        final long nowNs = System.nanoTime();
        if (spins == SPINS) {
            spins++;
            quietSinceNs = nowNs;
        }
        if (nowNs - quietSinceNs < silenceNs) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(parkNs);
        }
    }

    @Override
    public void reset() {
        spins = 0;
    }
}
