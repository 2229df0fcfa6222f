package io.muex.mu.session;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The commands that are the session layer's own. Each {@code encode...} writes a complete command, envelope included,
 * and returns its length in bytes. Static, any thread; the caller owns the buffer.
 * <p>
 * Body of OPEN_SESSION, 16 bytes: {@code i64} session to open (1 or more), {@code i64} its role word.<br>
 * Body of CLOSE_SESSION, 8 bytes: {@code i64} session to remove.<br>
 * ESTABLISH has no body: its attempt is the number, its expectation the connection epoch of the envelope.<br>
 * Body of GENESIS:
 * <pre>
 *   offset type field
 *    0     i32  maxSessions   1 to 1,048,576
 *    4     i32  maxEvents     events retained; a power of two, 16 to 16,777,216
 *    8     i32  eventBytes    bytes retained; a power of two, 4,096 to 2^30
 *   12     i32  sessionCount  sessions open from the beginning, 1 to maxSessions, one of them an operator's
 *   16          per session:  i64 session, i64 role word
 *               rest          the application's part: its limits, instruments, whatever may change a result
 * </pre>
 */
public final class SessionCommands {
    /** Role bit: may open and close sessions. The upper 62 bits of a role word are the application's. */
    public static final long OPERATOR = 1;
    /** Role bit: may open sessions that carry neither this bit nor {@link #OPERATOR}; for gateways. */
    public static final long GATEWAY = 2;
    /** Default of maxEvents. */
    public static final int DEFAULT_MAX_EVENTS = 1 << 20;
    /** Default of eventBytes. */
    public static final int DEFAULT_EVENT_BYTES = 128 << 20;
    /** Largest maxSessions. */
    public static final int LIMIT_SESSIONS = 1 << 20;
    /** Smallest and largest maxEvents. */
    public static final int LEAST_EVENTS = 16;
    /** Largest maxEvents. */
    public static final int LIMIT_EVENTS = 1 << 24;
    /** Smallest eventBytes: four of the longest events. */
    public static final int LEAST_EVENT_BYTES = 4 * EventEnvelope.MAX_LENGTH;
    /** Largest eventBytes. */
    public static final int LIMIT_EVENT_BYTES = 1 << 30;

    static final int GENESIS_SESSIONS = 16;
    private static final int SESSION_LENGTH = 16;

    private SessionCommands() {
    }

    /**
     * Encodes a connection's claim on its session.
     * <p>
     * It is resent like any command, so it must not matter how often and how late a copy arrives. It names the epoch
     * its sender believes current and raises it by one only if that is so; hence one attempt raises at most once, and
     * a copy that comes after somebody else's takeover cannot throw that one out. A sender that knows nothing says 0
     * and learns the present epoch from the refusal. The attempt number tells a sender whose claim was applied but
     * whose answer was lost from one who came too late: a copy of the latest successful attempt is answered again with
     * the same epoch.
     *
     * @param knownEpoch connection epoch the sender believes current, 0 or more
     * @param attempt    negative and never used before by anyone for this session: draw it at random
     */
    public static int encodeEstablish(final MutableDirectBuffer buffer, final int offset, final long clusterId,
        final long session, final int knownEpoch, final long attempt) {
        return CommandEnvelope.encode(
            buffer, offset, CommandEnvelope.ESTABLISH, clusterId, session, knownEpoch, attempt);
    }

    /**
     * Writes the body of OPEN_SESSION behind an envelope that the caller encodes.
     *
     * @param offset of the command, not of its body
     * @return length of the whole command
     */
    public static int encodeOpenSession(
        final MutableDirectBuffer buffer, final int offset, final long opened, final long role) {
        final int body = offset + CommandEnvelope.HEADER_LENGTH;
        buffer.putLong(body, opened, LITTLE_ENDIAN);
        buffer.putLong(body + 8, role, LITTLE_ENDIAN);
        return CommandEnvelope.HEADER_LENGTH + SESSION_LENGTH;
    }

    /**
     * Encodes what a leader proposes when nobody holds the connection of this epoch any more.
     *
     * @return length of the whole command
     */
    public static int encodeDisconnect(final MutableDirectBuffer buffer, final int offset, final long clusterId,
        final long session, final int connectionEpoch) {
        return CommandEnvelope.encode(
            buffer, offset, CommandEnvelope.DISCONNECT, clusterId, session, connectionEpoch, 0);
    }

    /**
     * Writes the body of CLOSE_SESSION behind an envelope that the caller encodes.
     *
     * @param offset of the command, not of its body
     * @return length of the whole command
     */
    public static int encodeCloseSession(final MutableDirectBuffer buffer, final int offset, final long closed) {
        buffer.putLong(offset + CommandEnvelope.HEADER_LENGTH, closed, LITTLE_ENDIAN);
        return CommandEnvelope.HEADER_LENGTH + Long.BYTES;
    }

