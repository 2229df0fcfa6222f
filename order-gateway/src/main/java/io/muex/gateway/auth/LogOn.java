package io.muex.gateway.auth;

import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.proof.LogOnProof;
import io.muex.exchange.protocol.proof.Secret;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One attempt of a client to log on: what it asked for, what it was asked, and once it has proved itself its role. */
public final class LogOn {
    /** How far it has come. */
    enum Stage {
        /** Is to be challenged as soon as it can be reached. */
        GREETED,
        /** Is to answer. */
        CHALLENGED,
        /** Has answered, and wrongly by the keys as they were last read. */
        DOUBTED,
        /** Is to be told that it is refused. */
        REFUSED
    }

    private final long session;
    private final long connectionId;
    private final int egressStream;
    private final String channel;
    private final long afterEventSeq;
    private final long ofCluster;
    private final long clusterId;
    private final byte[] nonce = Secret.nonce();
    private final LogOnProof proof;
    private final LinkPublication out;
    private final long bornNs;
    private final UnsafeBuffer shown = new UnsafeBuffer(new byte[Secret.LENGTH]);
    private Stage stage = Stage.GREETED;
    private LinkReject refusal;
    private Secret secret;
    private SessionRole role;

    LogOn(final DirectBuffer buffer, final int offset, final int gatewayId, final int controlStream,
        final long clusterId, final LinkPublication out, final long nowNs) {
        this.session = ClientLink.negotiateSession(buffer, offset);
        this.connectionId = ClientLink.negotiateConnectionId(buffer, offset);
        this.egressStream = ClientLink.negotiateEgressStream(buffer, offset);
        this.channel = ClientLink.negotiateChannel(buffer, offset);
        this.afterEventSeq = ClientLink.negotiateAfterEventSeq(buffer, offset);
        this.ofCluster = ClientLink.negotiateClusterId(buffer, offset);
        this.clusterId = clusterId;
        this.out = out;
        this.bornNs = nowNs;
        final byte[] clientNonce = new byte[Secret.LENGTH];
        buffer.getBytes(ClientLink.negotiateNonce(offset), clientNonce);
        proof = new LogOnProof(gatewayId, controlStream, clusterId, session, connectionId, egressStream, channel,
            clientNonce, nonce);
    }

    /** Session that it asks for. */
    public long session() {
        return session;
    }

    /** The connection that is to be. */
    public long connectionId() {
        return connectionId;
    }

    /** Stream on which the client listens. */
    public int egressStream() {
        return egressStream;
    }

    /** Channel on which the client listens. */
    public String channel() {
        return channel;
    }

    /** Events above it are wanted. */
    public long afterEventSeq() {
        return afterEventSeq;
    }

    /** The cluster in which that event was. */
    public long ofCluster() {
        return ofCluster;
    }

    /** Whether it was asked for that cluster, which may be another one by now. */
    public boolean isFor(final long presentClusterId) {
        return clusterId == presentClusterId;
    }

    /** What its session may do; null before it has proved itself, as for the proofs. */
    public SessionRole role() {
        return role;
    }

    /** By which the gateway proves itself. */
    public byte[] gatewayProof(final int dataStream) {
        return proof.ofGateway(secret, dataStream);
    }

    /** What the client must show on the data stream. */
    public byte[] attachProof(final int dataStream) {
        return proof.ofAttach(secret, dataStream);
    }

    LinkPublication out() {
        return out;
    }

    byte[] nonce() {
        return nonce;
    }

    long clusterId() {
        return clusterId;
    }

    long bornNs() {
        return bornNs;
    }

    Stage stage() {
        return stage;
    }

    LinkReject refusal() {
        return refusal;
    }

    void challenged() {
        stage = Stage.CHALLENGED;
    }

    /** Keeps an answer; the challenge is used up. */
    void answered(final DirectBuffer buffer, final int offset) {
        shown.putBytes(0, buffer, ClientLink.challengeBytes(offset), Secret.LENGTH);
        stage = Stage.DOUBTED;
    }

    /** Whether the answer is that of somebody who knows this secret. */
    boolean isProvenBy(final Secret known) {
        return proof.isOfClient(known, shown, 0);
    }

    void proven(final Secret known, final SessionRole itsRole) {
        secret = known;
        role = itsRole;
    }

    void refuse(final LinkReject code) {
        stage = Stage.REFUSED;
        refusal = code;
    }
}
