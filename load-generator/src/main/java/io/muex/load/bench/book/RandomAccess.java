package io.muex.load.bench.book;

import java.util.SplittableRandom;

/** What the machine itself takes for one access to memory that depends on the one before. */
final class RandomAccess {
    private static final int STEPS = 2_000_000;
    private static final int INTS_PER_LINE = 16;

    private RandomAccess() {
    }

    /** Nanoseconds per access, over so many bytes in random order, one access per cache line. */
    static double nanoseconds(final long bytes) {
        final int[] next = new int[(int) (bytes / Integer.BYTES)];
        final int[] order = new int[next.length / INTS_PER_LINE];
        for (int i = 0; i < order.length; i++) {
            order[i] = i * INTS_PER_LINE;
        }
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = order.length - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        for (int i = 0; i < order.length; i++) {
            next[order[i]] = order[(i + 1) % order.length];
        }
        int at = 0;
        long start = 0;
        for (int i = 0; i < 2 * STEPS; i++) {
            if (i == STEPS) {
                start = System.nanoTime();
            }
            at = next[at];
        }
        final long elapsedNs = System.nanoTime() - start;
        return at < 0 ? -1 : (double) elapsedNs / STEPS;
    }
}
