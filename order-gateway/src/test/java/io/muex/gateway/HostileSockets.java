package io.muex.gateway;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.gateway.tcp.TcpCounter;
import io.muex.gateway.tcp.TcpPort;
import io.muex.gateway.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;

/** Strangers at the TCP port of a gateway: each connects, sends what it likes until it is let go, and comes again. */
final class HostileSockets implements AutoCloseable {
    private static final int SOCKETS = 4;
    private static final int PREFIX = 4;
    private static final int LONGEST = 1_100;

    private final Random random;
    private final TcpPort port;
    private final SocketChannel[] sockets = new SocketChannel[SOCKETS];
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer heard = ByteBuffer.allocateDirect(LONGEST);
    private final byte[] garbage = new byte[LONGEST];

    HostileSockets(final Path aeronDirectory, final Random random) throws IOException {
        this.random = random;
        port = new TcpPort(TcpSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, aeronDirectory));
    }

    /** The port works, and so does one of the strangers. */
    void step(final boolean isHostile) {
        port.doWork();
        final int chosen = random.nextInt(SOCKETS);
        if (isHostile) {
            try {
                step(chosen);
            } catch (final IOException ended) {
                leave(chosen);
            }
        }
    }

    private void step(final int chosen) throws IOException {
        if (sockets[chosen] == null) {
            sockets[chosen] = SocketChannel.open(port.address());
            sockets[chosen].configureBlocking(false);
        }
        heard.clear();
        if (sockets[chosen].read(heard) < 0 || random.nextInt(2_000) == 0) {
            leave(chosen);
        } else {
            write(sockets[chosen]);
        }
    }

    /** Mostly a good length with a message of any type behind it, now and then a length that no message has. */
    private void write(final SocketChannel socket) throws IOException {
        final boolean isBad = random.nextInt(20) == 0;
        final int length = isBad ? random.nextInt() : LinkHeader.LENGTH + random.nextInt(100);
        final int body = isBad ? random.nextInt(50) : length;
        random.nextBytes(garbage);
        bytes.clear().putInt(length).put(garbage, 0, body);
        if (body >= LinkHeader.LENGTH && random.nextInt(4) != 0) {
            bytes.putShort(PREFIX, (short) (ClientLink.NEGOTIATE + random.nextInt(8))).putShort(PREFIX + 2, (short) 1);
        }
        socket.write(bytes.flip());
    }

    private void leave(final int chosen) {
        try {
            sockets[chosen].close();
        } catch (final IOException broken) {
            // Gone all the same.
        }
        sockets[chosen] = null;
    }

    /** Everybody goes. */
    void leave() {
        for (int i = 0; i < SOCKETS; i++) {
            if (sockets[i] != null) {
                leave(i);
            }
        }
    }

    boolean isEmpty() {
        return port.tally().value(TcpCounter.CONNECTIONS) == 0;
    }

    long count(final TcpCounter counter) {
        return port.tally().value(counter);
    }

    @Override
    public void close() {
        leave();
        port.close();
    }

    @Override
    public String toString() {
        return port.tally().toString();
    }
}