    /**
     * Encodes the first command of a log.
     *
     * @param sessionsAndRoles session, role word, session, role word, ... at least one with {@link #OPERATOR}
     * @param application      the application's part, copied
     */
    public static int encodeGenesis(final MutableDirectBuffer buffer, final int offset, final long clusterId,
        final Capacities capacities, final long[] sessionsAndRoles, final byte[] application) {
        CommandEnvelope.encode(
            buffer, offset, CommandEnvelope.GENESIS, clusterId, CommandEnvelope.NO_SESSION, 0, 0);
        final int body = offset + CommandEnvelope.HEADER_LENGTH;
        buffer.putInt(body, capacities.maxSessions(), LITTLE_ENDIAN);
        buffer.putInt(body + 4, capacities.maxEvents(), LITTLE_ENDIAN);
        buffer.putInt(body + 8, capacities.eventBytes(), LITTLE_ENDIAN);
        buffer.putInt(body + 12, sessionsAndRoles.length / 2, LITTLE_ENDIAN);
        for (int i = 0; i < sessionsAndRoles.length; i++) {
            buffer.putLong(body + GENESIS_SESSIONS + i * Long.BYTES, sessionsAndRoles[i], LITTLE_ENDIAN);
        }
        final int part = GENESIS_SESSIONS + sessionsAndRoles.length * Long.BYTES;
        buffer.putBytes(body + part, application);
        return CommandEnvelope.HEADER_LENGTH + part + application.length;
    }

    /**
     * What a log promises to remember, fixed by its GENESIS.
     *
     * @param maxSessions sessions open at the same time
     * @param maxEvents   events retained, a power of two
     * @param eventBytes  bytes of events retained, a power of two
     */
    public record Capacities(int maxSessions, int maxEvents, int eventBytes) {
        /** {@code maxSessions} sessions and the default retention. */
        public static Capacities ofSessions(final int maxSessions) {
            return new Capacities(maxSessions, DEFAULT_MAX_EVENTS, DEFAULT_EVENT_BYTES);
        }

        boolean isValid() {
            return maxSessions >= 1 && maxSessions <= LIMIT_SESSIONS
                && isPowerOfTwo(maxEvents, LEAST_EVENTS, LIMIT_EVENTS)
                && isPowerOfTwo(eventBytes, LEAST_EVENT_BYTES, LIMIT_EVENT_BYTES);
        }

        private static boolean isPowerOfTwo(final int value, final int least, final int limit) {
            return value >= least && value <= limit && Integer.bitCount(value) == 1;
        }
    }

    /** Session named by the body of OPEN_SESSION or CLOSE_SESSION. */
    static long subject(final DirectBuffer buffer, final int body) {
        return buffer.getLong(body, LITTLE_ENDIAN);
    }

    static long role(final DirectBuffer buffer, final int body) {
        return buffer.getLong(body + 8, LITTLE_ENDIAN);
    }

    static boolean checkOpenSession(final DirectBuffer buffer, final int body, final int length) {
        return length == SESSION_LENGTH && subject(buffer, body) > CommandEnvelope.NO_SESSION;
    }

    static boolean checkCloseSession(final DirectBuffer buffer, final int body, final int length) {
        return length == Long.BYTES && subject(buffer, body) > CommandEnvelope.NO_SESSION;
    }

    static Capacities capacities(final DirectBuffer buffer, final int body) {
        return new Capacities(buffer.getInt(body, LITTLE_ENDIAN), buffer.getInt(body + 4, LITTLE_ENDIAN),
            buffer.getInt(body + 8, LITTLE_ENDIAN));
    }

    static int sessionCount(final DirectBuffer buffer, final int body) {
        return buffer.getInt(body + 12, LITTLE_ENDIAN);
    }

    /** Offset of the i-th session of a GENESIS body; for i = sessionCount that of the application's part. */
    static int sessionAt(final int body, final int i) {
        return body + GENESIS_SESSIONS + i * SESSION_LENGTH;
    }

    static boolean checkGenesis(final DirectBuffer buffer, final int body, final int length) {
        if (length < GENESIS_SESSIONS || !capacities(buffer, body).isValid()) {
            return false;
        }
        final int count = sessionCount(buffer, body);
        if (count < 1 || count > capacities(buffer, body).maxSessions()
            || count > (length - GENESIS_SESSIONS) / SESSION_LENGTH) {
            return false;
        }
        boolean hasOperator = false;
        for (int i = 0; i < count; i++) {
            final long session = subject(buffer, sessionAt(body, i));
            for (int j = 0; j < i; j++) {
                if (subject(buffer, sessionAt(body, j)) == session) {
                    return false;
                }
            }
            if (session <= CommandEnvelope.NO_SESSION) {
                return false;
            }
            hasOperator |= (role(buffer, sessionAt(body, i)) & OPERATOR) != 0;
        }
        return hasOperator;
    }
}
