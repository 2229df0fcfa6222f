package io.muex.load.play;

import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import org.agrona.DirectBuffer;

/** A view of one event as a client saw it. Points at memory that is valid during a callback only; one thread. */
public final class Report {
    private DirectBuffer buffer;
    private int offset;
    private long receivedNs;

    /** Points this view at an event. */
    public Report wrap(final DirectBuffer events, final int envelopeOffset, final long atNs) {
        buffer = events;
        offset = envelopeOffset;
        receivedNs = atNs;
        return this;
    }

    /** When the client saw it, monotonic nanoseconds. */
    public long receivedNs() {
        return receivedNs;
    }

    /** Number of the event. */
    public long eventSeq() {
        return EventEnvelope.eventSeq(buffer, offset);
    }

    /** Session it is addressed to; 0 for everybody. */
    public long session() {
        return EventEnvelope.session(buffer, offset);
    }

    /** Number of the command that it answers; 0 if it answers none. */
    public long number() {
        return EventEnvelope.number(buffer, offset);
    }

    /** Whether no further event answers that command. */
    public boolean isLast() {
        return EventEnvelope.isLast(buffer, offset);
    }

    /** Template id of the message; from {@link SessionEvents#FIRST_KIND} on it is an event of the session layer. */
    public int kind() {
        return EventEnvelope.kind(buffer, offset);
    }

    /** Whether a message of the exchange follows. */
    public boolean isOfExchange() {
        return kind() < SessionEvents.FIRST_KIND
            && EventEnvelope.bodyLength(buffer, offset) >= MessageFlyweight.HEADER_LENGTH;
    }

    /** Memory that holds the message. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of the message in {@link #buffer()}. */
    public int messageOffset() {
        return offset + EventEnvelope.HEADER_LENGTH;
    }

    /** Offset of the whole event, envelope included, in {@link #buffer()}. */
    public int eventOffset() {
        return offset;
    }
}
