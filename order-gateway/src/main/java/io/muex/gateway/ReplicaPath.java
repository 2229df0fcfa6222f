package io.muex.gateway;

import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.exchange.protocol.proof.Secret;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The way to one replica: greets it again and again, opens a connection to the data stream that it names, and opens
 * another whenever the former may have lost something. Only what a replica says about the present connection counts,
 * and only from the publication on which it has proved, once for that connection, that it knows the secret of the
 * cluster. Connections to all replicas are open before anybody dies, so a change of leader waits for no proof.
 */
final class ReplicaPath implements AutoCloseable {
    private static final long HELLO_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CONFIRM_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int CONTROL_TERM_BYTES = 64 << 10;
    private static final long NOBODY = Long.MIN_VALUE;

    private final ReplicaAddress address;
    private final GatewaySettings settings;
    private final String answerChannel;
    private final GatewayProof proofs;
    private final LinkPublication control;
    private final LinkPublication data;
    private long nextHelloNs;
    private int greetedStream;
    private int dataStream;
    private long openings;
    private long connectionId;
    private long openedNs;
    private boolean stopDue;
    private byte[] helloProof;
    private long ofCluster;
    private boolean hasNonce;
    private final byte[] nonce = new byte[Secret.LENGTH];
    private final byte[] answered = new byte[Secret.LENGTH];
    private GatewayProof.Connection opened;
    private boolean proven;
    private long provenSender = NOBODY;

    ReplicaPath(final ReplicaAddress address, final GatewaySettings settings, final MediaConnection media,
        final GatewayProof proofs) {
        this.address = address;
        this.proofs = proofs;
        this.settings = settings;
        answerChannel = LinkChannel.answer(address.channel(), settings.egressChannel());
        control = new LinkPublication(media, CONTROL_TERM_BYTES);
        control.open(address.channel(), ReplicaLink.CONTROL_STREAM_BASE + address.id());
        data = new LinkPublication(media, settings.termLengthBytes());
        nextHelloNs = System.nanoTime();
    }

    int id() {
        return address.id();
    }

    LinkPublication data() {
        return data;
    }

    /** True while a connection is open as far as this side knows. */
    boolean isOpen() {
        return connectionId != 0;
    }

    /**
     * One bounded step.
     *
     * @return true if a connection that was open is no more
     */
    boolean step(final long nowNs, final long clusterId, final int egressStream) {
        if (control.step(nowNs) && (nowNs - nextHelloNs >= 0 || egressStream != greetedStream)) {
            hello(nowNs, clusterId, egressStream);
        }
        boolean lost = false;
        final boolean connected = data.step(nowNs);
        if (isOpen() && (!connected || data.openings() != openings)) {
            connectionId = 0;
            lost = true;
        }
        if (connected && !isOpen() && hasNonce) {
            open(nowNs);
        }
        if (stopDue && isOpen() && data.claim(ReplicaLink.READ_LENGTH)) {
            ReplicaLink.encodeRead(data.buffer(), data.offset(), settings.gatewayId(), 0);
            data.commit();
            stopDue = false;
        }
        return lost;
    }

    private void hello(final long nowNs, final long clusterId, final int egressStream) {
        final int length = ReplicaLink.HELLO_LENGTH + answerChannel.length();
        if (control.claim(length)) {
            ReplicaLink.encodeHello(control.buffer(), control.offset(), settings.gatewayId(), clusterId,
                egressStream, answerChannel);
            if (egressStream != greetedStream) {
                hasNonce = false;
                helloProof = proofs.ofHello(
                    settings.gatewayId(), address.id(), egressStream, answerChannel);
            }
            ReplicaLink.helloProof(control.buffer(), control.offset(), helloProof);
            control.commit();
            nextHelloNs = nowNs + HELLO_NS;
            greetedStream = egressStream;
        }
    }

    private void open(final long nowNs) {
        if (data.claim(ReplicaLink.OPEN_LENGTH)) {
            final long fresh = Secret.freshId();
            opened = new GatewayProof.Connection(
                settings.gatewayId(), address.id(), greetedStream, dataStream, ofCluster, fresh);
            ReplicaLink.encodeOpen(data.buffer(), data.offset(), settings.gatewayId(), fresh, greetedStream,
                proofs.ofOpen(opened, nonce));
            data.commit();
            System.arraycopy(nonce, 0, answered, 0, nonce.length);
            proven = false;
            connectionId = fresh;
            openings = data.openings();
            openedNs = nowNs;
            stopDue = false;
        }
    }

    /**
     * The replica has told where it listens and which connection it knows.
     *
     * @param sender the publication that the message came from
     * @return true if it speaks about the present connection
     */
    boolean onPresent(final long nowNs, final DirectBuffer buffer, final int offset, final long sender) {
        final int stream = ReplicaLink.presentDataStream(buffer, offset);
        final long known = ReplicaLink.connectionId(buffer, offset);
        if (isOpen() && stream == dataStream && known == connectionId) {
            if (!isProvenBy(sender)) {
                proven = proofs.isOfPresent(opened, buffer, ReplicaLink.presentProof(offset));
                provenSender = proven ? sender : provenSender;
            }
            keepNonce(buffer, offset);
            return isProvenBy(sender);
        }
        keepNonce(buffer, offset);
        if (stream != dataStream) {
            dataStream = stream;
            connectionId = 0;
            data.open(address.channel(), stream);
            return false;
        }
        if (isOpen() && (nowNs - openedNs > CONFIRM_NS || !Arrays.equals(nonce, answered))) {
            connectionId = 0;
        }
        return false;
    }

    private void keepNonce(final DirectBuffer buffer, final int offset) {
        buffer.getBytes(ReplicaLink.presentNonce(offset), nonce);
        ofCluster = ReplicaLink.presentOfCluster(buffer, offset);
        hasNonce = true;
    }

    private boolean isProvenBy(final long sender) {
        return proven && provenSender == sender;
    }

    /** True for the publication on which this replica has proved who it is, also when its connection has ended. */
    boolean isSentBy(final long sender) {
        return provenSender == sender;
    }

    /** It need send no events any more. */
    void stopReading() {
        stopDue = true;
    }

    boolean read(final long fromEventSeq) {
        if (!isOpen() || !data.claim(ReplicaLink.READ_LENGTH)) {
            return false;
        }
        ReplicaLink.encodeRead(data.buffer(), data.offset(), settings.gatewayId(), fromEventSeq);
        data.commit();
        stopDue = false;
        return true;
    }

    /** Asks for all books and the events from there on. */
    boolean market(final long requestId) {
        if (!isOpen() || !data.claim(MarketLink.MARKET_LENGTH)) {
            return false;
        }
        MarketLink.encodeMarket(data.buffer(), data.offset(), settings.gatewayId(), requestId);
        data.commit();
        stopDue = false;
        return true;
    }

    boolean replay(final long replayId, final long session, final long fromEventSeq, final long number) {
        if (!isOpen() || !data.claim(ReplicaLink.REPLAY_LENGTH)) {
            return false;
        }
        ReplicaLink.encodeReplay(
            data.buffer(), data.offset(), settings.gatewayId(), replayId, session, fromEventSeq, number);
        data.commit();
        return true;
    }

    @Override
    public void close() {
        control.close();
        data.close();
    }
}
