package io.muex.load;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.muex.load.play.Report;
import io.muex.mu.session.EventEnvelope;
import org.agrona.concurrent.UnsafeBuffer;

/** Events as bytes, written by the published layout and by nobody's code. */
public final class EventsForTests {
    private EventsForTests() {
    }

    /** An event whose message is {@code body}. */
    public static UnsafeBuffer event(final long eventSeq, final long session, final long number, final boolean isLast,
                                     final int kind, final byte[] body) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[EventEnvelope.lengthOf(body.length)]);
        buffer.putLong(0, eventSeq, LITTLE_ENDIAN);
        buffer.putLong(8, session, LITTLE_ENDIAN);
        buffer.putLong(16, number, LITTLE_ENDIAN);
        buffer.putInt(32, body.length, LITTLE_ENDIAN);
        buffer.putShort(36, (short) kind, LITTLE_ENDIAN);
        buffer.putShort(38, (short) (isLast ? EventEnvelope.LAST : 0), LITTLE_ENDIAN);
        buffer.putBytes(EventEnvelope.HEADER_LENGTH, body);
        return buffer;
    }

    /** A report of such an event without a body. */
    public static Report report(final long eventSeq, final long session, final long number, final boolean isLast) {
        return new Report().wrap(event(eventSeq, session, number, isLast, 101, new byte[0]), 0, 0);
    }
}
