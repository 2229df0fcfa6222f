package io.muex.mu.session;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What stands before every command in the log. Little-endian, fields on their natural alignment:
 * <pre>
 *   offset type field
 *    0     i64  clusterId        of the cluster the sender means; made at creation, told by GENESIS
 *    8     i64  session          1 or more; 0 for what the leader itself proposes (INTERNAL, GENESIS)
 *   16     i64  number           1, 2, 3, ... within the session; ESTABLISH: the attempt, negative; 0 with session 0
 *                                and for DISCONNECT
 *   24     i32  connectionEpoch  under which the sender speaks; ESTABLISH: the one it believes current
 *   28     u16  kind             one of the constants of this class
 *   30     u16  version          of this layout, {@value #VERSION}
 *   32          body             to the end of the command; the log knows its length
 * </pre>
 * Static accessors only, any thread; the caller owns the buffer. {@link #check} is the one decoder: the ingress of a
 * replica and the apply of every replica use it alike, so what the one admits the other never finds malformed.
 */
public final class CommandEnvelope {
    /** Bytes before the body. */
    public static final int HEADER_LENGTH = 32;
    /** Version of this layout. */
    public static final int VERSION = 1;

    /** A command for the application; the body is its own. */
    public static final int COMMAND = 1;
    /** A connection takes over its session. No body. */
    public static final int ESTABLISH = 2;
    /** Opens a session. Body: {@link SessionCommands#encodeOpenSession}. */
    public static final int OPEN_SESSION = 3;
    /** Removes a session. Body: {@link SessionCommands#encodeCloseSession}. */
    public static final int CLOSE_SESSION = 4;
    /** Proposed by the leader on its own (expiry, say); never taken from outside. The body is the application's. */
    public static final int INTERNAL = 5;
    /** The first command of the log; never taken from outside. Body: {@link SessionCommands#encodeGenesis}. */
    public static final int GENESIS = 6;
    /**
     * The client of the connection named by session and epoch is gone; proposed by a leader, never taken from outside.
     * Void as soon as the session was established again. No body.
     */
    public static final int DISCONNECT = 7;

    /** The session of what no client sent, and of events that are addressed to nobody in particular. */
    public static final long NO_SESSION = 0;

    private static final int CLUSTER_ID = 0;
    private static final int SESSION = 8;
    private static final int NUMBER = 16;
    private static final int CONNECTION_EPOCH = 24;
    private static final int KIND = 28;
    private static final int VERSION_FIELD = 30;

    private CommandEnvelope() {
    }

    /**
     * Writes the {@value #HEADER_LENGTH} bytes of an envelope. The body goes to {@code offset + HEADER_LENGTH}.
     *
     * @return {@link #HEADER_LENGTH}
     */
    public static int encode(final MutableDirectBuffer buffer, final int offset, final int kind, final long clusterId,
        final long session, final int connectionEpoch, final long number) {
        buffer.putLong(offset + CLUSTER_ID, clusterId, LITTLE_ENDIAN);
        buffer.putLong(offset + SESSION, session, LITTLE_ENDIAN);
        buffer.putLong(offset + NUMBER, number, LITTLE_ENDIAN);
        buffer.putInt(offset + CONNECTION_EPOCH, connectionEpoch, LITTLE_ENDIAN);
        buffer.putShort(offset + KIND, (short) kind, LITTLE_ENDIAN);
        buffer.putShort(offset + VERSION_FIELD, (short) VERSION, LITTLE_ENDIAN);
        return HEADER_LENGTH;
    }

    public static long clusterId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + CLUSTER_ID, LITTLE_ENDIAN);
    }

    public static long session(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SESSION, LITTLE_ENDIAN);
    }

    public static long number(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + NUMBER, LITTLE_ENDIAN);
    }

    public static int connectionEpoch(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CONNECTION_EPOCH, LITTLE_ENDIAN);
    }

    public static int kind(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + KIND, LITTLE_ENDIAN) & 0xFFFF;
    }

    public static int version(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + VERSION_FIELD, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Says whether {@code length} bytes from {@code offset} are a well-formed command: everything that can be known
     * without the state of a replica, except the body of a COMMAND or INTERNAL, which is the application's to decode.
     */
    public static boolean check(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_LENGTH || version(buffer, offset) != VERSION || connectionEpoch(buffer, offset) < 0) {
            return false;
        }
        final boolean ofSession = session(buffer, offset) > NO_SESSION;
        final long number = number(buffer, offset);
        final int body = offset + HEADER_LENGTH;
        final int bodyLength = length - HEADER_LENGTH;
        return switch (kind(buffer, offset)) {
            case COMMAND -> ofSession && number > 0;
            case ESTABLISH -> ofSession && number < 0 && bodyLength == 0;
            case OPEN_SESSION -> ofSession && number > 0 && SessionCommands.checkOpenSession(buffer, body, bodyLength);
            case CLOSE_SESSION ->
                ofSession && number > 0 && SessionCommands.checkCloseSession(buffer, body, bodyLength);
            case DISCONNECT ->
                ofSession && number == 0 && connectionEpoch(buffer, offset) > 0 && bodyLength == 0;
            case INTERNAL -> isLeaders(buffer, offset);
            case GENESIS -> isLeaders(buffer, offset) && SessionCommands.checkGenesis(buffer, body, bodyLength);
            default -> false;
        };
    }

    /**
     * Says whether {@code length} bytes from {@code offset} may be taken from a gateway or client: well-formed, and
     * not of a kind that only a leader proposes.
     */
    public static boolean checkIngress(final DirectBuffer buffer, final int offset, final int length) {
        return check(buffer, offset, length) && kind(buffer, offset) < INTERNAL;
    }

    private static boolean isLeaders(final DirectBuffer buffer, final int offset) {
        return session(buffer, offset) == NO_SESSION && number(buffer, offset) == 0
            && connectionEpoch(buffer, offset) == 0;
    }
}
