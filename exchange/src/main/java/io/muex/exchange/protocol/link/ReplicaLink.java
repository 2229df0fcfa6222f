package io.muex.exchange.protocol.link;

import static io.muex.exchange.protocol.link.LinkHeader.intAt;
import static io.muex.exchange.protocol.link.LinkHeader.longAt;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Messages between a gateway and a replica. Each begins with a {@link LinkHeader}; offsets are from its first byte.
 * <pre>
 *   gateway to replica, control stream of the replica
 *   HELLO           8 i64 clusterId (0: not known yet), 16 i32 egressStream, 20 i32 length of the channel,
 *                   24 byte[32] proof, 56 channel, ASCII. Repeated as a sign of life. A new egressStream is a new
 *                   gateway, which takes the place of the former of its id when it has proved more by OPEN.
 *   gateway to replica, data stream of the replica
 *   OPEN            8 i64 connectionId, 16 i32 egressStream, 20 i32 zero, 24 byte[32] proof with the nonce of the
 *                   latest PRESENT. The first message; a new one voids what was before.
 *   READ            8 i64 fromEventSeq: send the events from here on; 0: send none
 *   REPLAY          8 i64 replayId, 16 i64 session, 24 i64 fromEventSeq, 32 i64 number (0: all): send once more what
 *                   that session was told, or only the answers to that command
 *   COMMAND         8 command with its envelope
 *   SESSIONS        8 i32 count, 12 i32 zero, 16 per session: i64 session, i32 connectionEpoch,
 *                   i32 1: a client holds it here, 0: its client said goodbye. Repeated while there are any: to the
 *                   leader, for whom silence about a connection is its end.
 *   replica to gateway, egress stream of the gateway
 *   PRESENT         8 i64 connectionId (0: none open), 16 i64 clusterId (0: no GENESIS yet),
 *                   24 i64 ballot under which it leads (0: does not), 32 i64 firstRetained, 40 i64 lastEventSeq,
 *                   48 i32 data stream of the replica, 52 i32 role, 56 i32 maxCommandLength, 60 i32 leader it knows of,
 *                   64 i64 cluster that it was started for, 72 byte[32] nonce for the next OPEN, 104 byte[32] proof
 *                   for the connection (zero: none open).
 *                   Sent at once when any of role, ballot and connection changes, else as a sign of life. With a ballot
 *                   and the connection of the receiver it is the announcement of a leader.
 *   EVENTS          8 events, back to back, eventSeq without a gap
 *   EVENTS_GONE     8 i64 firstRetained, 16 i64 asOf
 *   SESSION_STATES  8 i64 asOf, 16 i32 count, 20 i32 position of the first in the table of sessions,
 *                   24 per session: i64 session, i64 lastApplied, i32 connectionEpoch, i32 openingEpoch
 *   STATES_END      8 i64 asOf, 16 i32 sessions in all, 20 i32 zero
 *   REPLAYED        8 i64 replayId, 16 events of the session, back to back, eventSeq rising
 *   REPLAY_GONE     8 i64 replayId, 16 i64 first: events before it that were not replayed are no longer retained
 *   REPLAY_END      8 i64 replayId, 16 i64 next: all before it was replayed, and EVENTS goes on there
 * </pre>
 * Proofs are those of {@link io.muex.exchange.protocol.proof.GatewayProof}. Static, any thread; the caller owns the
 * buffer.
 */
public final class ReplicaLink {
    public static final int HELLO = 1;
    public static final int OPEN = 2;
    public static final int READ = 3;
    public static final int REPLAY = 4;
    public static final int COMMAND = 5;
    public static final int SESSIONS = 6;
    public static final int PRESENT = 16;
    public static final int EVENTS = 17;
    public static final int EVENTS_GONE = 18;
    public static final int SESSION_STATES = 19;
    public static final int STATES_END = 20;
    public static final int REPLAYED = 21;
    public static final int REPLAY_GONE = 22;
    public static final int REPLAY_END = 23;

