package io.muex.exchange.node;

import io.muex.exchange.protocol.proof.Secret;
import io.muex.mu.session.CommandEnvelope;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a replica process must know beside its fabric. Nothing here may change the result of a command.
 *
 * @param replicaId       1 or more
 * @param aeronDirectory  of the media driver of this host; it need not run yet
 * @param ingressChannel  Aeron channel on which gateways reach this replica; if it is UDP, those of its own host do by
 *                        IPC all the same
 * @param termLengthBytes of the publications to gateways, a power of two from 64 KiB
 * @param genesis         first command of the log, envelope included; proposed by whoever leads an empty log
 * @param disconnectGraceNs how long no gateway need hold a connection before, while this replica leads, it is ended and
 *                        the orders of a session that wants that are cancelled
 * @param clusterSecret   what gateways must show that they know
 */
public record NodeConfig(int replicaId, Path aeronDirectory, String ingressChannel, int termLengthBytes,
    byte[] genesis, long disconnectGraceNs, Secret clusterSecret) {
    /** Default of {@code disconnectGraceNs}. */
    public static final long DEFAULT_DISCONNECT_GRACE_NS = 3_000_000_000L;

    /** Checks every value. */
    public NodeConfig {
        Objects.requireNonNull(aeronDirectory, "aeronDirectory");
        Objects.requireNonNull(ingressChannel, "ingressChannel");
        Objects.requireNonNull(clusterSecret, "clusterSecret");
        genesis = genesis.clone();
        if (replicaId < 1) {
            throw new IllegalArgumentException("replicas are numbered from 1, not " + replicaId);
        }
    }

    /** With the usual grace. */
    public NodeConfig(final int replicaId, final Path aeronDirectory, final String ingressChannel,
        final int termLengthBytes, final byte[] genesis, final Secret clusterSecret) {
        this(replicaId, aeronDirectory, ingressChannel, termLengthBytes, genesis, DEFAULT_DISCONNECT_GRACE_NS,
            clusterSecret);
    }

    /** The same with another grace. */
    public NodeConfig withDisconnectGraceNs(final long newGraceNs) {
        return new NodeConfig(
            replicaId, aeronDirectory, ingressChannel, termLengthBytes, genesis, newGraceNs, clusterSecret);
    }

    /** Id of the cluster whose log begins with that command. */
    long clusterId() {
        return CommandEnvelope.clusterId(new UnsafeBuffer(genesis), 0);
    }

    /** A replica that speaks to gateways of its own host, with 1 MiB terms. */
    public static NodeConfig ofLocal(final int replicaId, final Path aeronDirectory, final byte[] genesis,
        final Secret clusterSecret) {
        return new NodeConfig(replicaId, aeronDirectory, "aeron:ipc", 1 << 20, genesis, clusterSecret);
    }
}
