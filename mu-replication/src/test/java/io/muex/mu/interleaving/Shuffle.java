package io.muex.mu.interleaving;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Holds what the reduction rests upon against real scenes: when the steps of an interleaving are put into another order
 * that respects what happened before what, every thread must see and do the same, and the same must come of it. If
 * threads shared anything but the memory, it would not.
 */
final class Shuffle {
    private final Supplier<Scene> scenes;
    private final Random random;
    private final Trace again = new Trace();

    Shuffle(final Supplier<Scene> scenes, final long seed) {
        this.scenes = scenes;
        this.random = new Random(seed);
    }

    /** Throws if another order of the same steps leads elsewhere. */
    void check(final Trace trace, final String outcome) {
        final Scene scene = scenes.get();
        final SteppedMemory memory = scene.memory();
        again.begin(memory);
        for (final Strand strand : memory.strands()) {
            memory.run(strand, -1);
        }
        for (final int event : order(trace)) {
            again.perform(Trace.process(trace.label(event)));
        }
        final String other = scene.judge();
        if (!other.equals(outcome) || !Arrays.equals(trace.views(), again.views())) {
            throw new IllegalStateException("another order of independent steps leads elsewhere: " + other
                + " where it was " + outcome);
        }
    }

    private int[] order(final Trace trace) {
        final int length = trace.length();
        final long[] done = new long[(length >>> 6) + 1];
        final int[] waiting = new int[length];
        Arrays.setAll(waiting, i -> i);
        final int[] order = new int[length];
        for (int count = 0; count < length; count++) {
            int at = random.nextInt(length - count);
            while (!trace.follows(waiting[at], done)) {
                at = (at + 1) % (length - count);
            }
            order[count] = waiting[at];
            done[waiting[at] >>> 6] |= 1L << waiting[at];
            waiting[at] = waiting[length - count - 1];
        }
        return order;
    }
}