    /** Control stream of replica r is this plus r. */
    public static final int CONTROL_STREAM_BASE = 1_000;
    /** Bytes of a HELLO without the channel. */
    public static final int HELLO_LENGTH = 56;
    public static final int OPEN_LENGTH = 56;
    public static final int READ_LENGTH = 16;
    public static final int REPLAY_LENGTH = 40;
    public static final int PRESENT_LENGTH = 136;
    public static final int EVENTS_GONE_LENGTH = 24;
    /** Bytes of SESSION_STATES before the first session. */
    public static final int STATES_HEADER_LENGTH = 24;
    /** Bytes of one session in SESSION_STATES. */
    public static final int STATE_LENGTH = 24;
    public static final int STATES_END_LENGTH = 24;
    /** Bytes of REPLAYED before the first event. */
    public static final int REPLAYED_HEADER_LENGTH = 16;
    /** Bytes of REPLAY_GONE and REPLAY_END. */
    public static final int REPLAY_MARK_LENGTH = 24;
    /** Bytes of SESSIONS before the first session. */
    public static final int SESSIONS_HEADER_LENGTH = 16;
    /** Bytes of one session in SESSIONS. */
    public static final int SESSION_LENGTH = 16;
    /** Longest channel of a HELLO or NEGOTIATE in bytes. */
    public static final int MAX_CHANNEL_LENGTH = 512;

    private static final int PROOF = 24;
    private static final int NONCE = 72;
    private static final int PRESENT_PROOF = 104;

    private ReplicaLink() {
    }

    /** Says whether {@code length} bytes can be a message of this type, so that its fields may be read. */
    public static boolean check(final int type, final DirectBuffer buffer, final int offset, final int length) {
        return switch (type) {
            case HELLO -> length >= HELLO_LENGTH && length == HELLO_LENGTH + helloChannelLength(buffer, offset)
                && helloChannelLength(buffer, offset) >= 1 && helloChannelLength(buffer, offset) <= MAX_CHANNEL_LENGTH;
            case OPEN -> length == OPEN_LENGTH;
            case READ -> length == READ_LENGTH;
            case REPLAY -> length == REPLAY_LENGTH;
            case COMMAND, EVENTS -> length > LinkHeader.LENGTH;
            case PRESENT -> length == PRESENT_LENGTH;
            case EVENTS_GONE, STATES_END, REPLAY_GONE, REPLAY_END -> length == EVENTS_GONE_LENGTH;
            case SESSION_STATES -> length >= STATES_HEADER_LENGTH && statesCount(buffer, offset) >= 0
                && length == STATES_HEADER_LENGTH + (long) statesCount(buffer, offset) * STATE_LENGTH;
            case SESSIONS -> length >= SESSIONS_HEADER_LENGTH && sessionsCount(buffer, offset) >= 0
                && length == SESSIONS_HEADER_LENGTH + (long) sessionsCount(buffer, offset) * SESSION_LENGTH;
            case REPLAYED -> length > REPLAYED_HEADER_LENGTH;
            default -> MarketLink.check(type, buffer, offset, length);
        };
    }

    /** Writes a HELLO without its proof, which has a setter, and returns its length. */
    public static int encodeHello(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final long clusterId, final int egressStream, final String channel) {
        LinkHeader.encode(buffer, offset, HELLO, gatewayId);
        longAt(buffer, offset + 8, clusterId);
        intAt(buffer, offset + 16, egressStream);
        intAt(buffer, offset + 20, channel.length());
        buffer.putStringWithoutLengthAscii(offset + HELLO_LENGTH, channel);
        return HELLO_LENGTH + channel.length();
    }

    /** Sets what shows that the gateway knows the secret of the cluster. */
    public static void helloProof(final MutableDirectBuffer buffer, final int offset, final byte[] proof) {
        buffer.putBytes(offset + PROOF, proof);
    }

    /** Offset of the proof of a HELLO or OPEN. */
    public static int proof(final int offset) {
        return offset + PROOF;
    }

