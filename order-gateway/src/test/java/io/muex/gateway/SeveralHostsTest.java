package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.NAME;
import static io.muex.gateway.World.OPERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.node.NodeAgent;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.gateway.World.Trader;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.GatewayAddress;
import io.muex.mu.session.SessionCommands;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two hosts, each with a media driver of its own: IPC within each, UDP over loopback between them. All in one thread,
 * but for the drivers'.
 */
class SeveralHostsTest {
    @Test
    void shouldTradeAcrossHostsAndLoseNothingWhenTheLeadersHostIsGone() {
        try (Hosts hosts = new Hosts()) {
            final Trader alice = hosts.open();
            place(alice, 1, 200);
            hosts.until("answered", () -> alice.client.unanswered() == 0);
            hosts.until("the leader is told", () -> alice.client.leader() == 1);
            hosts.cluster.hold();
            place(alice, 201, 100);
            hosts.until("the leader has them", () -> hosts.cluster.undecided() == 100);
            hosts.killFirst();
            hosts.cluster.lead(2, 60);
            hosts.cluster.release();
            place(alice, 301, 100);
            hosts.until("answered by the other host", () -> alice.client.unanswered() == 0);
            assertEquals(LongStream.rangeClosed(1, 400).boxed().toList(), alice.journal.accepted);
            hosts.until("the new leader is told", () -> alice.client.leader() == 2);
        }
    }

    @Test
    void shouldBindTheConfiguredAddressesAndNoOther() throws IOException {
        final Set<String> before = boundEverywhere();
        try (Hosts hosts = new Hosts()) {
            final Trader alice = hosts.open();
            place(alice, 1, 1);
            hosts.until("answered", () -> alice.client.unanswered() == 0);
            final Set<String> during = boundEverywhere();
            during.removeAll(before);
            assertEquals(Set.of(), during);
            assertTrue(udpSockets().stream().anyMatch(line -> line.contains("0100007F:")), "the look sees loopback");
        }
        try (DatagramSocket everywhere = new DatagramSocket()) {
            final Set<String> seen = boundEverywhere();
            seen.removeAll(before);
            assertFalse(seen.isEmpty(), "a socket that is bound everywhere is seen: " + everywhere.getLocalPort());
        }
    }

