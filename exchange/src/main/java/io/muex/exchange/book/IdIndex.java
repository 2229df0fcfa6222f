package io.muex.exchange.book;

import java.util.Arrays;

/**
 * Finds the handle of a live order by its id: open addressing with linear probing, at most half full, never rehashed.
 *
 * <p>A slot holds 32 bits of the id's hash and the handle, so that a probe reads an order only when the hashes agree,
 * and removal can shift later entries back without reading any order. It is never iterated.
 */
final class IdIndex {
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    private static final long EMPTY = 0;
    /** Ids that follow each other share a cache line, because they often come, and go, together. */
    private static final int BLOCK_SHIFT = 3;
    private static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;

    private final OrderPool orders;
    private final long[] slots;
    private final int mask;

    /** Where the id that was last found missing belongs, and its hash. */
    private int vacantSlot;
    private int vacantHash;

    IdIndex(final OrderPool orders) {
        this.orders = orders;
        final int capacity = Math.max(4, Integer.highestOneBit(orders.capacity() * 2 - 1) << 1);
        slots = new long[capacity];
        mask = capacity - 1;
    }

    /** The order with this id, or NONE. */
    int find(final long id) {
        final int hash = hash(id);
        return (int) slots[slotOf(id, hash)];
    }

    /** Whether an order has this id; if not, {@link #putMissing} may follow. */
    boolean isPresentElseRemember(final long id) {
        final int hash = hash(id);
        final int slot = slotOf(id, hash);
        vacantSlot = slot;
        vacantHash = hash;
        return slots[slot] != EMPTY;
    }

    /** Puts in the id that was last found missing; nothing may have been put in or removed since. */
    void putMissing(final int order) {
        slots[vacantSlot] = ((long) vacantHash << 32) | order;
    }

    /** The slot of the id, or the empty one where it would be put in. */
    private int slotOf(final long id, final int hash) {
        final long[] s = slots;
        int at = hash & mask;
        long slot = s[at];
        while (slot != EMPTY && ((int) (slot >>> 32) != hash || orders.id((int) slot) != id)) {
            at = (at + 1) & mask;
            slot = s[at];
        }
        return at;
    }

    /** The id must not be present. */
    void put(final long id, final int order) {
        final long[] s = slots;
        final int hash = hash(id);
        int at = hash & mask;
        while (s[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        s[at] = ((long) hash << 32) | order;
    }

    /** The id must be present, with this order. */
    void remove(final long id, final int order) {
        final long[] s = slots;
        final int hash = hash(id);
        final long wanted = ((long) hash << 32) | order;
        int hole = hash & mask;
        while (s[hole] != wanted) {
            hole = (hole + 1) & mask;
        }
        int at = hole;
        long slot;
        while ((slot = s[at = (at + 1) & mask]) != EMPTY) {
            final int home = (int) (slot >>> 32) & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                s[hole] = slot;
                hole = at;
            }
        }
        s[hole] = EMPTY;
    }

    void clear() {
        Arrays.fill(slots, EMPTY);
    }

    /** Of the same capacity. */
    void copyFrom(final IdIndex other) {
        System.arraycopy(other.slots, 0, slots, 0, slots.length);
    }

    private static int hash(final long id) {
        final long block = id >>> BLOCK_SHIFT;
        final long product = (block ^ (block >>> 32)) * GOLDEN_RATIO;
        return (int) (product >>> 32) & ~BLOCK_MASK | (int) id & BLOCK_MASK;
    }
}
