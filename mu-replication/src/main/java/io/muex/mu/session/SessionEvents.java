package io.muex.mu.session;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The events that are the session layer's own. Accessors take the offset of the event, not of its body. Static, any
 * thread; the caller owns the buffer.
 * <pre>
 *   kind            body, offsets from its first byte
 *   CREATED         0 i64 clusterId, 8 i32 maxSessions, 12 i32 maxEvents, 16 i32 eventBytes, 20 i32 zero
 *   DONE            none: the application had nothing to say to the sender
 *   REJECTED        0 i32 code of SessionReject, 4 i32 connectionEpoch of the refused command,
 *                   8 i64 clusterId of the refused command,
 *                   16 i64 expected number (lastApplied + 1), 24 i32 present connectionEpoch, 28 i32 kind refused
 *   ESTABLISHED     0 i64 lastApplied, 8 i32 connectionEpoch, 12 i32 zero; answers the attempt
 *   SESSION_OPENED  0 i64 session, 8 i64 role word; answers who opened it
 *   SESSION_CLOSED  0 i64 session; answers who removed it
 *   DISCONNECTED    as ESTABLISHED; answers nobody, tells the session that the connection of this epoch has ended
 * </pre>
 * REJECTED repeats what it refuses because several senders may use the same (session, number), one after the other or
 * by mistake: a sender takes it for an answer only if it matches what it sent.
 */
public final class SessionEvents {
    /** Kinds from here to 0xFFFF are the session layer's. */
    public static final int FIRST_KIND = 0xFF00;
    /** Event 1 of every log. */
    public static final int CREATED = 0xFF01;
    /** Applied; the application emitted nothing to the sender. */
    public static final int DONE = 0xFF02;
    /** Refused by the session layer. */
    public static final int REJECTED = 0xFF03;
    /** A connection has the session. */
    public static final int ESTABLISHED = 0xFF04;
    /** A session was opened. */
    public static final int SESSION_OPENED = 0xFF05;
    /** A session was removed. */
    public static final int SESSION_CLOSED = 0xFF06;
    /** The connection of an epoch has ended and nobody has the session until it is established again. */
    public static final int DISCONNECTED = 0xFF07;

    static final int CREATED_LENGTH = 24;
    static final int REJECTED_LENGTH = 32;
    static final int ESTABLISHED_LENGTH = 16;
    static final int OPENED_LENGTH = 16;
    static final int CLOSED_LENGTH = 8;

    private SessionEvents() {
    }

    /** CREATED: id of the cluster. */
    public static long createdClusterId(final DirectBuffer buffer, final int event) {
        return buffer.getLong(event + EventEnvelope.HEADER_LENGTH, LITTLE_ENDIAN);
    }

    /** REJECTED: the reason, or null for a code that this version does not know. */
    public static SessionReject reason(final DirectBuffer buffer, final int event) {
        return SessionReject.of(buffer.getInt(event + EventEnvelope.HEADER_LENGTH, LITTLE_ENDIAN));
    }

    /** REJECTED: connection epoch that the refused command carried. */
    public static int refusedEpoch(final DirectBuffer buffer, final int event) {
        return buffer.getInt(event + EventEnvelope.HEADER_LENGTH + 4, LITTLE_ENDIAN);
    }

    /** REJECTED: cluster id that the refused command carried. */
    public static long refusedClusterId(final DirectBuffer buffer, final int event) {
        return buffer.getLong(event + EventEnvelope.HEADER_LENGTH + 8, LITTLE_ENDIAN);
    }

    /** REJECTED: the number that the session will apply next; 0 where there is no session. */
    public static long expectedNumber(final DirectBuffer buffer, final int event) {
        return buffer.getLong(event + EventEnvelope.HEADER_LENGTH + 16, LITTLE_ENDIAN);
    }

    /** REJECTED: the present connection epoch of the session; 0 where there is none. */
    public static int presentEpoch(final DirectBuffer buffer, final int event) {
        return buffer.getInt(event + EventEnvelope.HEADER_LENGTH + 24, LITTLE_ENDIAN);
    }

    /** REJECTED: kind of the refused command; 0 where it could not be read. */
    public static int refusedKind(final DirectBuffer buffer, final int event) {
        return buffer.getInt(event + EventEnvelope.HEADER_LENGTH + 28, LITTLE_ENDIAN);
    }

    /** ESTABLISHED and DISCONNECTED: number of the last command applied for the session; the next is this plus 1. */
    public static long lastApplied(final DirectBuffer buffer, final int event) {
        return buffer.getLong(event + EventEnvelope.HEADER_LENGTH, LITTLE_ENDIAN);
    }

    /** ESTABLISHED: epoch that every command of this connection must carry. DISCONNECTED: epoch that has ended. */
    public static int connectionEpoch(final DirectBuffer buffer, final int event) {
        return buffer.getInt(event + EventEnvelope.HEADER_LENGTH + 8, LITTLE_ENDIAN);
    }

    /** SESSION_OPENED and SESSION_CLOSED: the session. */
    public static long subject(final DirectBuffer buffer, final int event) {
        return buffer.getLong(event + EventEnvelope.HEADER_LENGTH, LITTLE_ENDIAN);
    }

    /** SESSION_OPENED: role word of the session. */
    public static long role(final DirectBuffer buffer, final int event) {
        return buffer.getLong(event + EventEnvelope.HEADER_LENGTH + 8, LITTLE_ENDIAN);
    }

    static void encodeCreated(final MutableDirectBuffer buffer, final int body, final long clusterId,
        final SessionCommands.Capacities capacities) {
        buffer.putLong(body, clusterId, LITTLE_ENDIAN);
        buffer.putInt(body + 8, capacities.maxSessions(), LITTLE_ENDIAN);
        buffer.putInt(body + 12, capacities.maxEvents(), LITTLE_ENDIAN);
        buffer.putInt(body + 16, capacities.eventBytes(), LITTLE_ENDIAN);
    }

    static void encodeSubject(final MutableDirectBuffer buffer, final int body, final long session) {
        buffer.putLong(body, session, LITTLE_ENDIAN);
    }

    static void encodeRole(final MutableDirectBuffer buffer, final int body, final long role) {
        buffer.putLong(body + 8, role, LITTLE_ENDIAN);
    }

    static void encodeEstablished(
        final MutableDirectBuffer buffer, final int body, final long lastApplied, final int connectionEpoch) {
        buffer.putLong(body, lastApplied, LITTLE_ENDIAN);
        buffer.putInt(body + 8, connectionEpoch, LITTLE_ENDIAN);
    }

    static void encodeRefused(final MutableDirectBuffer buffer, final int body, final SessionReject reason,
        final int refusedKind, final int refusedEpoch, final long refusedClusterId) {
        buffer.putInt(body, reason.code(), LITTLE_ENDIAN);
        buffer.putInt(body + 4, refusedEpoch, LITTLE_ENDIAN);
        buffer.putLong(body + 8, refusedClusterId, LITTLE_ENDIAN);
        buffer.putInt(body + 28, refusedKind, LITTLE_ENDIAN);
    }

    static void encodePresent(
        final MutableDirectBuffer buffer, final int body, final long expectedNumber, final int presentEpoch) {
        buffer.putLong(body + 16, expectedNumber, LITTLE_ENDIAN);
        buffer.putInt(body + 24, presentEpoch, LITTLE_ENDIAN);
    }
}