    private static void place(final Trader trader, final long first, final int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(trader.client.place(ACME, Side.BUY, 1, 100, first + i) > 0);
        }
    }

    /** UDP sockets of this process that are bound to every address. */
    private static Set<String> boundEverywhere() throws IOException {
        final Set<String> bound = new HashSet<>();
        for (final String line : udpSockets()) {
            final String local = line.split("\\s+")[1];
            if (local.matches("0+:.*")) {
                bound.add(local);
            }
        }
        return bound;
    }

    private static List<String> udpSockets() throws IOException {
        final Set<String> own = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (final Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    own.add(target(file));
                }
            }
        }
        final List<String> lines = new ArrayList<>();
        for (final String table : List.of("/proc/self/net/udp", "/proc/self/net/udp6")) {
            if (Files.exists(Path.of(table))) {
                Files.readAllLines(Path.of(table)).stream().skip(1).map(String::strip)
                    .filter(line -> own.contains("socket:[" + line.split("\\s+")[9] + "]")).forEach(lines::add);
            }
        }
        return lines;
    }

    /** A file may be closed between the list and the look. */
    private static String target(final Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (final IOException gone) {
            return "";
        }
    }

    /** The first host has replica 1 and gateway 1; the second has replicas 2 and 3, gateway 2 and the clients. */
    private static final class Hosts implements AutoCloseable {
        private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

        private final LocalCluster cluster = new LocalCluster(3);
        private final Driver[] drivers = {new Driver(), new Driver()};
        private final String[] channels = {freeChannel(), freeChannel()};
        private final List<NodeAgent> nodes = new ArrayList<>();
        private final List<GatewayAgent> gateways = new ArrayList<>();
        private final List<Trader> traders = new ArrayList<>();
        private boolean firstIsDead;

        Hosts() {
            for (int id = 1; id <= 3; id++) {
                final byte[] genesis =
                    World.genesis(World.CLUSTER_ID, new SessionCommands.Capacities(64, 1 << 16, 1 << 23));
                nodes.add(new NodeAgent(new NodeConfig(id, drivers[hostOf(id)].directory(), channels[hostOf(id)],
                    1 << 18, genesis, TestKeys.CLUSTER), cluster.replica(id)));
            }
            cluster.lead(1, 0);
            gateways.add(new GatewayAgent(settings(1)));
            gateways.add(new GatewayAgent(settings(2)));
        }

        private static int hostOf(final int id) {
            return id == 1 ? 0 : 1;
        }

        private String channel(final int from, final int to) {
            return from == to ? LinkChannel.IPC : channels[to];
        }

        private GatewaySettings settings(final int id) {
            final int host = hostOf(id);
            final List<ReplicaAddress> replicas = Stream.of(1, 2, 3)
                .map(replica -> new ReplicaAddress(replica, channel(host, hostOf(replica)))).toList();
            return new GatewaySettings(NAME, id, drivers[host].directory(), replicas, channels[host], channels[host],
                ClientLink.CONTROL_STREAM_BASE + id, 64, 4_096, 512, 1 << 18, ClientTerms.usual(),
                TestKeys.CLUSTER, TestKeys.source());
        }

        private Trader trader(final long session) {
            final ClientConfig usual = ClientConfig.ofLocal(
                NAME, drivers[1].directory(), session, TestKeys.of(session));
            final Trader trader = new Trader(new ClientConfig(NAME, session, usual.aeronDirectory(),
                List.of(new GatewayAddress(channel(1, 0), ClientLink.CONTROL_STREAM_BASE + 1),
                    new GatewayAddress(channel(1, 1), ClientLink.CONTROL_STREAM_BASE + 2)),
                channels[1], usual.maxUnanswered(), usual.afterEventSeq(), usual.gatewayTimeoutNs(), 1 << 18,
                usual.secret()));
            traders.add(trader);
            return trader;
        }

        /** An established trader and an instrument. */
        Trader open() {
            final Trader operator = trader(OPERATOR);
            until("the operator is established", () -> operator.client.state() == ClientState.ESTABLISHED);
            operator.client.addInstrument().instrumentId(ACME).symbol("ACME").tickMantissa(1).tickExponent(-2)
                .lotMantissa(1).minQuantity(1).maxQuantity(1_000_000).depthLevels(5).maxOrders(20_000)
                .maxLevels(4_096);
            final long number = operator.client.submit();
            until("the instrument is there", () -> operator.isSettled(number));
            final Trader alice = trader(ALICE);
            until("alice is established", () -> alice.client.state() == ClientState.ESTABLISHED);
            return alice;
        }

        /** The first host loses its power. */
        void killFirst() {
            firstIsDead = true;
            cluster.noLeader();
            drivers[0].kill();
        }

        void until(final String what, final BooleanSupplier condition) {
            final long deadlineNs = System.nanoTime() + DEADLINE_NS;
            while (!condition.getAsBoolean()) {
                assertTrue(System.nanoTime() - deadlineNs < 0, () -> "never: " + what + "\n" + traders + "\n"
                    + gateways.stream().map(gateway -> gateway.tally().toString()).toList() + "\n"
                    + nodes.stream().map(node -> node.tally().toString()).toList());
                for (int id = firstIsDead ? 2 : 1; id <= 3; id++) {
                    nodes.get(id - 1).doWork();
                }
                for (int id = firstIsDead ? 2 : 1; id <= 2; id++) {
                    gateways.get(id - 1).doWork();
                }
                traders.forEach(trader -> trader.client.poll());
                Thread.yield();
            }
        }

        private static String freeChannel() {
            try (DatagramSocket free = new DatagramSocket()) {
                return LinkChannel.udp("127.0.0.1:" + free.getLocalPort());
            } catch (final SocketException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            traders.forEach(trader -> trader.client.close());
            gateways.forEach(GatewayAgent::close);
            nodes.forEach(NodeAgent::close);
            for (final Driver driver : drivers) {
                driver.close();
            }
        }
    }
}
