package io.muex.gateway.tcp;

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
import io.muex.exchange.protocol.link.Tally;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One client that came by TCP. Until the gateway has taken it in, what it sends goes to the gateway's control stream;
 * then to the data stream that the gateway named. What neither side takes stays where it is: in the socket of a client
 * whose commands the gateway does not take, and with the gateway, which serves it by replay, if the client does not
 * read.
 */
final class TcpConnection {
    /** No message that a client may send is longer. */
    private static final int MAX_LENGTH = 1_024;
    private static final int TERM_BYTES = 64 << 10;
    private static final int LIMIT = 64;
    private static final int RESERVE = FrameBuffer.PREFIX + ClientLink.CODE_LENGTH;
    private static final long GREETING_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(1);

    private final SocketChannel socket;
    private final SelectionKey key;
    private final TcpSettings settings;
    private final Tally<TcpCounter> tally;
    private final Buffers buffers;
    private final FrameBuffer in;
    private final FrameBuffer out;
    private final LinkSubscription egress;
    private final LinkPublication control;
    private final LinkPublication data;
    private final ControlledFragmentHandler handler = this::onMessage;
    private final UnsafeBuffer own = new UnsafeBuffer(new byte[ClientLink.CODE_LENGTH]);
    private final long bornNs;
    private Stage stage = Stage.OPENING;
    private int egressStream;
    private long connectionId;
    private long gatewaySender;
    private long nextGreetingNs;
    private long progressNs;
    private long endNs;
    private boolean readable;

    private enum Stage { OPENING, GREETING, UP, CLOSING, SILENT, GONE }

    /** What can be used again by the next connection. */
    record Buffers(FrameBuffer in, FrameBuffer out) {
        Buffers() {
            this(new FrameBuffer(16 << 10), new FrameBuffer(64 << 10));
        }
    }

    TcpConnection(final SocketChannel socket, final SelectionKey key, final TcpSettings settings,
        final MediaConnection media, final LinkPublication control, final Buffers buffers,
        final Tally<TcpCounter> tally, final long nowNs) {
        this.socket = socket;
        this.key = key;
        this.settings = settings;
        this.control = control;
        this.tally = tally;
        this.buffers = buffers;
        in = buffers.in();
        out = buffers.out();
        in.clear();
        out.clear();
        egress = new LinkSubscription(media, LinkChannel.IPC, LinkSubscription.FRESH, this::onSenderGone);
        data = new LinkPublication(media, TERM_BYTES);
        bornNs = nowNs;
        progressNs = nowNs;
        nextGreetingNs = nowNs;
    }

    Buffers buffers() {
        return buffers;
    }

    boolean isGone() {
        return stage == Stage.GONE;
    }

    /** The socket has something to read, or its end. */
    void readable() {
        readable = true;
    }

    /** One bounded step; returns the number of messages carried. */
    int step(final long nowNs) {
        try {
            final boolean listening = egress.step(nowNs);
            data.step(nowNs);
            final int work = switch (stage) {
                case OPENING -> open(nowNs, listening);
                case GREETING, UP -> carry(nowNs, listening);
                default -> 0;
            };
            write(nowNs);
            return work;
        } catch (final IOException broken) {
            gone();
            return 0;
        }
    }

    private int open(final long nowNs, final boolean listening) {
        if (listening) {
            egressStream = egress.stream();
            ClientLink.encodeWelcome(own, 0, settings.gatewayId(), egressStream, settings.controlStream());
            out.append(own, 0, ClientLink.WELCOME_LENGTH, RESERVE);
            stage = Stage.GREETING;
            return 1;
        }
        if (nowNs - bornNs > settings.logOnNs()) {
            end(LinkReject.NOT_READY, nowNs);
        }
        return 0;
    }

    private int carry(final long nowNs, final boolean listening) throws IOException {
        if (!listening || egress.stream() != egressStream) {
            end(LinkReject.CLOSING, nowNs);
            return 0;
        }
        if (readable && !in.isFull()) {
            readable = false;
            if (in.read(socket) < 0) {
                leave();
                return 0;
            }
        }
        final int sent = forward(nowNs);
        final int heard = stage == Stage.CLOSING ? 0 : egress.poll(handler, LIMIT);
        key.interestOps(in.isFull() ? 0 : SelectionKey.OP_READ);
        if (stage == Stage.GREETING && nowNs - bornNs > settings.logOnNs()) {
            tally.increment(TcpCounter.NOT_LOGGED_ON);
            end(LinkReject.TIMED_OUT, nowNs);
        }
        tally.add(TcpCounter.MESSAGES_IN, sent);
        tally.add(TcpCounter.MESSAGES_OUT, heard);
        return sent + heard;
    }

    /** Carries what the client sent as far as the gateway takes it. */
    private int forward(final long nowNs) {
        int sent = 0;
        int length = in.length();
        while (sent < LIMIT && length != -1) {
            if (length < LinkHeader.LENGTH || length > MAX_LENGTH) {
                tally.increment(TcpCounter.MALFORMED);
                end(length < LinkHeader.LENGTH ? LinkReject.MALFORMED : LinkReject.OVERSIZED, nowNs);
                return sent;
            } else if (!in.isComplete(length) || !forward(length, nowNs)) {
                return sent;
            }
            in.remove(length);
            sent++;
            length = in.length();
        }
        return sent;
    }

