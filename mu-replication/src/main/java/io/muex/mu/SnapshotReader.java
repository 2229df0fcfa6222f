package io.muex.mu;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Sequential little-endian input of a snapshot. One thread. Reading past the end throws. */
public final class SnapshotReader {
    private DirectBuffer buffer;
    private int limit;
    private int position;

    /** Points this reader at {@code length} bytes of {@code source} from {@code offset} on. */
    public SnapshotReader wrap(final DirectBuffer source, final int offset, final int length) {
        source.boundsCheck(offset, length);
        buffer = source;
        position = offset;
        limit = offset + length;
        return this;
    }

    /** Bytes not yet read. */
    public int remaining() {
        return limit - position;
    }

    public long getLong() {
        return buffer.getLong(advance(Long.BYTES), ByteOrder.LITTLE_ENDIAN);
    }

    public int getInt() {
        return buffer.getInt(advance(Integer.BYTES), ByteOrder.LITTLE_ENDIAN);
    }

    public byte getByte() {
        return buffer.getByte(advance(Byte.BYTES));
    }

    public void getBytes(final MutableDirectBuffer target, final int offset, final int length) {
        buffer.getBytes(advance(length), target, offset, length);
    }

    /**
     * Skips the next {@code length} bytes for bulk reading by the caller.
     *
     * @return their offset in {@link #buffer()}
     */
    public int advance(final int length) {
        if (length < 0 || length > limit - position) {
            throw new IllegalStateException(
                "snapshot ends " + (limit - position) + " bytes after here, wanted " + length);
        }
        final int at = position;
        position += length;
        return at;
    }

    /** The memory read from; valid while this reader is. */
    public DirectBuffer buffer() {
        return buffer;
    }
}
