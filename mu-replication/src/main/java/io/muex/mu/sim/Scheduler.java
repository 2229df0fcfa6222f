package io.muex.mu.sim;

import io.muex.mu.fabric.sim.SimMemory;
import java.util.Arrays;

/**
 * Runs fibers, always the one whose clock is furthest behind, and lets it go on until it has overtaken another one by a
 * drawn amount. Every memory operation costs a drawn time, so fibers interleave at any operation.
 */
final class Scheduler implements SimMemory.Scheduling {
    /** Called when a fiber is about to do its {@code n}-th memory operation; may pause or end it. */
    interface Interference {
        void beforeOperation(Fiber fiber);
    }

    /** The first {@link #count} run; as an array, for every switch looks at all of them. */
    private Fiber[] fibers = new Fiber[32];
    private int count;
    private final Interference interference;
    private final Randomness random;
    private Fiber running;
    private long horizonNs;
    private long operations;
    private long traceHash;

    Scheduler(final long seed, final Interference interference) {
        this.random = new Randomness(seed * 0x9E3779B97F4A7C15L ^ 0xD1B54A32D192ED03L);
        this.interference = interference;
    }

    void add(final Fiber fiber) {
        if (count == fibers.length) {
            fibers = Arrays.copyOf(fibers, 2 * count);
        }
        fibers[count++] = fiber;
    }

    /** A fiber whose process was killed never runs again. */
    void remove(final Fiber fiber) {
        for (int i = 0; i < count; i++) {
            if (fibers[i] == fiber) {
                System.arraycopy(fibers, i + 1, fibers, i, --count - i);
                fibers[count] = null;
                return;
            }
        }
    }

    Fiber running() {
        return running;
    }

    /** The time up to which every fiber has got. */
    long nowNs() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, fibers[i].timeNs());
        }
        return least;
    }

    /** Runs the fiber that is furthest behind for a while. */
    void step(final SimMemory memory) {
        Fiber first = null;
        int position = 0;
        long secondNs = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            final Fiber fiber = fibers[i];
            if (first == null || fiber.timeNs() < first.timeNs()) {
                secondNs = first == null ? secondNs : Math.min(secondNs, first.timeNs());
                first = fiber;
                position = i;
            } else {
                secondNs = Math.min(secondNs, fiber.timeNs());
            }
        }
        running = first;
        horizonNs = secondNs == Long.MAX_VALUE ? secondNs : secondNs + draw(200);
        traceHash = (traceHash ^ first.timeNs() ^ position) * 0x9E3779B97F4A7C15L;
        memory.run(first.processor());
        first.enter();
        running = null;
        if (first.isDone()) {
            memory.drain(first.processor());
            remove(first);
        }
    }

    @Override
    public void beforeOperation() {
        final Fiber fiber = running;
        if (fiber == null) {
            return;
        }
        operations++;
        fiber.spend(1 + (next() & 15));
        interference.beforeOperation(fiber);
        if (fiber.timeNs() > horizonNs) {
            Fiber.leave();
        }
    }

    /** The running fiber has nothing to do for a while. */
    void idle(final long durationNs) {
        running.spend(durationNs);
        Fiber.leave();
    }

    @Override
    public int draw(final int bound) {
        return random.draw(bound);
    }

    /** A duration between the bounds whose logarithm is evenly drawn. */
    long drawLogarithmic(final long leastNs, final long mostNs) {
        return random.logarithmic(leastNs, mostNs);
    }

    long next() {
        return random.next();
    }

    long operations() {
        return operations;
    }

    /** The same seed must give the same value. */
    long traceHash() {
        return traceHash;
    }
}
