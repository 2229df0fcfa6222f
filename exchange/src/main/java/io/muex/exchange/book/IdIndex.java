package io.muex.exchange.book;

import java.util.Arrays;

/**
 * Finds the handle of a live order by its id: open addressing with linear probing, at most half full, never rehashed.
 *
 * <p>A slot holds 32 bits of the id's hash, the handle, and whether an entry that belongs before it may have been put
 * behind it. A probe reads an order only when the hashes agree, and removal shifts later entries back without reading
 * any order, and nearly always finds from that one bit that there is nothing to shift. It is never iterated.
 */
final class IdIndex {
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    private static final long EMPTY = 0;
    /** Some search goes past this slot, or once did; handles are far below. An empty slot never has it. */
    private static final long PASSED = 1L << 30;
    private static final int HANDLE_MASK = (int) PASSED - 1;
    /** Ids that follow each other share a cache line, because they often come, and go, together. */
    private static final int BLOCK_SHIFT = 3;
    private static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;

    private final OrderPool orders;
    /** Its length is a power of two. */
    private final long[] slots;
    /** Known before the array is at hand, unlike its length: that shortens the way to the slot by one access. */
    private final int mask;

    /** Hash of the id that was last found missing. */
    private int vacantHash;

    IdIndex(final OrderPool orders) {
        this.orders = orders;
        slots = new long[Math.max(4, Integer.highestOneBit(orders.capacity() * 2 - 1) << 1)];
        mask = slots.length - 1;
    }

    /** The order with this id, or NONE. */
    int find(final long id) {
        return (int) slotOf(id, hash(id)) & HANDLE_MASK;
    }

    /** Whether an order has this id; if not, {@link #putMissing} may follow. */
    boolean isPresentElseRemember(final long id) {
        final int hash = hash(id);
        vacantHash = hash;
        return slotOf(id, hash) != EMPTY;
    }

    /** Puts in the id that was last found missing; nothing may have been put in or removed since. */
    void putMissing(final int order) {
        put(vacantHash, order);
    }

    /** What the slot of the id holds, or the empty one where it would be put in. */
    private long slotOf(final long id, final int hash) {
        final long[] s = slots;
        int at = hash & mask;
        long slot = s[at];
        while (slot != EMPTY && ((int) (slot >>> 32) != hash || orders.id((int) slot & HANDLE_MASK) != id)) {
            at = (at + 1) & mask;
            slot = s[at];
        }
        return slot;
    }

    /** The id must not be present. */
    void put(final long id, final int order) {
        put(hash(id), order);
    }

    private void put(final int hash, final int order) {
        final long[] s = slots;
        int at = hash & mask;
        while (s[at] != EMPTY) {
            s[at] |= PASSED;
            at = (at + 1) & mask;
        }
        s[at] = ((long) hash << 32) | order;
    }

    /** The id must be present, with this order. */
    void remove(final long id, final int order) {
        final long[] s = slots;
        final int hash = hash(id);
        final long wanted = ((long) hash << 32) | order;
        int at = hash & mask;
        long slot = s[at];
        while ((slot & ~PASSED) != wanted) {
            at = (at + 1) & mask;
            slot = s[at];
        }
        if ((slot & PASSED) == 0) {
            s[at] = EMPTY;
        } else {
            close(at);
        }
    }

    /** Empties a slot that entries behind it may need to be found: shifts them back. Marks stay with their slots. */
    private void close(final int slot) {
        final long[] s = slots;
        int hole = slot;
        int at = slot;
        while ((s[hole] & PASSED) != 0) {
            at = (at + 1) & mask;
            final long moving = s[at];
            if (moving == EMPTY) {
                break;
            }
            final int home = (int) (moving >>> 32) & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                s[hole] = moving | PASSED;
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
        return (int) (product >>> 32) ^ (int) id & BLOCK_MASK;
    }
}
