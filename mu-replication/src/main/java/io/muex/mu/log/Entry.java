package io.muex.mu.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A private copy of one log slot: where an entry is put together before it is written, and where it is verified after
 * it was read. The bytes from {@link RingLayout#BALLOT} on are the <em>image</em>, equal in every copy written under
 * one ballot; commit word, commit index and guard belong to one copy. One thread; reused for ever, allocates nothing.
 */
public final class Entry {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private int imageEnd;
    private int checksum;

    /** Makes room for slots of {@code slotLength} bytes. */
    public Entry(final int slotLength) {
        this(ByteBuffer.allocateDirect(slotLength));
    }

    private Entry(final ByteBuffer memory) {
        bytes = memory.order(ByteOrder.LITTLE_ENDIAN);
        buffer = new UnsafeBuffer(bytes);
    }

    /** Makes several at once, side by side in one piece of memory. */
    public static Entry[] several(final int count, final int slotLength) {
        final ByteBuffer memory = ByteBuffer.allocateDirect(count * slotLength);
        final Entry[] entries = new Entry[count];
        for (int i = 0; i < count; i++) {
            entries[i] = new Entry(memory.slice(i * slotLength, slotLength));
        }
        return entries;
    }

    /** The longest payload that fits a slot. */
    public static int maxPayload(final int slotLength) {
        return slotLength - RingLayout.PAYLOAD;
    }

    /**
     * Puts a new entry together and computes its checksum.
     *
     * @param index       where it will be written
     * @param ballot      under which it will be written
     * @param timestampNs nanoseconds since the epoch
     * @param kind        one of {@link EntryKind}
     * @param source      payload, copied
     * @param offset      of the payload
     * @param length      of the payload, 0 to {@link #maxPayload}
     */
    public void encode(final long index, final long ballot, final long timestampNs, final int kind,
                       final DirectBuffer source, final int offset, final int length) {
        buffer.putLong(RingLayout.BALLOT, ballot, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(RingLayout.TIMESTAMP, timestampNs, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(RingLayout.KIND_LENGTH, (long) length << 32 | kind, ByteOrder.LITTLE_ENDIAN);
        imageEnd = RingLayout.PAYLOAD + (length + 7 & -8);
        if (length > 0) {
            buffer.putLong(imageEnd - 8, 0);
            buffer.putBytes(RingLayout.PAYLOAD, source, offset, length);
        }
        checksum = checksumOf(index);
    }

    /** Gives this entry, just read and found valid, a new ballot: what adoption does. Payload and stamp are kept. */
    public void adopt(final long index, final long ballot) {
        buffer.putLong(RingLayout.BALLOT, ballot, ByteOrder.LITTLE_ENDIAN);
        checksum = checksumOf(index);
    }

    /** Takes over another entry, found whole. */
    public void copyOf(final Entry other) {
        imageEnd = other.imageEnd;
        checksum = other.checksum;
        buffer.putBytes(RingLayout.COMMIT_INDEX, other.buffer, RingLayout.COMMIT_INDEX,
            imageEnd - RingLayout.COMMIT_INDEX);
    }

    /** The integrity word for the copy that carries this commit word and commit index. */
    public long integrity(final long commitWord, final long commitIndex) {
        return guard(commitWord, commitIndex) << 32 | checksum & 0xFFFF_FFFFL;
    }

    /**
     * Takes over the lengths of what was read into {@link #buffer()} up to {@link RingLayout#PAYLOAD}.
     *
     * @return false when the length is impossible, so the rest must not even be read
     */
    public boolean headerRead() {
        final int length = length();
        if (length < 0 || length > buffer.capacity() - RingLayout.PAYLOAD) {
            return false;
        }
        imageEnd = RingLayout.PAYLOAD + (length + 7 & -8);
        return true;
    }

    /** Whether what was read is whole: the checksum over the image holds for {@code index}. */
    public boolean imageHolds(final long index) {
        checksum = checksumOf(index);
        return checksum == (int) buffer.getLong(RingLayout.INTEGRITY, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the commit index that was read belongs to this very copy. Call after {@link #imageHolds}. */
    public boolean guardHolds(final long commitWord) {
        return guard(commitWord, commitIndex()) << 32 >>> 32
            == buffer.getLong(RingLayout.INTEGRITY, ByteOrder.LITTLE_ENDIAN) >>> 32;
    }

    private int checksumOf(final long index) {
        bytes.limit(imageEnd).position(RingLayout.BALLOT);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        final long mixed = index * MIX;
        return (int) crc.getValue() ^ (int) (mixed >>> 32);
    }

    private long guard(final long commitWord, final long commitIndex) {
        final long mixed = (commitWord ^ Long.rotateLeft(commitIndex, 23) ^ checksum) * MIX;
        return mixed >>> 32;
    }

    /** The slot copy itself. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** End of the image within the slot, a multiple of 8. */
    public int imageEnd() {
        return imageEnd;
    }

    /** Ballot under which this copy was written. */
    public long ballot() {
        return buffer.getLong(RingLayout.BALLOT, ByteOrder.LITTLE_ENDIAN);
    }

    /** Commit index that the writer put beside this copy. */
    public long commitIndex() {
        return buffer.getLong(RingLayout.COMMIT_INDEX, ByteOrder.LITTLE_ENDIAN);
    }

    /** Stamp of the first proposer, nanoseconds since the epoch. */
    public long timestampNs() {
        return buffer.getLong(RingLayout.TIMESTAMP, ByteOrder.LITTLE_ENDIAN);
    }

    /** One of {@link EntryKind}. */
    public int kind() {
        return (int) buffer.getLong(RingLayout.KIND_LENGTH, ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes of the payload, which starts at {@link RingLayout#PAYLOAD} of {@link #buffer()}. */
    public int length() {
        return (int) (buffer.getLong(RingLayout.KIND_LENGTH, ByteOrder.LITTLE_ENDIAN) >>> 32);
    }
}
