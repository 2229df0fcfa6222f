package io.muex.load.play;

import org.agrona.BitUtil;

/** The unanswered commands of one session by number: when each was due and when it was sent. */
final class InFlight {
    private static final long FREE = 0;

    private final int limit;
    private final int mask;
    private final long[] numbers;
    private final long[] dueNs;
    private final long[] sentNs;
    private final boolean[] isMeasured;
    private long lowest = 1;
    private long next = 1;
    private int count;

    InFlight(final int limit) {
        this.limit = limit;
        final int capacity = BitUtil.findNextPositivePowerOfTwo(limit);
        mask = capacity - 1;
        numbers = new long[capacity];
        dueNs = new long[capacity];
        sentNs = new long[capacity];
        isMeasured = new boolean[capacity];
    }

    int count() {
        return count;
    }

    /** Full also when one old command is missing its answer while the later ones have theirs. */
    boolean isFull() {
        return count > 0 && next - lowest >= limit;
    }

    void add(final long number, final long due, final long sent, final boolean measured) {
        final int at = (int) number & mask;
        if (numbers[at] != FREE) {
            throw new IllegalStateException("command " + number + " meets unanswered command " + numbers[at]);
        }
        if (count == 0) {
            lowest = number;
        }
        numbers[at] = number;
        dueNs[at] = due;
        sentNs[at] = sent;
        isMeasured[at] = measured;
        next = number + 1;
        count++;
    }

    boolean contains(final long number) {
        return number > 0 && numbers[(int) number & mask] == number;
    }

    long dueNs(final long number) {
        return dueNs[(int) number & mask];
    }

    long sentNs(final long number) {
        return sentNs[(int) number & mask];
    }

    boolean isMeasured(final long number) {
        return isMeasured[(int) number & mask];
    }

    void remove(final long number) {
        numbers[(int) number & mask] = FREE;
        count--;
        while (lowest < next && !contains(lowest)) {
            lowest++;
        }
    }

    long lowest() {
        return lowest;
    }

    long next() {
        return next;
    }
}
