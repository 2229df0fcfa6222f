package io.muex.exchange.protocol.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How a thread on the order road waits where cores are few: it yields, and after 10 ms of silence it parks for 1 ms at
 * a time. While orders flow it never sleeps long, so it answers within microseconds; when they stop it costs next to
 * nothing. With more than two cores it spins 20 times before it yields; with two it has to share its core with whoever
 * is next on the road, who waits for these very spins. Thread that idles only.
 * <p>
 * <b>In a crowd it does not yield.</b> Linux since 6.18 takes from whoever yields the rest of its time slice. Beside
 * threads that yield too that is what is wanted; beside one that computes (a compiler of a JVM, a process that starts
 * or is torn down) a yield costs whole ticks of 4 ms, again and again, whatever the priority of that thread. Measured:
 * all of the core is lost to a computing thread of equal priority, 99 % of it to one at nice 19, against 17 % and 0.5 %
 * if the thread naps for 20 us instead, because a thread that wakes up displaces one that computes. So a yield that
 * took longer than a thread of our kind would keep the core says that there is a crowd, and naps take the place of
 * yields for a while: longer each time, until a whole while goes by without another loss.
 * <p>
 * <b>Under load it yields all the same.</b> Whoever finds work almost every time shares its core with others who do
 * what it waits for; they keep it for milliseconds because there is so much of it, and a nap costs the core about 20 us
 * of waking up, which is then what is lacking.
 * <p>
 * <b>It does not wait in vain.</b> A thread that is owed answers and has had none for 200 us cannot make them come
 * sooner by staying awake, but may well keep them from coming: where a leader has died, its successor needs the core.
 * It naps for 50 us at a time until something is answered, and takes it for a crowd: what is left of the dead one is
 * being taken apart.
 */
public final class PacedIdle implements IdleStrategy {
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 2 ? 20 : 0;
    /** What work adds to the load and finding none takes from it; from half of the most on this thread is loaded. */
    private static final int LOAD_OF_WORK = 2;
    private static final int MOST_LOAD = 64;
    private static final long NAP_NS = 20_000;
    private static final long OWED_NS = 200_000;
    private static final long OWED_NAP_NS = 50_000;
    private static final long OWED_CROWD_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOSS_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SHORTEST_CROWD_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_CROWD_NS = TimeUnit.MILLISECONDS.toNanos(160);

    private final NanoClock clock;
    private final long silenceNs;
    private final long parkNs;
    private int spins;
    private int load;
    private long quietSinceNs;
    private long crowdNs = SHORTEST_CROWD_NS;
    private long crowdedUntilNs;
    private boolean crowded;
    private boolean owed;
    private long owedSinceNs;
    private long seenAnswered;

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
            load = Math.min(MOST_LOAD, load + LOAD_OF_WORK);
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        load = Math.max(0, load - 1);
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

    /**
     * Like {@link #idle(int)} for a thread that is owed answers.
     *
     * @param unanswered number of questions under way
     * @param answered   something that changes whenever one is answered
     */
    public void idle(final int workCount, final long unanswered, final long answered) {
        if (isOwedForLong(unanswered, answered)) {
            crowded = true;
            crowdedUntilNs = owedSinceNs + OWED_CROWD_NS;
            LockSupport.parkNanos(OWED_NAP_NS);
        } else {
            idle(workCount);
        }
    }

    /** Whether nothing was answered for a while although something is unanswered. */
    boolean isOwedForLong(final long unanswered, final long answered) {
        if (unanswered == 0 || answered != seenAnswered) {
            seenAnswered = answered;
            owed = false;
            return false;
        }
        final long nowNs = clock.nanoTime();
        if (!owed) {
            owed = true;
            owedSinceNs = nowNs;
        }
        return nowNs - owedSinceNs > OWED_NS;
    }

    /** Whether to nap rather than to yield. */
    boolean isCrowded(final long nowNs) {
        crowded = crowded && nowNs - crowdedUntilNs < 0;
        return crowded && load < MOST_LOAD / 2;
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