    public static long helloClusterId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    public static int helloEgressStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 16);
    }

    private static int helloChannelLength(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 20);
    }

    /** Channel of a HELLO. Allocates. */
    public static String helloChannel(final DirectBuffer buffer, final int offset) {
        return buffer.getStringWithoutLengthAscii(offset + HELLO_LENGTH, helloChannelLength(buffer, offset));
    }

    /** Writes an OPEN. */
    public static void encodeOpen(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final long connectionId, final int egressStream, final byte[] proof) {
        LinkHeader.encode(buffer, offset, OPEN, gatewayId);
        longAt(buffer, offset + 8, connectionId);
        longAt(buffer, offset + 16, 0);
        intAt(buffer, offset + 16, egressStream);
        buffer.putBytes(offset + PROOF, proof);
    }

    public static int openEgressStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 16);
    }

    /** OPEN and PRESENT: the connection. */
    public static long connectionId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    /** Writes a READ. */
    public static void encodeRead(
        final MutableDirectBuffer buffer, final int offset, final int gatewayId, final long fromEventSeq) {
        LinkHeader.encode(buffer, offset, READ, gatewayId);
        longAt(buffer, offset + 8, fromEventSeq);
    }

    public static long readFrom(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    /** Writes a REPLAY. */
    public static void encodeReplay(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final long replayId, final long session, final long fromEventSeq, final long number) {
        LinkHeader.encode(buffer, offset, REPLAY, gatewayId);
        longAt(buffer, offset + 8, replayId);
        longAt(buffer, offset + 16, session);
        longAt(buffer, offset + 24, fromEventSeq);
        longAt(buffer, offset + 32, number);
    }

    /** REPLAY, REPLAYED and REPLAY_END: which replay. */
    public static long replayId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    public static long replaySession(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long replayNumber(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 32);
    }

    public static long replayFrom(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    /** Writes the part of SESSIONS before the first session. */
    public static void encodeSessions(
        final MutableDirectBuffer buffer, final int offset, final int gatewayId, final int count) {
        LinkHeader.encode(buffer, offset, SESSIONS, gatewayId);
        longAt(buffer, offset + 8, count);
    }

    /** Writes the i-th session of a SESSIONS. */
    public static void encodeHeld(final MutableDirectBuffer buffer, final int offset, final int i, final long session,
        final int connectionEpoch, final boolean isHeld) {
        final int at = offset + SESSIONS_HEADER_LENGTH + i * SESSION_LENGTH;
        longAt(buffer, at, session);
        intAt(buffer, at + 8, connectionEpoch);
        intAt(buffer, at + 12, isHeld ? 1 : 0);
    }

    public static int sessionsCount(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 8);
    }

    public static long heldSession(final DirectBuffer buffer, final int offset, final int i) {
        return longAt(buffer, offset + SESSIONS_HEADER_LENGTH + i * SESSION_LENGTH);
    }

    public static int heldEpoch(final DirectBuffer buffer, final int offset, final int i) {
        return intAt(buffer, offset + SESSIONS_HEADER_LENGTH + i * SESSION_LENGTH + 8);
    }

    /** False: the client of that connection said goodbye. */
    public static boolean isHeld(final DirectBuffer buffer, final int offset, final int i) {
        return intAt(buffer, offset + SESSIONS_HEADER_LENGTH + i * SESSION_LENGTH + 12) != 0;
    }

    /** Writes header and connection of a PRESENT; the other fields have setters of their own. */
    public static void encodePresent(
        final MutableDirectBuffer buffer, final int offset, final int replica, final long connectionId) {
        LinkHeader.encode(buffer, offset, PRESENT, replica);
        longAt(buffer, offset + 8, connectionId);
    }

    /** Sets where the replica stands. */
    public static void presentState(final MutableDirectBuffer buffer, final int offset, final long clusterId,
        final long ballot, final long firstRetained, final long lastEventSeq) {
        longAt(buffer, offset + 16, clusterId);
        longAt(buffer, offset + 24, ballot);
        longAt(buffer, offset + 32, firstRetained);
        longAt(buffer, offset + 40, lastEventSeq);
    }

    /** Sets what the replica is. */
    public static void presentReplica(final MutableDirectBuffer buffer, final int offset, final int dataStream,
        final int role, final int maxCommandLength, final int leader) {
        intAt(buffer, offset + 48, dataStream);
        intAt(buffer, offset + 52, role);
        intAt(buffer, offset + 56, maxCommandLength);
        intAt(buffer, offset + 60, leader);
    }

    /** Sets what the replica has to prove and what it wants proved; both of 32 bytes. */
    public static void presentProof(final MutableDirectBuffer buffer, final int offset, final long ofCluster,
        final byte[] nonce, final byte[] proof) {
        longAt(buffer, offset + 64, ofCluster);
        buffer.putBytes(offset + NONCE, nonce);
        buffer.putBytes(offset + PRESENT_PROOF, proof);
    }

    /** The cluster that the replica was started for. */
    public static long presentOfCluster(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 64);
    }

    /** Offset of the 32 bytes that the next OPEN must answer. */
    public static int presentNonce(final int offset) {
        return offset + NONCE;
    }

    /** Offset of the 32 bytes by which the replica shows that it knows the secret of the cluster. */
    public static int presentProof(final int offset) {
        return offset + PRESENT_PROOF;
    }

    public static long presentClusterId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long presentBallot(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    public static long presentFirstRetained(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 32);
    }

    public static long presentLastEventSeq(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 40);
    }

    public static int presentDataStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 48);
    }

    public static int presentRole(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 52);
    }

    public static int presentMaxCommandLength(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 56);
    }

    public static int presentLeader(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 60);
    }

    /** Writes an EVENTS_GONE. */
    public static void encodeEventsGone(final MutableDirectBuffer buffer, final int offset, final int replica,
        final long firstRetained, final long asOf) {
        LinkHeader.encode(buffer, offset, EVENTS_GONE, replica);
        longAt(buffer, offset + 8, firstRetained);
        longAt(buffer, offset + 16, asOf);
    }

    public static long goneFirstRetained(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    public static long goneAsOf(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    /** Writes the part of SESSION_STATES before the first session. */
    public static void encodeStates(final MutableDirectBuffer buffer, final int offset, final int replica,
        final long asOf, final int count, final int position) {
        LinkHeader.encode(buffer, offset, SESSION_STATES, replica);
        longAt(buffer, offset + 8, asOf);
        intAt(buffer, offset + 16, count);
        intAt(buffer, offset + 20, position);
    }

    /** Writes the i-th session of a SESSION_STATES. */
    public static void encodeState(final MutableDirectBuffer buffer, final int offset, final int i,
        final long session, final long lastApplied, final int connectionEpoch, final int openingEpoch) {
        final int at = offset + STATES_HEADER_LENGTH + i * STATE_LENGTH;
        longAt(buffer, at, session);
        longAt(buffer, at + 8, lastApplied);
        intAt(buffer, at + 16, connectionEpoch);
        intAt(buffer, at + 20, openingEpoch);
    }

    /** SESSION_STATES and STATES_END: the event that they are as of. */
    public static long statesAsOf(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    /** SESSION_STATES: sessions in this message. STATES_END: sessions in all of them. */
    public static int statesCount(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 16);
    }

    /** SESSION_STATES: position of the first session of this message. */
    public static int statesPosition(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 20);
    }

    public static long stateSession(final DirectBuffer buffer, final int offset, final int i) {
        return longAt(buffer, offset + STATES_HEADER_LENGTH + i * STATE_LENGTH);
    }

    public static long stateLastApplied(final DirectBuffer buffer, final int offset, final int i) {
        return longAt(buffer, offset + STATES_HEADER_LENGTH + i * STATE_LENGTH + 8);
    }

    public static int stateConnectionEpoch(final DirectBuffer buffer, final int offset, final int i) {
        return intAt(buffer, offset + STATES_HEADER_LENGTH + i * STATE_LENGTH + 16);
    }

    public static int stateOpeningEpoch(final DirectBuffer buffer, final int offset, final int i) {
        return intAt(buffer, offset + STATES_HEADER_LENGTH + i * STATE_LENGTH + 20);
    }

    /** Writes a STATES_END. */
    public static void encodeStatesEnd(final MutableDirectBuffer buffer, final int offset, final int replica,
        final long asOf, final int sessions) {
        LinkHeader.encode(buffer, offset, STATES_END, replica);
        longAt(buffer, offset + 8, asOf);
        longAt(buffer, offset + 16, sessions);
    }

    /** Writes the part of REPLAYED before the first event. */
    public static void encodeReplayed(
        final MutableDirectBuffer buffer, final int offset, final int replica, final long replayId) {
        LinkHeader.encode(buffer, offset, REPLAYED, replica);
        longAt(buffer, offset + 8, replayId);
    }

    /** Writes a REPLAY_GONE or REPLAY_END. */
    public static void encodeReplayMark(final MutableDirectBuffer buffer, final int offset, final int type,
        final int replica, final long replayId, final long eventSeq) {
        LinkHeader.encode(buffer, offset, type, replica);
        longAt(buffer, offset + 8, replayId);
        longAt(buffer, offset + 16, eventSeq);
    }

    /** REPLAY_GONE: the first event that is retained. REPLAY_END: where EVENTS goes on. */
    public static long replayMark(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }
}
