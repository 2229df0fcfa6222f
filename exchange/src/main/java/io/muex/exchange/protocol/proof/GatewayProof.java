package io.muex.exchange.protocol.proof;

import org.agrona.DirectBuffer;

/**
 * What a gateway and a replica prove to each other: that both know the secret of the cluster. Each proof is an
 * HMAC-SHA-256 with that secret over these bytes, little-endian:
 * <pre>
 *   purpose, ASCII, and a zero byte: {@value #HELLO}, {@value #OPEN} or {@value #PRESENT}
 *   i32 id of the gateway, i32 id of the replica, i32 egress stream of the gateway
 *   HELLO:            i32 length of the channel, channel
 *   OPEN and PRESENT: i64 id of the cluster, i32 data stream of the replica, i64 connectionId
 *   OPEN:             byte[32] nonce of the replica
 * </pre>
 * A HELLO can be repeated by whoever heard it, and brings about no more than the offer of a connection; OPEN answers
 * the nonce of that offer, PRESENT the connection id, which the gateway has drawn. One thread.
 */
public final class GatewayProof {
    static final String HELLO = "muex gateway 1 hello";
    static final String OPEN = "muex gateway 1 open";
    static final String PRESENT = "muex gateway 1 present";

    private final Transcript transcript = new Transcript();
    private final Secret secret;

    /** Proofs with the secret of a cluster. Makes one, so that the first that matters is not the first. */
    public GatewayProof(final Secret secret) {
        this.secret = secret;
        ofHello(0, 0, 0, "");
    }

    /** What a gateway shows when it greets a replica. */
    public byte[] ofHello(final int gatewayId, final int replica, final int egressStream, final String channel) {
        return hello(gatewayId, replica, egressStream, channel).sign(secret);
    }

    /** Whether 32 bytes are what a gateway shows that knows the secret. */
    public boolean isOfHello(final int gatewayId, final int replica, final int egressStream, final String channel,
        final DirectBuffer proof, final int offset) {
        return hello(gatewayId, replica, egressStream, channel).isSignedBy(secret, proof, offset);
    }

    private Transcript hello(final int gatewayId, final int replica, final int egressStream, final String channel) {
        return transcript.begin(HELLO).put(gatewayId).put(replica).put(egressStream).put(channel);
    }

    /** What a gateway shows when it opens a connection. */
    public byte[] ofOpen(final Connection connection, final byte[] nonce) {
        return begin(OPEN, connection).put(nonce).sign(secret);
    }

    /** Whether 32 bytes are what a gateway shows that knows the secret and the nonce. */
    public boolean isOfOpen(
        final Connection connection, final byte[] nonce, final DirectBuffer proof, final int offset) {
        return begin(OPEN, connection).put(nonce).isSignedBy(secret, proof, offset);
    }

    /** What a replica shows over a connection. */
    public byte[] ofPresent(final Connection connection) {
        return begin(PRESENT, connection).sign(secret);
    }

    /** Whether 32 bytes are what a replica shows that knows the secret. */
    public boolean isOfPresent(final Connection connection, final DirectBuffer proof, final int offset) {
        return begin(PRESENT, connection).isSignedBy(secret, proof, offset);
    }

    private Transcript begin(final String purpose, final Connection connection) {
        return transcript.begin(purpose).put(connection.gatewayId).put(connection.replica)
            .put(connection.egressStream).put(connection.clusterId).put(connection.dataStream)
            .put(connection.connectionId);
    }

    /**
     * Who speaks to whom over what.
     *
     * @param egressStream on which the gateway listens
     * @param dataStream   on which the replica listens
     * @param clusterId    for which the replica was started
     * @param connectionId drawn by the gateway
     */
    public record Connection(
        int gatewayId, int replica, int egressStream, int dataStream, long clusterId, long connectionId) {
    }
}
