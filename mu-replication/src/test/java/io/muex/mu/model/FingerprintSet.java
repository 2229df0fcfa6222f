package io.muex.mu.model;

import java.util.Arrays;

/**
 * The states seen so far, each by 64 bits of hash: open addressing, no deletion. Two states with one fingerprint are
 * taken for one; for n states that happens with a chance of about n squared / 2^65 (10 million states: 3 in a million).
 */
final class FingerprintSet {
    private long[] table = new long[1 << 16];
    private int size;

    /** Adds a fingerprint; false if it was there. */
    boolean add(final long fingerprint) {
        final long key = fingerprint == 0 ? 1 : fingerprint;
        if (!insert(table, key)) {
            return false;
        }
        if (++size > table.length - (table.length >>> 2)) {
            final long[] old = table;
            table = new long[old.length << 1];
            for (final long known : old) {
                if (known != 0) {
                    insert(table, known);
                }
            }
        }
        return true;
    }

    private static boolean insert(final long[] table, final long key) {
        final int mask = table.length - 1;
        int at = (int) (key >>> 32) & mask;
        while (table[at] != 0) {
            if (table[at] == key) {
                return false;
            }
            at = at + 1 & mask;
        }
        table[at] = key;
        return true;
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    /** Mixes words into 64 bits; every input bit reaches every output bit. */
    static long fingerprint(final long[] words, final int from, final int count) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int i = from; i < from + count; i++) {
            hash = mix(hash ^ words[i]) + 0xD1B54A32D192ED03L * (i - from + 1);
        }
        return mix(hash);
    }

    private static long mix(final long value) {
        long z = value;
        z = (z ^ z >>> 32) * 0xBEA225F9EB34556DL;
        z = (z ^ z >>> 29) * 0xBEA225F9EB34556DL;
        z = (z ^ z >>> 32) * 0xBEA225F9EB34556DL;
        return z ^ z >>> 29;
    }
}
