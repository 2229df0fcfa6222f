package io.muex.mu.fabric;

import io.muex.mu.log.Entry;
import io.muex.mu.log.RingLayout;

/** Copies one slot out of {@link Memory} and judges it. Stateless but for the memory. */
public final class SlotReader {
    /** Nothing was published in this slot for this index. */
    public static final int EMPTY = 0;
    /** The slot holds the entry, whole. */
    public static final int WHOLE = 1;
    /** The commit word is there but the bytes do not match. */
    public static final int DAMAGED = 2;

    private final Memory memory;

    /** Reads this memory. */
    public SlotReader(final Memory memory) {
        this.memory = memory;
    }

    /**
     * Reads the slot at {@code address}.
     *
     * @param commitWord that it must carry
     * @param index      that its checksum must be for
     * @param into       receives the copy
     * @return {@link #EMPTY}, {@link #WHOLE} or {@link #DAMAGED}
     */
    public int read(final long address, final long commitWord, final long index, final Entry into) {
        if (memory.getAcquire(address) != commitWord) {
            return EMPTY;
        }
        memory.copyOut(address + RingLayout.COMMIT_INDEX, into.buffer(), RingLayout.COMMIT_INDEX,
            RingLayout.PAYLOAD - RingLayout.COMMIT_INDEX);
        if (!into.headerRead()) {
            return DAMAGED;
        }
        final int rest = into.imageEnd() - RingLayout.PAYLOAD;
        if (rest > 0) {
            memory.copyOut(address + RingLayout.PAYLOAD, into.buffer(), RingLayout.PAYLOAD, rest);
        }
        return into.imageHolds(index) && into.guardHolds(commitWord) ? WHOLE : DAMAGED;
    }
}
