package io.muex.mu.log;

/**
 * One ring of log slots: one file, region or memory window per grant. Index i lies in slot {@code i mod slots}.
 * <pre>
 *   0        WRITTEN_END   holder: one past the largest index it has begun to write here
 *   128      COMMIT        holder: commit index for an idle or blocked log; never beyond what it has written
 * contiguously
 *   256      slots
 * </pre>
 * A slot:
 * <pre>
 *    0  commit word  (low 16 bits of the epoch, index + 1), stored last with release
 *    8  commit index that the holder knew when it wrote the entry here (at most what it has written here contiguously)
 *   16  integrity    high 32 bits: guard over commit word and commit index; low 32 bits: checksum over ballot,
 *                    timestamp, kind, length, payload and index
 *   24  ballot       under which the entry was written
 *   32  timestamp    nanoseconds since the epoch, stamped once by the first proposer
 *   40  kind (low 32 bits) and payload length (high 32 bits)
 *   48  payload, zero-padded to 8 bytes
 * </pre>
 */
public final class RingLayout {
    /** Offset of the holder's word: one past the largest index it has begun to write. */
    public static final int WRITTEN_END = 0;
    /** Offset of the holder's word: commit index for a log without traffic. */
    public static final int COMMIT = 128;
    /** Offset of the first slot. */
    public static final int SLOTS = 256;

    /** Within a slot. */
    public static final int COMMIT_WORD = 0;
    /** Within a slot. */
    public static final int COMMIT_INDEX = 8;
    /** Within a slot. */
    public static final int INTEGRITY = 16;
    /** Within a slot: first byte of what is the same in every copy of an entry written under one ballot. */
    public static final int BALLOT = 24;
    /** Within a slot. */
    public static final int TIMESTAMP = 32;
    /** Within a slot. */
    public static final int KIND_LENGTH = 40;
    /** Within a slot: first byte of the payload; also the length of the entry header. */
    public static final int PAYLOAD = 48;

    /** Default bytes of a slot. */
    public static final int DEFAULT_SLOT_LENGTH = 256;

    private RingLayout() {
    }

    /** Bytes of a ring. */
    public static long length(final int slots, final int slotLength) {
        return SLOTS + (long) slots * slotLength;
    }

    /** The commit word of index {@code index} (0 or more) under grant {@code epoch}. Never 0. */
    public static long commitWord(final long epoch, final long index) {
        return epoch << 48 | index + 1 & 0xFFFF_FFFF_FFFFL;
    }

    /** Offset of the slot of {@code index} in a ring of {@code slots} (a power of two). */
    public static long slot(final long index, final int slots, final int slotLength) {
        return SLOTS + (index & slots - 1) * slotLength;
    }
}
