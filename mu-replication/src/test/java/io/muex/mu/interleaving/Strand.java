package io.muex.mu.interleaving;

import java.util.Arrays;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * One thread of a scene: code that stops at every load and at every fence, and the stores that it has made and nobody
 * else sees yet. A release leaves the buffer only when it is the oldest in it; a plain store may leave at any time, but
 * not before an older one to the same word.
 */
final class Strand {
    /** What the thread does when it is entered next. */
    enum Next { LOAD, FENCE, AWAIT, NOTHING }

    private static final ContinuationScope SCOPE = new ContinuationScope("muex-interleaving");

    final int id;
    final String name;
    private final Continuation continuation;
    private RuntimeException failure;
    Next next = Next.NOTHING;
    int nextWord;
    long awaited;

    private int[] words = new int[64];
    private long[] values = new long[64];
    private boolean[] releases = new boolean[64];
    /** Number of the store, from 0 on, and the event whose thread step made it. */
    private int[] numbers = new int[64];
    private int[] makers = new int[64];
    int buffered;
    private int made;

    Strand(final int id, final String name, final Runnable body) {
        this.id = id;
        this.name = name;
        this.continuation = new Continuation(SCOPE, () -> {
            try {
                body.run();
            } catch (final RuntimeException thrown) {
                failure = thrown;
            }
        });
    }

    /** Leaves the thread in front of an operation. */
    void stopAt(final Next operation, final int word) {
        next = operation;
        nextWord = word;
        Continuation.yield(SCOPE);
    }

    /** Runs to the next operation or to the end. */
    void enter() {
        next = Next.NOTHING;
        continuation.run();
        if (failure != null) {
            next = Next.NOTHING;
            throw failure;
        }
    }

    boolean isDone() {
        return continuation.isDone();
    }

    void store(final int word, final long value, final boolean isRelease, final int maker) {
        if (buffered == words.length) {
            words = Arrays.copyOf(words, 2 * buffered);
            values = Arrays.copyOf(values, 2 * buffered);
            releases = Arrays.copyOf(releases, 2 * buffered);
            numbers = Arrays.copyOf(numbers, 2 * buffered);
            makers = Arrays.copyOf(makers, 2 * buffered);
        }
        words[buffered] = word;
        values[buffered] = value;
        releases[buffered] = isRelease;
        numbers[buffered] = made++;
        makers[buffered++] = maker;
    }

    /** Position of the latest buffered store to a word, or -1. */
    int latest(final int word) {
        for (int i = buffered - 1; i >= 0; i--) {
            if (words[i] == word) {
                return i;
            }
        }
        return -1;
    }

    /** Position of the oldest buffered store to a word, or -1. */
    int oldest(final int word) {
        for (int i = 0; i < buffered; i++) {
            if (words[i] == word) {
                return i;
            }
        }
        return -1;
    }

    boolean mayLeave(final int position) {
        return position == 0 || !releases[position] && oldest(words[position]) == position;
    }

    int word(final int position) {
        return words[position];
    }

    long value(final int position) {
        return values[position];
    }

    boolean isRelease(final int position) {
        return releases[position];
    }

    int number(final int position) {
        return numbers[position];
    }

    int maker(final int position) {
        return makers[position];
    }

    void remove(final int position) {
        final int behind = buffered - position - 1;
        System.arraycopy(words, position + 1, words, position, behind);
        System.arraycopy(values, position + 1, values, position, behind);
        System.arraycopy(releases, position + 1, releases, position, behind);
        System.arraycopy(numbers, position + 1, numbers, position, behind);
        System.arraycopy(makers, position + 1, makers, position, behind);
        buffered--;
    }

    @Override
    public String toString() {
        return name;
    }
}
