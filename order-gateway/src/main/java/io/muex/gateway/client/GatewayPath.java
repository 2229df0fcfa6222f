package io.muex.gateway.client;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.proof.LogOnProof;
import io.muex.exchange.protocol.proof.Secret;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way to one gateway at a time: finds one that answers, keeps the connection, notices within the configured silence
 * that it is gone and goes on with the next. It answers the gateway's challenge, and takes no gateway that does not
 * prove to know the secret of the session too. Every attempt has an id of its own, and only messages of the publication
 * that answered it are taken, so nothing of an earlier gateway can mix with those of the present one.
 */
final class GatewayPath implements AutoCloseable {
    private static final long GREETING_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ALIVE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Nobody listens there at all: the next gateway's turn comes sooner. */
    private static final long NOBODY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /** A session is locked for a time after wrong proofs of whomever; less than it is open between two such times. */
    private static final long LOCKED_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int CONTROL_TERM_BYTES = 64 << 10;
    private static final int POLL_LIMIT = 64;

    private final ClientConfig config;
    private final MediaConnection media;
    private final long identity;
    private final Traveller traveller;
    private final LinkSubscription egress;
    private final LinkPublication control;
    private final LinkPublication data;
    private final UnsafeBuffer greeting =
        new UnsafeBuffer(new byte[ClientLink.NEGOTIATE_LENGTH + ReplicaLink.MAX_CHANNEL_LENGTH]);
    private final ControlledFragmentHandler handler = this::onMessage;
    private int greetingLength;
    private byte[] nonce = new byte[0];
    private LogOnProof proof;
    private byte[] attachProof;
    private Stage stage = Stage.SEEKING;
    private GatewayAddress gateway;
    private int nextGateway;
    private int connections;
    private long connectionId;
    private int egressStream;
    private long gatewaySender;
    private long dataOpenings;
    private long heardNs;
    private long nextSendNs;
    private long resumeAfter;
    private long clusterId;
    private long polledNs;
    private int leader;

    private enum Stage { SEEKING, GREETING, ATTACHING, UP }

    /** Whoever travels on this path. Called from within {@link #step} and {@link #poll}. */
    interface Traveller {
        /** A gateway has taken this client; the events after {@code afterEventSeq} will come. */
        void onNegotiated(long clusterId, long afterEventSeq);

        /** Commands can be sent now. */
        void onUp();

        /** The connection is gone; what was under way may be lost. */
        void onDown();

        void onReports(DirectBuffer buffer, int offset, int length);

        void onReject(long number, LinkReject code, long expected);

        void onGone(long firstEventSeq);

        /** Everything up to here has been sent by the gateway and read. */
        void onReadUpTo(long eventSeq);

        void onRenew();

        /** The gateway wants no more of this client, for good. */
        void onTurnedAway(LinkReject code);
    }

    GatewayPath(final ClientConfig config, final MediaConnection media, final long identity,
        final Traveller traveller) {
        this.config = config;
        this.media = media;
        this.identity = identity;
        this.traveller = traveller;
        this.resumeAfter = config.afterEventSeq();
        egress = new LinkSubscription(media, config.egressChannel(), LinkSubscription.FRESH, this::onImageGone);
        control = new LinkPublication(media, CONTROL_TERM_BYTES);
        data = new LinkPublication(media, config.termLengthBytes());
        nextSendNs = System.nanoTime();
    }

    /** Where the next gateway is to resume: after which event of which cluster. */
    void resumeAfter(final long eventSeq, final long ofCluster) {
        resumeAfter = eventSeq;
        clusterId = ofCluster;
    }

    /** The leader that the gateway knows, 0 if none. */
    int leader() {
        return leader;
    }

    boolean isUp() {
        return stage == Stage.UP;
    }

    LinkPublication data() {
        return data;
    }

    /** One bounded step of keeping the connection. */
    void step(final long nowNs) {
        final boolean listening = egress.step(nowNs);
        if (stage != Stage.SEEKING && (!listening || egress.stream() != egressStream)) {
            lost(nowNs);
        }
        switch (stage) {
            case SEEKING -> seek(nowNs, listening);
            case GREETING -> greet(nowNs);
            case ATTACHING -> attach(nowNs);
            default -> keep(nowNs);
        }
    }

