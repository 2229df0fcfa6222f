package io.muex.mu.session;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What stands before every event. Little-endian, fields on their natural alignment, events zero-padded to 8 bytes:
 * <pre>
 *   offset type field
 *    0     i64  eventSeq     1, 2, 3, ... without a gap
 *    8     i64  session      addressed; 0: nobody in particular
 *   16     i64  number       of the command of that session which this event answers; 0: unsolicited
 *   24     i64  timestampNs  of the command that caused it, nanoseconds since the epoch
 *   32     i32  bodyLength   without padding
 *   36     u16  kind         1 to 0xFEFF: template id of the application; from 0xFF00: {@link SessionEvents}
 *   38     u16  flags        {@link #LAST}, {@link #END}
 *   40          body
 * </pre>
 * The same bytes lie in the ring of every replica and travel to every reader. Static accessors only, any thread; the
 * caller owns the buffer.
 */
public final class EventEnvelope {
    /** Bytes before the body. */
    public static final int HEADER_LENGTH = 40;
    /** Longest event with header and padding; it travels in one datagram of the usual size. */
    public static final int MAX_LENGTH = 1024;
    /** Longest body. */
    public static final int MAX_BODY_LENGTH = MAX_LENGTH - HEADER_LENGTH;
    /** Flag: no further event answers this (session, number). */
    public static final int LAST = 1;
    /** Flag: no further event comes of the same command, so what all events up to here say belongs together. */
    public static final int END = 2;

    private static final int EVENT_SEQ = 0;
    private static final int SESSION = 8;
    private static final int NUMBER = 16;
    private static final int TIMESTAMP = 24;
    private static final int BODY_LENGTH = 32;
    private static final int KIND = 36;
    private static final int FLAGS = 38;

    private EventEnvelope() {
    }

    /** Bytes of an event with a body of {@code bodyLength} bytes: header, body and padding. */
    public static int lengthOf(final int bodyLength) {
        return HEADER_LENGTH + (bodyLength + 7 & ~7);
    }

    /** Bytes of the event at {@code offset}: header, body and padding. */
    public static int length(final DirectBuffer buffer, final int offset) {
        return lengthOf(bodyLength(buffer, offset));
    }

    public static long eventSeq(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + EVENT_SEQ, LITTLE_ENDIAN);
    }

    public static long session(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SESSION, LITTLE_ENDIAN);
    }

    public static long number(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + NUMBER, LITTLE_ENDIAN);
    }

    public static long timestampNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TIMESTAMP, LITTLE_ENDIAN);
    }

    public static int bodyLength(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + BODY_LENGTH, LITTLE_ENDIAN);
    }

    public static int kind(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + KIND, LITTLE_ENDIAN) & 0xFFFF;
    }

    public static int flags(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + FLAGS, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** True when no further event answers the same (session, number). */
    public static boolean isLast(final DirectBuffer buffer, final int offset) {
        return (flags(buffer, offset) & LAST) != 0;
    }

    /** True when no further event comes of the same command. */
    public static boolean isEnd(final DirectBuffer buffer, final int offset) {
        return (flags(buffer, offset) & END) != 0;
    }

    static void encode(final MutableDirectBuffer buffer, final int offset, final long eventSeq, final long session,
        final long number, final long timestampNs, final int kind, final int bodyLength) {
        buffer.putLong(offset + EVENT_SEQ, eventSeq, LITTLE_ENDIAN);
        buffer.putLong(offset + SESSION, session, LITTLE_ENDIAN);
        buffer.putLong(offset + NUMBER, number, LITTLE_ENDIAN);
        buffer.putLong(offset + TIMESTAMP, timestampNs, LITTLE_ENDIAN);
        buffer.putInt(offset + BODY_LENGTH, bodyLength, LITTLE_ENDIAN);
        buffer.putInt(offset + KIND, kind, LITTLE_ENDIAN);
    }

    static void mark(final MutableDirectBuffer buffer, final int offset, final int flags) {
        buffer.putShort(offset + FLAGS, (short) flags, LITTLE_ENDIAN);
    }
}
