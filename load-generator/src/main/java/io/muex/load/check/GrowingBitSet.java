package io.muex.load.check;

import java.util.Arrays;

/** Bits by an index from 0, all clear at first; grows as needed. */
final class GrowingBitSet {
    private static final int FIRST_WORDS = 1_024;

    private long[] words = new long[FIRST_WORDS];

    void set(final long index) {
        final int word = Math.toIntExact(index >> 6);
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
        }
        words[word] |= 1L << index;
    }

    void clear(final long index) {
        if (index >> 6 < words.length) {
            words[(int) (index >> 6)] &= ~(1L << index);
        }
    }

    boolean get(final long index) {
        return index >> 6 < words.length && (words[(int) (index >> 6)] & 1L << index) != 0;
    }
}
