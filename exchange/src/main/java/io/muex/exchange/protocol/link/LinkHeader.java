package io.muex.exchange.protocol.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first eight bytes of every message between processes. Little-endian:
 * <pre>
 *   offset type field
 *    0     u16  type     one of the constants of {@link ReplicaLink} or {@link ClientLink}
 *    2     u16  version  of the layout, {@value #VERSION}
 *    4     i32  sender   id of the replica or gateway that sends; 0 from clients
 * </pre>
 * Static accessors, any thread; the caller owns the buffer.
 */
public final class LinkHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 8;
    /** Version of all layouts of this package. */
    public static final int VERSION = 1;
    /** {@link #type} of what is too short for a header or of another version. */
    public static final int NOT_A_MESSAGE = 0;

    private LinkHeader() {
    }

    /** Writes a header. */
    public static void encode(final MutableDirectBuffer buffer, final int offset, final int type, final int sender) {
        buffer.putShort(offset, (short) type, LITTLE_ENDIAN);
        buffer.putShort(offset + 2, (short) VERSION, LITTLE_ENDIAN);
        buffer.putInt(offset + 4, sender, LITTLE_ENDIAN);
    }

    /** Type of a message of {@code length} bytes, or {@link #NOT_A_MESSAGE}. */
    public static int type(final DirectBuffer buffer, final int offset, final int length) {
        if (length < LENGTH || (buffer.getShort(offset + 2, LITTLE_ENDIAN) & 0xFFFF) != VERSION) {
            return NOT_A_MESSAGE;
        }
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Who sent it. */
    public static int sender(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + 4, LITTLE_ENDIAN);
    }

    /** An i64 field. */
    static long longAt(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    static void longAt(final MutableDirectBuffer buffer, final int offset, final long value) {
        buffer.putLong(offset, value, LITTLE_ENDIAN);
    }

    /** An i32 field. */
    static int intAt(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset, LITTLE_ENDIAN);
    }

    static void intAt(final MutableDirectBuffer buffer, final int offset, final int value) {
        buffer.putInt(offset, value, LITTLE_ENDIAN);
    }
}
