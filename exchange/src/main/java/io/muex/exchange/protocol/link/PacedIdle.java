package io.muex.exchange.protocol.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How a thread on the order road waits where cores are few: 20 spins, then it yields, and after 10 ms of silence it
 * parks for 1 ms at a time. While orders flow it never sleeps long, so it answers within microseconds; when they stop
 * it costs next to nothing. Thread that idles only.
 * <p>
 * <b>In a crowd it does not yield.</b> Linux since 6.18 takes from whoever yields the rest of its time slice. Beside
 * threads that yield too that is what is wanted; beside one that computes (a compiler of a JVM, a process that starts
 * or is torn down) a yield costs whole ticks of 4 ms, again and again, whatever the priority of that thread. Measured:
 * all of the core is lost to a computing thread of equal priority, 99 % of it to one at nice 19, against 17 % and 0.5 %
 * if the thread naps for 20 us instead, because a thread that wakes up displaces one that computes. So a yield that
 * took longer than a thread of our kind would keep the core says that there is a crowd, and naps take the place of
 * yields for a while: longer each time, until a whole while goes by without another loss.
 */
public final class PacedIdle implements IdleStrategy {
    private static final int SPINS = 20;
    private static final long NAP_NS = 20_000;
    private static final long LOSS_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SHORTEST_CROWD_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_CROWD_NS = TimeUnit.MILLISECONDS.toNanos(160);

    private final NanoClock clock;
    private final long silenceNs;
    private final long parkNs;
    private int spins;
    private long quietSinceNs;
    private long crowdNs = SHORTEST_CROWD_NS;
    private long crowdedUntilNs;
    private boolean crowded;

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
        this(silenceNs, parkNs, SystemNanoClock.INSTANCE);
    }

    PacedIdle(final long silenceNs, final long parkNs, final NanoClock clock) {
        this.silenceNs = silenceNs;
        this.parkNs = parkNs;
        this.clock = clock;
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
        final long nowNs = clock.nanoTime();
        if (spins == SPINS) {
            spins++;
            quietSinceNs = nowNs;
        }
        if (nowNs - quietSinceNs >= silenceNs) {
            LockSupport.parkNanos(parkNs);
        } else if (isCrowded(nowNs)) {
            LockSupport.parkNanos(NAP_NS);
        } else {
            Thread.yield();
            onYielded(nowNs, clock.nanoTime());
        }
    }

    /** Whether to nap rather than to yield. */
    boolean isCrowded(final long nowNs) {
        crowded = crowded && nowNs - crowdedUntilNs < 0;
        return crowded;
    }

    /** Learns from what a yield has cost. */
    void onYielded(final long beforeNs, final long afterNs) {
        if (afterNs - beforeNs > LOSS_NS) {
            final boolean again = crowdedUntilNs != 0 && beforeNs - crowdedUntilNs < crowdNs;
            crowdNs = again ? Math.min(LONGEST_CROWD_NS, 2 * crowdNs) : SHORTEST_CROWD_NS;
            crowdedUntilNs = afterNs + crowdNs;
            crowded = true;
        }
    }

    @Override
    public void reset() {
        spins = 0;
    }
}
