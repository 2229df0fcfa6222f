package io.muex.exchange.protocol.link;

import static io.muex.exchange.protocol.link.LinkHeader.intAt;
import static io.muex.exchange.protocol.link.LinkHeader.longAt;
import static io.muex.exchange.protocol.link.ReplicaLink.MAX_CHANNEL_LENGTH;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Messages between a client and a gateway. Each begins with a {@link LinkHeader}; offsets are from its first byte.
 * <pre>
 *   client to gateway, control stream of the gateway
 *   NEGOTIATE   8 i64 session, 16 i64 connectionId ({@link #isSameClient}), 24 i64 afterEventSeq (events above it
 *               are wanted; {@link #FROM_NOW}: from now on), 32 i32 egressStream (random), 36 i32 length of the
 *               channel, 40 i64 clusterId in which that event was (0: no event was read yet), 48 char[32] name of
 *               the cluster, 80 byte[32] nonce of the client, 112 channel, ASCII. Repeated until answered.
 *   PROVE       8 i64 connectionId, 16 i64 session, 24 byte[32] proof; answers CHALLENGE. Repeated until answered.
 *   client to gateway, data stream of the gateway
 *   ATTACH      8 i64 connectionId, 16 byte[32] proof. The first message.
 *   COMMAND     8 command with its envelope
 *   ALIVE       8 i64 connectionId; a sign of life
 *   LEAVE       8 i64 connectionId; the client goes
 *   gateway to client, egress stream of the client
 *   CHALLENGE   8 i64 connectionId, 16 i64 clusterId, 24 byte[32] nonce of the gateway, for one use
 *   NEGOTIATED  8 i64 connectionId, 16 i64 session, 24 i64 clusterId, 32 i64 afterEventSeq (events above it follow),
 *               40 i32 data stream of the gateway, 44 i32 maxCommandLength, 48 i32 maxUnanswered, 52 i32 zero,
 *               56 byte[32] proof
 *   REFUSED     8 i64 connectionId, 16 i32 code of {@link LinkReject}, 20 i32 zero; no connection came to be
 *   ONLINE      8 i64 connectionId, 16 i64 upTo: everything for the session up to this event was sent,
 *               24 i32 leader (0: none), 28 i32 zero; a sign of life
 *   REPORTS     8 events of the session, back to back, eventSeq rising
 *   REJECT      8 i64 session, 16 i64 number, 24 i32 code of {@link LinkReject}, 28 i32 zero, 32 i64 number that the
 *               gateway expects. The command did not reach the log, nothing changed, its number is free.
 *   GONE        8 i64 first: events before it, above those read, are no longer retained
 *   RENEW       8 i64 connectionId: establish again, what became of some commands is known only by that
 *   CLOSED      8 i64 connectionId, 16 i32 code of {@link LinkReject}, 20 i32 zero
 *   TCP port of a gateway to client, first message of all
 *   WELCOME     8 i32 egressStream that the client has to put into NEGOTIATE, with channel aeron:ipc;
 *               12 i32 control stream of the gateway
 * </pre>
 * Over TCP every message stands behind its length (u32, little-endian), and both streams are one connection.
 * <p>
 * Negotiation says who speaks and is answered by the gateway alone; then the client establishes its session, which is a
 * command in the log and answered by an event. Proofs are those of
 * {@link io.muex.exchange.protocol.proof.LogOnProof}. Static, any thread; the caller owns the buffer.
 */
public final class ClientLink {
    public static final int NEGOTIATE = 32;
    public static final int ATTACH = 33;
    public static final int COMMAND = 34;
    public static final int ALIVE = 35;
    public static final int LEAVE = 36;
    public static final int PROVE = 37;
    public static final int NEGOTIATED = 48;
    public static final int REFUSED = 49;
    public static final int ONLINE = 50;
    public static final int REPORTS = 51;
    public static final int REJECT = 52;
    public static final int GONE = 53;
    public static final int RENEW = 54;
    public static final int CLOSED = 55;
    public static final int CHALLENGE = 56;

    public static final int WELCOME = 63;

    /** Control stream of a gateway for its clients, unless configured otherwise, is this plus its id. */
    public static final int CONTROL_STREAM_BASE = 2_000;
    /** afterEventSeq of a client that wants no past event. */
    public static final long FROM_NOW = -1;
    /** Longest name of a cluster. */
    public static final int CLUSTER_NAME_LENGTH = 32;
    /** Bytes of a NEGOTIATE without the channel. */
    public static final int NEGOTIATE_LENGTH = 112;
    /** Bytes of ALIVE, LEAVE, GONE, RENEW. */
    public static final int SHORT_LENGTH = 16;
    public static final int ATTACH_LENGTH = 48;
    /** Bytes of CHALLENGE and PROVE. */
    public static final int CHALLENGE_LENGTH = 56;
    public static final int NEGOTIATED_LENGTH = 88;
    /** Bytes of REFUSED and CLOSED. */
    public static final int CODE_LENGTH = 24;
    public static final int ONLINE_LENGTH = 32;
    public static final int REJECT_LENGTH = 40;
    public static final int WELCOME_LENGTH = 16;

    private static final int NAME = 48;
    private static final int NONCE = 80;
    private static final int ATTACH_PROOF = 16;
    private static final int CHALLENGE_BYTES = 24;
    private static final int NEGOTIATED_PROOF = 56;

    private static final int COUNT_BITS = 16;

    private ClientLink() {
    }

    /** A random identity of a client, with room below it to count its connections and claims. */
    public static long freshClient() {
        return MediaConnection.freshId() >>> COUNT_BITS << COUNT_BITS | 1L << COUNT_BITS;
    }

    /**
     * The id of a client's n-th connection, and the negative of its n-th claim on its session. So a gateway knows a
     * late greeting from a new one, and the claims of one client from those of another.
     */
    public static long nth(final long client, final int n) {
        return client + 1 + n % ((1 << COUNT_BITS) - 1);
    }

    /** True if two connections, or two negated claims, or one of each, are of the same client. */
    public static boolean isSameClient(final long connection, final long other) {
        return connection >>> COUNT_BITS == other >>> COUNT_BITS;
    }

    /** Says whether {@code length} bytes can be a message of this type, so that its fields may be read. */
    public static boolean check(final int type, final DirectBuffer buffer, final int offset, final int length) {
        return switch (type) {
            case NEGOTIATE -> length >= NEGOTIATE_LENGTH && channelLength(buffer, offset) >= 1
                && channelLength(buffer, offset) <= MAX_CHANNEL_LENGTH
                && length == NEGOTIATE_LENGTH + channelLength(buffer, offset);
            case ALIVE, LEAVE, GONE, RENEW -> length == SHORT_LENGTH;
            case ATTACH -> length == ATTACH_LENGTH;
            case CHALLENGE, PROVE -> length == CHALLENGE_LENGTH;
            case COMMAND, REPORTS -> length > LinkHeader.LENGTH;
            case NEGOTIATED -> length == NEGOTIATED_LENGTH;
            case REFUSED, CLOSED -> length == CODE_LENGTH;
            case ONLINE -> length == ONLINE_LENGTH;
            case REJECT -> length == REJECT_LENGTH;
            case WELCOME -> length == WELCOME_LENGTH;
            default -> false;
        };
    }

    /** Writes a NEGOTIATE without egress stream, cluster id and nonce, which have setters, and returns its length. */
    public static int encodeNegotiate(final MutableDirectBuffer buffer, final int offset, final String cluster,
        final long session, final long connectionId, final long afterEventSeq, final String channel) {
        LinkHeader.encode(buffer, offset, NEGOTIATE, 0);
        longAt(buffer, offset + 8, session);
        longAt(buffer, offset + 16, connectionId);
        longAt(buffer, offset + 24, afterEventSeq);
        intAt(buffer, offset + 36, channel.length());
        intAt(buffer, offset + 32, 0);
        longAt(buffer, offset + 40, 0);
        buffer.setMemory(offset + NAME, NEGOTIATE_LENGTH - NAME, (byte) 0);
        buffer.putStringWithoutLengthAscii(offset + NAME, cluster, 0, CLUSTER_NAME_LENGTH);
        buffer.putStringWithoutLengthAscii(offset + NEGOTIATE_LENGTH, channel);
        return NEGOTIATE_LENGTH + channel.length();
    }

    /** Sets the cluster whose events the client has read. */
    public static void negotiateClusterId(final MutableDirectBuffer buffer, final int offset, final long clusterId) {
        longAt(buffer, offset + 40, clusterId);
    }

    public static long negotiateClusterId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 40);
    }

    /** Sets the stream on which the client listens. */
    public static void negotiateEgressStream(final MutableDirectBuffer buffer, final int offset, final int stream) {
        intAt(buffer, offset + 32, stream);
    }

    public static int negotiateEgressStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 32);
    }

    public static long negotiateSession(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    public static long negotiateConnectionId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long negotiateAfterEventSeq(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    private static int channelLength(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 36);
    }

    /** Name of the cluster that the client means. Allocates. */
    public static String negotiateCluster(final DirectBuffer buffer, final int offset) {
        int length = 0;
        while (length < CLUSTER_NAME_LENGTH && buffer.getByte(offset + NAME + length) != 0) {
            length++;
        }
        return buffer.getStringWithoutLengthAscii(offset + NAME, length);
    }

    /** Sets 32 bytes that the gateway has to prove itself with. */
    public static void negotiateNonce(final MutableDirectBuffer buffer, final int offset, final byte[] nonce) {
        buffer.putBytes(offset + NONCE, nonce);
    }

    /** Offset of the nonce. */
    public static int negotiateNonce(final int offset) {
        return offset + NONCE;
    }

    /** Channel on which the client listens. Allocates. */
    public static String negotiateChannel(final DirectBuffer buffer, final int offset) {
        return buffer.getStringWithoutLengthAscii(offset + NEGOTIATE_LENGTH, channelLength(buffer, offset));
    }

    /** Writes an ATTACH. */
    public static void encodeAttach(
        final MutableDirectBuffer buffer, final int offset, final long connectionId, final byte[] proof) {
        encodeShort(buffer, offset, ATTACH, 0, connectionId);
        buffer.putBytes(offset + ATTACH_PROOF, proof);
    }

    /** Offset of the proof of an ATTACH. */
    public static int attachProof(final int offset) {
        return offset + ATTACH_PROOF;
    }

    /** Writes a CHALLENGE (with a cluster and a nonce) or a PROVE (with a session and a proof). */
    public static void encodeChallenge(final MutableDirectBuffer buffer, final int offset, final int type,
        final int sender, final long connectionId, final long clusterOrSession, final byte[] nonceOrProof) {
        encodeShort(buffer, offset, type, sender, connectionId);
        longAt(buffer, offset + 16, clusterOrSession);
        buffer.putBytes(offset + CHALLENGE_BYTES, nonceOrProof);
    }

    public static long challengeClusterId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long proveSession(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    /** Offset of the nonce of a CHALLENGE or the proof of a PROVE. */
    public static int challengeBytes(final int offset) {
        return offset + CHALLENGE_BYTES;
    }

    /** Writes an ALIVE, LEAVE, RENEW (of a connection) or GONE (with an eventSeq). */
    public static void encodeShort(
        final MutableDirectBuffer buffer, final int offset, final int type, final int sender, final long value) {
        LinkHeader.encode(buffer, offset, type, sender);
        longAt(buffer, offset + 8, value);
    }

    /** The connection: of every message but NEGOTIATE, COMMAND, REPORTS, REJECT and GONE. */
    public static long connectionId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    public static long goneFirst(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    /** Writes who was accepted; {@link #encodeTerms} and {@link #negotiatedProof} write the rest of a NEGOTIATED. */
    public static void encodeNegotiated(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final long connectionId, final long session, final long clusterId, final long afterEventSeq) {
        LinkHeader.encode(buffer, offset, NEGOTIATED, gatewayId);
        longAt(buffer, offset + 8, connectionId);
        longAt(buffer, offset + 16, session);
        longAt(buffer, offset + 24, clusterId);
        longAt(buffer, offset + 32, afterEventSeq);
    }

    /** Writes how to go on after {@link #encodeNegotiated}. */
    public static void encodeTerms(final MutableDirectBuffer buffer, final int offset, final int dataStream,
        final int maxCommandLength, final int maxUnanswered) {
        intAt(buffer, offset + 40, dataStream);
        intAt(buffer, offset + 44, maxCommandLength);
        longAt(buffer, offset + 48, maxUnanswered);
    }

    /** Sets what shows that the gateway knows the secret of the session. */
    public static void negotiatedProof(final MutableDirectBuffer buffer, final int offset, final byte[] proof) {
        buffer.putBytes(offset + NEGOTIATED_PROOF, proof);
    }

    /** Offset of the proof of a NEGOTIATED. */
    public static int negotiatedProof(final int offset) {
        return offset + NEGOTIATED_PROOF;
    }

    public static long negotiatedSession(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static long negotiatedClusterId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    public static long negotiatedAfterEventSeq(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 32);
    }

    public static int negotiatedDataStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 40);
    }

    public static int negotiatedMaxCommandLength(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 44);
    }

    public static int negotiatedMaxUnanswered(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 48);
    }

    /** Writes a REFUSED or CLOSED. */
    public static void encodeCode(final MutableDirectBuffer buffer, final int offset, final int type,
        final int gatewayId, final long connectionId, final LinkReject code) {
        LinkHeader.encode(buffer, offset, type, gatewayId);
        longAt(buffer, offset + 8, connectionId);
        longAt(buffer, offset + 16, code.code());
    }

    /** Code of a REFUSED or CLOSED; null for a number that this version does not know. */
    public static LinkReject code(final DirectBuffer buffer, final int offset) {
        return LinkReject.of(intAt(buffer, offset + 16));
    }

    /** Writes an ONLINE. */
    public static void encodeOnline(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final long connectionId, final long upTo, final int leader) {
        LinkHeader.encode(buffer, offset, ONLINE, gatewayId);
        longAt(buffer, offset + 8, connectionId);
        longAt(buffer, offset + 16, upTo);
        longAt(buffer, offset + 24, leader);
    }

    public static long onlineUpTo(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    public static int onlineLeader(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 24);
    }

    /** Writes a WELCOME. */
    public static void encodeWelcome(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final int egressStream, final int controlStream) {
        LinkHeader.encode(buffer, offset, WELCOME, gatewayId);
        intAt(buffer, offset + 8, egressStream);
        intAt(buffer, offset + 12, controlStream);
    }

    public static int welcomeEgressStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 8);
    }

    public static int welcomeControlStream(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 12);
    }

    /** Writes a REJECT. */
    public static void encodeReject(final MutableDirectBuffer buffer, final int offset, final int gatewayId,
        final long session, final long number, final LinkReject code, final long expected) {
        LinkHeader.encode(buffer, offset, REJECT, gatewayId);
        longAt(buffer, offset + 8, session);
        longAt(buffer, offset + 16, number);
        longAt(buffer, offset + 24, code.code());
        longAt(buffer, offset + 32, expected);
    }

    public static long rejectSession(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    public static long rejectNumber(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    /** Code of a REJECT; null for a number that this version does not know. */
    public static LinkReject rejectCode(final DirectBuffer buffer, final int offset) {
        return LinkReject.of(intAt(buffer, offset + 24));
    }

    public static long rejectExpected(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 32);
    }
}
