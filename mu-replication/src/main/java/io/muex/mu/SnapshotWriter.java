package io.muex.mu;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Sequential little-endian output of a snapshot over memory that somebody else owns. One thread. */
public final class SnapshotWriter {
    private MutableDirectBuffer buffer;
    private int start;
    private int limit;
    private int position;

    /** Points this writer at {@code capacity} bytes of {@code target} from {@code offset} on. */
    public SnapshotWriter wrap(final MutableDirectBuffer target, final int offset, final int capacity) {
        target.boundsCheck(offset, capacity);
        buffer = target;
        start = offset;
        limit = offset + capacity;
        position = offset;
        return this;
    }

    /** Bytes written so far. */
    public int length() {
        return position - start;
    }

    public void putLong(final long value) {
        buffer.putLong(claim(Long.BYTES), value, ByteOrder.LITTLE_ENDIAN);
    }

    public void putInt(final int value) {
        buffer.putInt(claim(Integer.BYTES), value, ByteOrder.LITTLE_ENDIAN);
    }

    public void putByte(final byte value) {
        buffer.putByte(claim(Byte.BYTES), value);
    }

    public void putBytes(final DirectBuffer source, final int offset, final int length) {
        buffer.putBytes(claim(length), source, offset, length);
    }

    /**
     * Takes the next {@code length} bytes for bulk writing by the caller, who must fill them before the next call.
     *
     * @return the offset in {@link #buffer()}
     */
    public int claim(final int length) {
        if (length < 0 || length > limit - position) {
            throw new SnapshotTooLargeException(length() + (long) length, limit - start);
        }
        final int at = position;
        position += length;
        return at;
    }

    /** The memory written to; valid while this writer is. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }
}
