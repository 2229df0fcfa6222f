package io.muex.gateway;

import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.gateway.tcp.TcpCounter;
import io.muex.gateway.tcp.TcpPort;
import io.muex.gateway.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What strangers, fools and sleepers can do at the TCP port, and what becomes of them. */
class TcpPortTest {
    private static final long LOG_ON_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int MOST = 4;

    @Test
    void shouldTellEveryClientWhereItIsAndHowItIsAnswered() throws IOException {
        try (World world = new World(); TcpPort port = port(world, LOG_ON_NS); Raw raw = new Raw(world, port)) {
            raw.await(ClientLink.WELCOME);
            assertEquals(1, LinkHeader.sender(raw.message, 0));
            assertEquals(ClientLink.CONTROL_STREAM_BASE + 1, ClientLink.welcomeControlStream(raw.message, 0));
            raw.await(ClientLink.CLOSED);
            assertEquals(LinkReject.TIMED_OUT, ClientLink.code(raw.message, 0), "it never logged on");
            assertEquals(1, port.tally().value(TcpCounter.NOT_LOGGED_ON));
            world.until("it is gone", () -> port.doWork() >= 0 && port.tally().value(TcpCounter.CONNECTIONS) == 0);
        }
    }

    @Test
    void shouldEndConnectionsThatAreNoClients() throws IOException {
        try (World world = new World(); TcpPort port = port(world, TimeUnit.SECONDS.toNanos(10))) {
            for (final int length : new int[] {0, 7, 1_025, Integer.MAX_VALUE, -1}) {
                try (Raw raw = new Raw(world, port)) {
                    raw.await(ClientLink.WELCOME);
                    raw.send(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length));
                    raw.await(ClientLink.CLOSED);
                    assertEquals(length > 7 ? LinkReject.OVERSIZED : LinkReject.MALFORMED,
                        ClientLink.code(raw.message, 0), "length " + length);
                }
            }
            try (Raw raw = new Raw(world, port)) {
                raw.await(ClientLink.WELCOME);
                raw.greet(ALICE, 1 + ClientLink.welcomeEgressStream(raw.message, 0));
                raw.await(ClientLink.CLOSED);
                assertEquals(LinkReject.BAD_CHANNEL, ClientLink.code(raw.message, 0), "somebody else's stream");
            }
            assertEquals(6, port.tally().value(TcpCounter.MALFORMED));
        }
    }

    @Test
    void shouldTurnAwayWhoIsOneTooMany() throws IOException {
        final List<Raw> all = new ArrayList<>();
        try (World world = new World(); TcpPort port = port(world, TimeUnit.SECONDS.toNanos(10))) {
            for (int i = 0; i < MOST; i++) {
                final Raw raw = new Raw(world, port);
                all.add(raw);
                raw.await(ClientLink.WELCOME);
            }
            try (Raw raw = new Raw(world, port)) {
                raw.await(ClientLink.CLOSED);
                assertEquals(LinkReject.TOO_MANY_CONNECTIONS, ClientLink.code(raw.message, 0));
            }
            all.removeFirst().close();
            world.until("a place is free", () -> port.doWork() >= 0
                && port.tally().value(TcpCounter.CONNECTIONS) == MOST - 1);
            try (Raw raw = new Raw(world, port)) {
                raw.await(ClientLink.WELCOME);
            }
            for (final Raw raw : all) {
                raw.close();
            }
        }
    }

    @Test
    void shouldKeepOthersTradingWhileRandomBytesCome() throws IOException {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        try (World world = new World(); TcpPort port = port(world, TimeUnit.SECONDS.toNanos(10))) {
            final World.Trader bob = world.open(BOB)[0];
            final byte[] garbage = new byte[2_000];
            for (int i = 0; i < 40; i++) {
                try (Raw raw = new Raw(world, port)) {
                    raw.await(ClientLink.WELCOME);
                    random.nextBytes(garbage);
                    final ByteBuffer bytes = ByteBuffer.wrap(garbage).order(ByteOrder.LITTLE_ENDIAN);
                    // A plausible length and type, so that most of it comes as far as the gateway.
                    bytes.putInt(0, 8 + random.nextInt(1_000)).putShort(4, (short) (32 + random.nextInt(8)))
                        .putShort(6, (short) 1);
                    raw.send(bytes);
                    final long before = port.tally().value(TcpCounter.MESSAGES_IN);
                    world.until("it is judged, seed " + seed, () -> port.doWork() >= 0
                        && (port.tally().value(TcpCounter.MESSAGES_IN) > before || raw.isClosed()));
                }
            }
            final long number = bob.client.place(World.ACME, Side.BUY, 1, 100, 1);
            world.until("bob goes on, seed " + seed, () -> bob.isSettled(number));
            assertTrue(world.gateways.get(1).tally().value(GatewayCounter.MALFORMED) > 0, "seed " + seed);
        }
    }

    @Test
    void shouldListenAtOneAddressOnly() {
        assertThrows(IllegalArgumentException.class,
            () -> TcpSettings.of(new InetSocketAddress(0), 1, java.nio.file.Path.of("none")));
    }

    private static TcpPort port(final World world, final long logOnNs) throws IOException {
        final TcpSettings usual = TcpSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, world.driver.directory());
        return new TcpPort(new TcpSettings(usual.address(), 1, usual.controlStream(), usual.aeronDirectory(), MOST,
            logOnNs, usual.patienceNs()));
    }

    /** A socket, by hand. */
    private static final class Raw implements AutoCloseable {
        private final World world;
        private final TcpPort port;
        private final SocketChannel socket;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[2_048]);
        private boolean ended;

        Raw(final World world, final TcpPort port) throws IOException {
            this.world = world;
            this.port = port;
            socket = SocketChannel.open(port.address());
            socket.configureBlocking(false);
        }

        /** Waits for a message of that type, which lies in {@link #message} then. */
        void await(final int type) {
            world.until("message " + type, () -> port.doWork() >= 0 && take() == type);
        }

        private int take() {
            read();
            if (in.position() < 4 || in.position() < 4 + in.getInt(0)) {
                return 0;
            }
            final int length = in.getInt(0);
            message.putBytes(0, in, 4, length);
            in.flip().position(4 + length);
            in.compact();
            return LinkHeader.type(message, 0, length);
        }

        boolean isClosed() {
            read();
            return ended;
        }

        private void read() {
            try {
                ended |= socket.read(in) < 0;
            } catch (final IOException reset) {
                ended = true;
            }
        }

        void send(final ByteBuffer bytes) throws IOException {
            bytes.rewind();
            assertEquals(bytes.capacity(), socket.write(bytes));
        }

        void greet(final long session, final int stream) throws IOException {
            final UnsafeBuffer greeting = new UnsafeBuffer(new byte[ClientLink.NEGOTIATE_LENGTH + 9]);
            final int length = ClientLink.encodeNegotiate(greeting, 0, World.NAME, session,
                ClientLink.nth(ClientLink.freshClient(), 1), ClientLink.FROM_NOW, "aeron:ipc");
            ClientLink.negotiateEgressStream(greeting, 0, stream);
            send(ByteBuffer.allocate(4 + length).order(ByteOrder.LITTLE_ENDIAN).putInt(length)
                .put(greeting.byteArray()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