    private void seek(final long nowNs, final boolean listening) {
        if (!listening || nowNs - nextSendNs < 0) {
            return;
        }
        gateway = config.gateways().get(nextGateway);
        nextGateway = (nextGateway + 1) % config.gateways().size();
        connectionId = ClientLink.nth(identity, connections++);
        egressStream = egress.stream();
        control.open(gateway.channel(), gateway.stream());
        greetingLength = ClientLink.encodeNegotiate(greeting, 0, config.cluster(), config.session(), connectionId,
            resumeAfter, LinkChannel.answer(gateway.channel(), config.egressChannel()));
        ClientLink.negotiateEgressStream(greeting, 0, egressStream);
        ClientLink.negotiateClusterId(greeting, 0, clusterId);
        nonce = Secret.nonce();
        ClientLink.negotiateNonce(greeting, 0, nonce);
        proof = null;
        stage = Stage.GREETING;
        heardNs = nowNs;
        nextSendNs = nowNs;
    }

    private void greet(final long nowNs) {
        if (control.step(nowNs) && nowNs - nextSendNs >= 0 && control.send(greeting, 0, greetingLength)) {
            nextSendNs = nowNs + GREETING_NS;
        }
        if (!control.isConnected() && config.gateways().size() > 1 && nowNs - heardNs > NOBODY_NS) {
            lost(nowNs);
        }
        checkSilence(nowNs);
    }

    private void attach(final long nowNs) {
        if (data.step(nowNs) && data.claim(ClientLink.ATTACH_LENGTH)) {
            ClientLink.encodeAttach(data.buffer(), data.offset(), connectionId, attachProof);
            data.commit();
            dataOpenings = data.openings();
            stage = Stage.UP;
            nextSendNs = nowNs + ALIVE_NS;
            traveller.onUp();
        } else {
            checkSilence(nowNs);
        }
    }

    private void keep(final long nowNs) {
        if (!data.step(nowNs) || data.openings() != dataOpenings) {
            lost(nowNs);
            return;
        }
        if (nowNs - nextSendNs >= 0 && data.claim(ClientLink.SHORT_LENGTH)) {
            ClientLink.encodeShort(data.buffer(), data.offset(), ClientLink.ALIVE, 0, connectionId);
            data.commit();
            nextSendNs = nowNs + ALIVE_NS;
        }
        checkSilence(nowNs);
    }

    /** A client that was paused itself has no right to call the gateway silent: it looks into its mail first. */
    private void checkSilence(final long nowNs) {
        if (nowNs - heardNs > config.gatewayTimeoutNs() && nowNs - polledNs < config.gatewayTimeoutNs()) {
            lost(nowNs);
        }
    }

    /** The connection is given up and another gateway is looked for. */
    void lost(final long nowNs) {
        final boolean wasTaken = stage == Stage.ATTACHING || stage == Stage.UP;
        control.close();
        data.close();
        stage = Stage.SEEKING;
        leader = 0;
        nextSendNs = nowNs + PAUSE_NS;
        if (wasTaken) {
            traveller.onDown();
        }
    }

    /** Reads what has come, a bounded number of messages. */
    int poll(final long nowNs) {
        final int messages = egress.poll(handler, POLL_LIMIT);
        polledNs = nowNs;
        if (messages > 0) {
            heardNs = nowNs;
        }
        return messages;
    }

    private void onImageGone(final long sender) {
        if ((stage == Stage.ATTACHING || stage == Stage.UP) && sender == gatewaySender) {
            lost(System.nanoTime());
        }
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (!ClientLink.check(type, buffer, offset, length) || stage == Stage.SEEKING) {
            return Action.CONTINUE;
        }
        if (stage == Stage.GREETING) {
            onGreetingAnswered(type, buffer, offset, LinkSubscription.sender(header));
        } else if (LinkSubscription.sender(header) == gatewaySender) {
            onGatewayMessage(type, buffer, offset, length);
        }
        return Action.CONTINUE;
    }

