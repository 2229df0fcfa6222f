package io.muex.gateway.tcp;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.protocol.link.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Listens for clients and carries their messages. Nothing here blocks but {@link #idle}. One thread, which is not the
 * gateway's.
 */
public final class TcpPort implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int SOCKET_BUFFER_BYTES = 256 << 10;
    private static final int CONTROL_TERM_BYTES = 64 << 10;
    /** Everybody who connects costs the media driver a stream: no more than a hundred a second. */
    private static final long ACCEPT_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long AWAKE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long NAP_MS = 1;
    private static final long LONG_NAP_MS = 20;

    private final TcpSettings settings;
    private final MediaConnection media;
    private final LinkPublication control;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final List<TcpConnection> connections = new ArrayList<>();
    private final ArrayDeque<TcpConnection.Buffers> spare = new ArrayDeque<>();
    private final Tally<TcpCounter> tally = new Tally<>(TcpCounter.class);
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final PacedIdle awake = new PacedIdle(Long.MAX_VALUE, NAP_MS);
    private boolean acceptable;
    private long nextAcceptNs;
    private long busyNs;

    /**
     * A port that is open: clients can connect, and wait until it is stepped.
     *
     * @throws IOException if the address cannot be had
     */
    public TcpPort(final TcpSettings settings) throws IOException {
        this.settings = settings;
        media = new MediaConnection(settings.aeronDirectory(), "gateway-tcp-" + settings.gatewayId());
        control = new LinkPublication(media, CONTROL_TERM_BYTES);
        control.open(LinkChannel.IPC, settings.controlStream());
        selector = Selector.open();
        server = ServerSocketChannel.open();
        boolean isOpen = false;
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.configureBlocking(false);
            server.bind(settings.address(), BACKLOG);
            server.register(selector, SelectionKey.OP_ACCEPT);
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
        nextAcceptNs = System.nanoTime();
        busyNs = nextAcceptNs;
    }

    /** Where it listens. Any thread. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) server.getLocalAddress();
        } catch (final IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** What was counted. Any thread. */
    public Tally<TcpCounter> tally() {
        return tally;
    }

    /** One bounded duty cycle; returns the number of messages carried. */
    public int doWork() {
        final long nowNs = System.nanoTime();
        media.step(nowNs);
        control.step(nowNs);
        int work = 0;
        try {
            selector.selectNow(onReady);
            if (acceptable && nowNs - nextAcceptNs >= 0) {
                acceptable = false;
                nextAcceptNs = nowNs + ACCEPT_NS;
                accept(nowNs);
            }
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
        for (int i = connections.size() - 1; i >= 0; i--) {
            final TcpConnection connection = connections.get(i);
            work += connection.step(nowNs);
            if (connection.isGone()) {
                connections.remove(i);
                spare.add(connection.buffers());
                tally.set(TcpCounter.CONNECTIONS, connections.size());
            }
        }
        if (work > 0) {
            busyNs = nowNs;
        }
        return work;
    }

    /**
     * Waits a little if there was nothing to do: after 10 ms of silence until something comes by TCP, but no longer
     * than a millisecond, since what comes from the gateway wakes nobody; without any client 20 ms.
     */
    public void idle(final int work) {
        if (work > 0) {
            awake.reset();
            return;
        }
        if (!connections.isEmpty() && System.nanoTime() - busyNs < AWAKE_NS) {
            awake.idle();
            return;
        }
        try {
            selector.select(onReady, connections.isEmpty() ? LONG_NAP_MS : NAP_MS);
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void onReady(final SelectionKey key) {
        if (key.attachment() instanceof final TcpConnection connection) {
            connection.readable();
        } else {
            acceptable = true;
        }
    }

    private void accept(final long nowNs) throws IOException {
        final SocketChannel socket = acceptOne();
        if (socket == null) {
            return;
        }
        boolean isTaken = false;
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            if (connections.size() < settings.maxConnections()) {
                take(socket, nowNs);
                isTaken = true;
            } else {
                tally.increment(TcpCounter.TOO_MANY);
                turnAway(socket);
            }
        } catch (final IOException gone) {
            // It connected and went.
        } finally {
            if (!isTaken) {
                socket.close();
            }
        }
    }

    /** Null if there is none any more, or the process has as many files open as it may: then they wait. */
    private SocketChannel acceptOne() {
        try {
            return server.accept();
        } catch (final IOException cannot) {
            return null;
        }
    }

    private void take(final SocketChannel socket, final long nowNs) throws IOException {
        final SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
        final TcpConnection.Buffers buffers = spare.isEmpty() ? new TcpConnection.Buffers() : spare.poll();
        final TcpConnection connection =
            new TcpConnection(socket, key, settings, media, control, buffers, tally, nowNs);
        key.attach(connection);
        connections.add(connection);
        tally.increment(TcpCounter.TAKEN);
        tally.set(TcpCounter.CONNECTIONS, connections.size());
    }

    private void turnAway(final SocketChannel socket) throws IOException {
        final FrameBuffer last = new FrameBuffer(FrameBuffer.PREFIX + ClientLink.CODE_LENGTH);
        final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocate(ClientLink.CODE_LENGTH));
        ClientLink.encodeCode(
            message, 0, ClientLink.CLOSED, settings.gatewayId(), 0, LinkReject.TOO_MANY_CONNECTIONS);
        last.append(message, 0, ClientLink.CODE_LENGTH, 0);
        last.write(socket);
    }

    /** Ends every connection and listens no more. */
    @Override
    public void close() {
        connections.forEach(TcpConnection::gone);
        connections.clear();
        try {
            server.close();
            selector.close();
        } catch (final IOException broken) {
            // Closed all the same.
        }
        control.close();
        media.close();
    }
}
