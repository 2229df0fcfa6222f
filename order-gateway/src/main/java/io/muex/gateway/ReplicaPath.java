package io.muex.gateway;

import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import java.util.concurrent.TimeUnit;

/**
 * The way to one replica: greets it again and again, opens a connection to the data stream that it names, and opens
 * another whenever the former may have lost something. Only what a replica says about the present connection counts.
 */
final class ReplicaPath implements AutoCloseable {
    private static final long HELLO_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CONFIRM_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int CONTROL_TERM_BYTES = 64 << 10;

    private final ReplicaAddress address;
    private final GatewaySettings settings;
    private final String answerChannel;
    private final LinkPublication control;
    private final LinkPublication data;
    private long nextHelloNs;
    private int greetedStream;
    private int dataStream;
    private long openings;
    private long connectionId;
    private long openedNs;
    private boolean stopDue;

    ReplicaPath(final ReplicaAddress address, final GatewaySettings settings, final MediaConnection media) {
        this.address = address;
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
        if (connected && !isOpen()) {
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
            control.commit();
            nextHelloNs = nowNs + HELLO_NS;
            greetedStream = egressStream;
        }
    }

    private void open(final long nowNs) {
        final long fresh = MediaConnection.freshId();
        if (data.claim(ReplicaLink.OPEN_LENGTH)) {
            ReplicaLink.encodeOpen(data.buffer(), data.offset(), settings.gatewayId(), fresh);
            data.commit();
            connectionId = fresh;
            openings = data.openings();
            openedNs = nowNs;
            stopDue = false;
        }
    }

    /**
     * The replica has told where it listens and which connection it knows.
     *
     * @return true if it speaks about the present connection
     */
    boolean onPresent(final long nowNs, final int stream, final long knownConnectionId) {
        if (stream != dataStream) {
            dataStream = stream;
            connectionId = 0;
            data.open(address.channel(), stream);
            return false;
        }
        if (isOpen() && knownConnectionId != connectionId && nowNs - openedNs > CONFIRM_NS) {
            connectionId = 0;
        }
        return isOpen() && knownConnectionId == connectionId;
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

    boolean replay(final long replayId, final long session, final long fromEventSeq) {
        if (!isOpen() || !data.claim(ReplicaLink.REPLAY_LENGTH)) {
            return false;
        }
        ReplicaLink.encodeReplay(
            data.buffer(), data.offset(), settings.gatewayId(), replayId, session, fromEventSeq);
        data.commit();
        return true;
    }

    @Override
    public void close() {
        control.close();
        data.close();
    }
}