    private void onGreetingAnswered(
        final int type, final DirectBuffer buffer, final int offset, final long sender) {
        if (type != ClientLink.NEGOTIATED && type != ClientLink.REFUSED && type != ClientLink.CHALLENGE
            || ClientLink.connectionId(buffer, offset) != connectionId) {
            return;
        }
        if (type == ClientLink.REFUSED) {
            onRefused(ClientLink.code(buffer, offset));
        } else if (type == ClientLink.CHALLENGE) {
            onChallenge(buffer, offset);
        } else if (proof != null && proof.isOfGateway(config.secret(),
            ClientLink.negotiatedDataStream(buffer, offset), buffer, ClientLink.negotiatedProof(offset))) {
            onNegotiated(buffer, offset, sender);
        }
    }

    /** The first one counts: a gateway asks once in an attempt. */
    private void onChallenge(final DirectBuffer buffer, final int offset) {
        if (proof != null) {
            return;
        }
        final byte[] ofGateway = new byte[Secret.LENGTH];
        buffer.getBytes(ClientLink.challengeBytes(offset), ofGateway);
        proof = new LogOnProof(LinkHeader.sender(buffer, offset), gateway.stream(),
            ClientLink.challengeClusterId(buffer, offset), config.session(), connectionId, egressStream,
            LinkChannel.answer(gateway.channel(), config.egressChannel()), nonce, ofGateway);
        ClientLink.encodeChallenge(greeting, 0, ClientLink.PROVE, 0, connectionId, config.session(),
            proof.ofClient(config.secret()));
        greetingLength = ClientLink.CHALLENGE_LENGTH;
        nextSendNs = heardNs;
    }

    private void onNegotiated(final DirectBuffer buffer, final int offset, final long sender) {
        attachProof = proof.ofAttach(config.secret(), ClientLink.negotiatedDataStream(buffer, offset));
        gatewaySender = sender;
        control.close();
        data.open(gateway.channel(), ClientLink.negotiatedDataStream(buffer, offset));
        stage = Stage.ATTACHING;
        traveller.onNegotiated(
            ClientLink.negotiatedClusterId(buffer, offset), ClientLink.negotiatedAfterEventSeq(buffer, offset));
    }

    private void onRefused(final LinkReject code) {
        if (code == LinkReject.WRONG_CLUSTER || code == LinkReject.BAD_CHANNEL
            || code == LinkReject.NOT_AUTHENTICATED) {
            traveller.onTurnedAway(code);
        } else if (code == LinkReject.LOCKED_OUT || code == LinkReject.TOO_MANY_CONNECTIONS) {
            lost(System.nanoTime());
            nextSendNs += LOCKED_PAUSE_NS;
        } else if (code != LinkReject.NOT_READY || config.gateways().size() > 1) {
            lost(System.nanoTime());
        }
    }

    private void onGatewayMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
        switch (type) {
            case ClientLink.REPORTS -> traveller.onReports(buffer, offset + LinkHeader.LENGTH,
                length - LinkHeader.LENGTH);
            case ClientLink.ONLINE -> {
                leader = ClientLink.onlineLeader(buffer, offset);
                traveller.onReadUpTo(ClientLink.onlineUpTo(buffer, offset));
            }
            case ClientLink.REJECT -> traveller.onReject(
                ClientLink.rejectNumber(buffer, offset), ClientLink.rejectCode(buffer, offset),
                ClientLink.rejectExpected(buffer, offset));
            case ClientLink.GONE -> traveller.onGone(ClientLink.goneFirst(buffer, offset));
            case ClientLink.RENEW -> traveller.onRenew();
            case ClientLink.CLOSED -> onClosed(ClientLink.code(buffer, offset));
            default -> { }
        }
    }

    private void onClosed(final LinkReject code) {
        if (code == LinkReject.TAKEN_OVER) {
            traveller.onTurnedAway(code);
        } else {
            lost(System.nanoTime());
        }
    }

    /** Says goodbye and ends. */
    @Override
    public void close() {
        if (stage == Stage.UP && data.claim(ClientLink.SHORT_LENGTH)) {
            ClientLink.encodeShort(data.buffer(), data.offset(), ClientLink.LEAVE, 0, connectionId);
            data.commit();
        }
        stage = Stage.SEEKING;
        control.close();
        data.close();
        egress.close();
    }
}
