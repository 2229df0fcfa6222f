package io.muex.gateway.client;

import io.muex.mu.session.EventEnvelope;
import org.agrona.DirectBuffer;

/** What every report has in common: a view of its envelope, valid during the callback that is given it. */
public final class Report {
    private DirectBuffer buffer;
    private int offset;

    /** Points this view at an event. */
    public Report wrap(final DirectBuffer source, final int at) {
        buffer = source;
        offset = at;
        return this;
    }

    /** Number of the event among all events of the exchange; rises from report to report, with gaps. */
    public long eventSeq() {
        return EventEnvelope.eventSeq(buffer, offset);
    }

    /** Number of the command that it answers; 0 if it answers none. */
    public long number() {
        return EventEnvelope.number(buffer, offset);
    }

    /** True if it is the last answer to its command. */
    public boolean isLast() {
        return EventEnvelope.isLast(buffer, offset);
    }

    /** When the leader took the command that caused it, nanoseconds since the epoch. */
    public long timestampNs() {
        return EventEnvelope.timestampNs(buffer, offset);
    }

    /** Template id of the message, or a constant of {@link io.muex.mu.session.SessionEvents}. */
    public int kind() {
        return EventEnvelope.kind(buffer, offset);
    }

    /** Memory of the event. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of the envelope. */
    public int offset() {
        return offset;
    }

    /** Offset of the message. */
    public int bodyOffset() {
        return offset + EventEnvelope.HEADER_LENGTH;
    }

    /** Length of the message in bytes. */
    public int bodyLength() {
        return EventEnvelope.bodyLength(buffer, offset);
    }
}
