package io.muex.exchange.protocol.proof;

import org.agrona.DirectBuffer;

/**
 * What client and gateway prove to each other when a client logs on: that both know the secret of its session. Each
 * proof is an HMAC-SHA-256 with that secret over these bytes, little-endian:
 * <pre>
 *   purpose, ASCII, and a zero byte: {@value #CLIENT}, {@value #GATEWAY} or {@value #ATTACH}
 *   i32 id of the gateway, i32 its control stream, i64 id of the cluster
 *   i64 session, i64 connectionId, i32 egress stream of the client, i32 length of its channel, channel
 *   byte[32] nonce of the client, byte[32] nonce of the gateway
 *   only for GATEWAY and ATTACH: i32 data stream of the gateway
 * </pre>
 * The client shows CLIENT in PROVE, the gateway GATEWAY in NEGOTIATED, the client ATTACH as the first message on the
 * data stream. One thread.
 */
public final class LogOnProof {
    static final String CLIENT = "muex log-on 1 client";
    static final String GATEWAY = "muex log-on 1 gateway";
    static final String ATTACH = "muex log-on 1 attach";

    private final Transcript transcript = new Transcript();
    private final int gatewayId;
    private final int controlStream;
    private final long clusterId;
    private final long session;
    private final long connectionId;
    private final int egressStream;
    private final String channel;
    private final byte[] clientNonce;
    private final byte[] gatewayNonce;

    /** One attempt of a client; both sides fill in what they know themselves. */
    public LogOnProof(final int gatewayId, final int controlStream, final long clusterId, final long session,
        final long connectionId, final int egressStream, final String channel, final byte[] clientNonce,
        final byte[] gatewayNonce) {
        this.gatewayId = gatewayId;
        this.controlStream = controlStream;
        this.clusterId = clusterId;
        this.session = session;
        this.connectionId = connectionId;
        this.egressStream = egressStream;
        this.channel = channel;
        this.clientNonce = clientNonce.clone();
        this.gatewayNonce = gatewayNonce.clone();
    }

    private Transcript begin(final String purpose) {
        return transcript.begin(purpose).put(gatewayId).put(controlStream).put(clusterId).put(session)
            .put(connectionId).put(egressStream).put(channel).put(clientNonce).put(gatewayNonce);
    }

    /** What the client answers to a challenge. */
    public byte[] ofClient(final Secret secret) {
        return begin(CLIENT).sign(secret);
    }

    /** Whether 32 bytes are what a client answers that knows the secret. */
    public boolean isOfClient(final Secret secret, final DirectBuffer proof, final int offset) {
        return begin(CLIENT).isSignedBy(secret, proof, offset);
    }

    /** What the gateway shows in return. */
    public byte[] ofGateway(final Secret secret, final int dataStream) {
        return begin(GATEWAY).put(dataStream).sign(secret);
    }

    /** Whether 32 bytes are what a gateway shows that knows the secret. */
    public boolean isOfGateway(
        final Secret secret, final int dataStream, final DirectBuffer proof, final int offset) {
        return begin(GATEWAY).put(dataStream).isSignedBy(secret, proof, offset);
    }

    /** What the client shows on the data stream, so that nobody else can send in its name. */
    public byte[] ofAttach(final Secret secret, final int dataStream) {
        return begin(ATTACH).put(dataStream).sign(secret);
    }
}