    private boolean forward(final int length, final long nowNs) {
        final int type = LinkHeader.type(in.view(), in.offset(), length);
        if (stage == Stage.UP) {
            // A greeting that was repeated while its answer was on the way says nothing new.
            final boolean isTaken =
                type == ClientLink.NEGOTIATE || type == ClientLink.PROVE || data.send(in.view(), in.offset(), length);
            if (!isTaken) {
                tally.increment(TcpCounter.PUSHED_BACK);
            }
            return isTaken;
        }
        if (type == ClientLink.NEGOTIATE && !isOwnGreeting(length)) {
            tally.increment(TcpCounter.MALFORMED);
            end(LinkReject.BAD_CHANNEL, nowNs);
            return false;
        }
        // Everybody's greetings go one way: nobody may fill it.
        if (nowNs - nextGreetingNs < 0 || !control.send(in.view(), in.offset(), length)) {
            return false;
        }
        nextGreetingNs = nowNs + GREETING_NS;
        return true;
    }

    /** The client must greet in the name of the stream that it was given, and can be answered nowhere else. */
    private boolean isOwnGreeting(final int length) {
        final int offset = in.offset();
        if (!ClientLink.check(ClientLink.NEGOTIATE, in.view(), offset, length)
            || ClientLink.negotiateEgressStream(in.view(), offset) != egressStream
            || !ClientLink.negotiateChannel(in.view(), offset).equals(LinkChannel.IPC)) {
            return false;
        }
        connectionId = ClientLink.negotiateConnectionId(in.view(), offset);
        return true;
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int type = LinkHeader.type(buffer, offset, length);
        final long sender = LinkSubscription.sender(header);
        final boolean isExpected = stage == Stage.UP ? sender == gatewaySender
            : stage == Stage.GREETING && length >= ClientLink.SHORT_LENGTH
                && ClientLink.connectionId(buffer, offset) == connectionId;
        if (!isExpected || !ClientLink.check(type, buffer, offset, length)) {
            return Action.CONTINUE;
        }
        if (!out.append(buffer, offset, length, RESERVE)) {
            return Action.ABORT;
        }
        if (type == ClientLink.NEGOTIATED && stage == Stage.GREETING) {
            stage = Stage.UP;
            gatewaySender = sender;
            data.open(LinkChannel.IPC, ClientLink.negotiatedDataStream(buffer, offset));
        } else if (type == ClientLink.REFUSED || type == ClientLink.CLOSED) {
            closing(System.nanoTime());
        }
        return Action.CONTINUE;
    }

    private void onSenderGone(final long sender) {
        if (stage == Stage.UP && sender == gatewaySender) {
            end(LinkReject.CLOSING, System.nanoTime());
        }
    }

    private void write(final long nowNs) throws IOException {
        if (stage == Stage.GONE) {
            return;
        }
        if (out.isEmpty() || out.write(socket) > 0) {
            progressNs = nowNs;
        } else if (stage != Stage.CLOSING && nowNs - progressNs > settings.patienceNs()) {
            tally.increment(TcpCounter.TOO_SLOW);
            out.forgetUnbegun();
            end(LinkReject.TOO_SLOW, nowNs);
        }
        if (stage == Stage.CLOSING && out.isEmpty()) {
            socket.shutdownOutput();
            stage = Stage.SILENT;
        }
        // What the client still sends is read and thrown away, so that it gets to read why it is disconnected.
        if (stage == Stage.SILENT && discard() || isOver(nowNs)) {
            gone();
        }
    }

    private boolean isOver(final long nowNs) {
        return (stage == Stage.CLOSING || stage == Stage.SILENT) && nowNs - endNs > GOODBYE_NS;
    }

    private boolean discard() throws IOException {
        in.clear();
        return in.read(socket) < 0;
    }

    /** Tells the client why and ends. */
    void end(final LinkReject code, final long nowNs) {
        if (stage == Stage.UP) {
            tellLeave();
        }
        ClientLink.encodeCode(own, 0, ClientLink.CLOSED, settings.gatewayId(), connectionId, code);
        out.append(own, 0, ClientLink.CODE_LENGTH, 0);
        closing(nowNs);
    }

    private void closing(final long nowNs) {
        stage = Stage.CLOSING;
        endNs = nowNs;
        key.interestOps(0);
        egress.close();
        data.close();
    }

    /** The client is gone. */
    private void leave() {
        if (stage == Stage.UP) {
            tellLeave();
        }
        gone();
    }

    private void tellLeave() {
        if (data.claim(ClientLink.SHORT_LENGTH)) {
            ClientLink.encodeShort(data.buffer(), data.offset(), ClientLink.LEAVE, 0, connectionId);
            data.commit();
        }
    }

    /** Ends without another word. */
    void gone() {
        stage = Stage.GONE;
        egress.close();
        data.close();
        key.cancel();
        try {
            socket.close();
        } catch (final IOException broken) {
            // It is closed all the same.
        }
    }
}
