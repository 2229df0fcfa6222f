package io.muex.gateway;

import io.muex.exchange.config.secret.SessionKeySource;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.mu.session.CommandEnvelope;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a gateway must know.
 *
 * @param cluster                 name of the cluster; clients of another one are refused
 * @param gatewayId               1 or more; no two gateways of a cluster have the same
 * @param aeronDirectory          of the media driver of this host; it need not run yet
 * @param replicas                all of the cluster
 * @param egressChannel           Aeron channel on which replicas of other hosts answer this gateway
 * @param clientChannel           Aeron channel on which clients of other hosts reach it; those of its own do by IPC
 * @param clientStream            its control stream for clients
 * @param maxConnections          clients at the same time
 * @param maxUnanswered           commands of all clients that may be unanswered at the same time
 * @param maxUnansweredPerSession the same for one client; beyond it that client alone is pushed back
 * @param termLengthBytes         of publications, a power of two from 64 KiB
 * @param terms                   what it expects of each client
 * @param clusterSecret           what it shows replicas that it knows, and they show it
 * @param sessionKeys             the sessions that it lets in
 */
public record GatewaySettings(
    String cluster, int gatewayId, Path aeronDirectory, List<ReplicaAddress> replicas, String egressChannel,
    String clientChannel, int clientStream, int maxConnections, int maxUnanswered, int maxUnansweredPerSession,
    int termLengthBytes, ClientTerms terms, Secret clusterSecret, SessionKeySource sessionKeys) {
    /** Longest command that a gateway takes in bytes: envelope and the longest message. */
    public static final int MAX_COMMAND_LENGTH = CommandEnvelope.HEADER_LENGTH + MessageFlyweight.MAX_LENGTH;

    /** Checks every value. */
    public GatewaySettings {
        Objects.requireNonNull(clusterSecret, "clusterSecret");
        Objects.requireNonNull(sessionKeys, "sessionKeys");
        replicas = List.copyOf(replicas);
        if (gatewayId < 1) {
            throw new IllegalArgumentException("gateways are numbered from 1, not " + gatewayId);
        }
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("at least one replica");
        }
        if (maxConnections < 1 || maxUnanswered < 1 || maxUnansweredPerSession < 1) {
            throw new IllegalArgumentException("limits must be 1 or more");
        }
    }

    /** A gateway on the host of the cluster with the usual limits. */
    public static GatewaySettings ofLocal(
        final String cluster, final int gatewayId, final Path aeronDirectory, final int replicaCount,
        final Secret clusterSecret, final SessionKeySource sessionKeys) {
        return new GatewaySettings(cluster, gatewayId, aeronDirectory, ReplicaAddress.ofLocal(replicaCount),
            "aeron:ipc", "aeron:ipc", ClientLink.CONTROL_STREAM_BASE + gatewayId, 256, 32_768, 4_096, 1 << 20,
            ClientTerms.usual(), clusterSecret, sessionKeys);
    }

    /** The same for whoever else reads from the replicas, under a number of its own. */
    public GatewaySettings withNumber(final int newGatewayId) {
        return new GatewaySettings(cluster, newGatewayId, aeronDirectory, replicas, egressChannel, clientChannel,
            clientStream, maxConnections, maxUnanswered, maxUnansweredPerSession, termLengthBytes, terms,
            clusterSecret, sessionKeys);
    }

    /** The same with other terms for clients. */
    public GatewaySettings withTerms(final ClientTerms newTerms) {
        return new GatewaySettings(cluster, gatewayId, aeronDirectory, replicas, egressChannel, clientChannel,
            clientStream, maxConnections, maxUnanswered, maxUnansweredPerSession, termLengthBytes, newTerms,
            clusterSecret, sessionKeys);
    }
}
