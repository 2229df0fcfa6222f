package io.muex.deploy.roads;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.HostConfig;
import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.gateway.GatewaySettings;
import io.muex.gateway.ReplicaAddress;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.GatewayAddress;
import io.muex.gateway.config.GatewayConfig;
import io.muex.gateway.tcp.TcpSettings;
import io.muex.load.access.ClusterAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * By which channels the processes of a cluster reach each other: shared memory within a host, UDP between the hosts
 * that the configuration lists. Static, any thread.
 */
public final class Roads {
    /** Lock that a gateway of this host holds for life, named by its number. */
    private static final Pattern LOCK = Pattern.compile("gateway-([0-9]{1,9})\\.lock");

    private Roads() {
    }

    /**
     * The cluster as it is seen from this host: the configured one, or the one whose address this host has.
     *
     * @throws IOException if this host has the address of none of them, or not the address of the configured one
     */
    public static ClusterConfig located(final ClusterConfig cluster) throws IOException {
        if (cluster.hosts().isEmpty()) {
            return cluster;
        }
        for (final HostConfig one : cluster.hosts()) {
            if ((cluster.host().isEmpty() || cluster.host().equals(one.name())) && isOurs(one)) {
                return cluster.at(one.name());
            }
        }
        throw new IOException(cluster.host().isEmpty()
            ? "this host has the address of none of the hosts of cluster " + cluster.name()
            : "this host does not have the address of " + cluster.host() + " in cluster " + cluster.name());
    }

    private static boolean isOurs(final HostConfig host) throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(host.ip())) != null;
    }

    /**
     * What replica {@code id} of this host must know; {@code genesis} begins a log that is empty.
     *
     * @throws io.muex.exchange.config.secret.SecretException if the secret of the cluster is missing
     */
    public static NodeConfig replica(
        final ClusterConfig cluster, final ClusterSecrets secrets, final int id, final byte[] genesis) {
        final NodeConfig near = NodeConfig.ofLocal(id, cluster.aeronDirectory(), genesis, secrets.cluster());
        if (cluster.here().isEmpty()) {
            return near;
        }
        final HostConfig here = cluster.here().get();
        requireThat(here.replicas().contains(id), "replica " + id + " is not one of host " + here.name());
        return new NodeConfig(
            id, near.aeronDirectory(), LinkChannel.udp(here.address()), near.termLengthBytes(), genesis,
            near.clusterSecret());
    }

    /**
     * What gateway {@code number} of this host must know.
     *
     * @throws io.muex.exchange.config.secret.SecretException if secrets are missing
     */
    public static GatewaySettings gateway(
        final ClusterConfig cluster, final ClusterSecrets secrets, final int number) {
        final GatewaySettings near = ClusterAccess.gateway(cluster, secrets, number);
        if (cluster.here().isEmpty()) {
            return near;
        }
        final HostConfig here = cluster.here().get();
        requireThat(here.gateways().contains(number), "gateway " + number + " is not one of host " + here.name());
        final String own = LinkChannel.udp(here.address());
        final List<ReplicaAddress> replicas = IntStream.rangeClosed(1, cluster.replicas())
            .mapToObj(id -> new ReplicaAddress(id, channel(here, hostOfReplica(cluster, id)))).toList();
        return new GatewaySettings(near.cluster(), number, near.aeronDirectory(), replicas, own, own,
            near.clientStream(), near.maxConnections(), near.maxUnanswered(), near.maxUnansweredPerSession(),
            near.termLengthBytes(), near.terms(), near.clusterSecret(), near.sessionKeys());
    }

    /**
     * What the TCP port of gateway {@code number} must know; empty if it has none.
     *
     * @throws io.muex.exchange.config.file.ConfigException if others than this host and those it lists would see it
     */
    public static Optional<TcpSettings> tcp(
        final ClusterConfig cluster, final GatewayConfig gateway, final int number) {
        if (gateway.tcp().equals(GatewayConfig.OFF)) {
            return Optional.empty();
        }
        final InetAddress address = InetAddress.ofLiteral(gateway.tcpAddress());
        final boolean isOfHost =
            cluster.here().map(here -> InetAddress.ofLiteral(here.ip()).equals(address)).orElse(false);
        new Problems(GatewayConfig.SECTION).require(address.isLoopbackAddress() || isOfHost, "tcp",
            "must be loopback or the address of this host in cluster.hosts (is " + gateway.tcp() + ")").throwIfAny();
        final TcpSettings usual = TcpSettings.of(
            new InetSocketAddress(address, gateway.tcpPort(number)), number, cluster.aeronDirectory());
        return Optional.of(new TcpSettings(usual.address(), number, usual.controlStream(), usual.aeronDirectory(),
            usual.maxConnections(), usual.logOnNs(), gateway.slowClientNs()));
    }

    /**
     * What a client of this host must know: the gateways of its own host come first.
     *
     * @throws IOException if the directory of a cluster of this host alone cannot be read
     * @throws io.muex.exchange.config.secret.SecretException if the secret of the session is missing
     */
    public static ClientConfig client(final ClusterConfig cluster, final ClusterSecrets secrets, final long session)
        throws IOException {
        final ClientConfig near = ClusterAccess.client(cluster, secrets, session);
        if (cluster.here().isEmpty()) {
            return near.withGateways(startedGateways(cluster.home()));
        }
        final HostConfig here = cluster.here().get();
        final List<GatewayAddress> gateways = new ArrayList<>();
        addGateways(gateways, here, here);
        cluster.hosts().stream().filter(one -> !one.equals(here)).forEach(one -> addGateways(gateways, here, one));
        requireThat(!gateways.isEmpty(), "no host has a gateway");
        return new ClientConfig(near.cluster(), session, near.aeronDirectory(), gateways,
            LinkChannel.udp(here.address()), near.maxUnanswered(), near.afterEventSeq(), near.gatewayTimeoutNs(),
            near.termLengthBytes(), near.secret());
    }

    /** Those that were started on this host, running or not, since each leaves its lock; else the first. */
    public static List<GatewayAddress> startedGateways(final Path home) throws IOException {
        final List<GatewayAddress> addresses = new ArrayList<>();
        if (Files.isDirectory(home)) {
            try (Stream<Path> files = Files.list(home)) {
                files.map(file -> LOCK.matcher(file.getFileName().toString())).filter(Matcher::matches)
                    .map(lock -> Integer.valueOf(lock.group(1))).sorted().map(GatewayAddress::ofLocal)
                    .forEach(addresses::add);
            }
        }
        return addresses.isEmpty() ? GatewayAddress.ofLocalUpTo(1) : addresses;
    }

    private static void addGateways(
        final List<GatewayAddress> gateways, final HostConfig here, final HostConfig there) {
        there.gateways().forEach(number ->
            gateways.add(new GatewayAddress(channel(here, there), ClientLink.CONTROL_STREAM_BASE + number)));
    }

    private static void requireThat(final boolean holds, final String otherwise) {
        new Problems(ClusterConfig.SECTION).require(holds, "hosts", otherwise).throwIfAny();
    }

    private static HostConfig hostOfReplica(final ClusterConfig cluster, final int id) {
        return cluster.hosts().stream().filter(one -> one.replicas().contains(id)).findFirst().orElseThrow();
    }

    private static String channel(final HostConfig here, final HostConfig there) {
        return here.equals(there) ? LinkChannel.IPC : LinkChannel.udp(there.address());
    }
}
