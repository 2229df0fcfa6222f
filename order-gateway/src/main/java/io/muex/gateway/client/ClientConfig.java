package io.muex.gateway.client;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.proof.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What a client must know.
 *
 * @param cluster          name of the cluster, at most 32 characters; a gateway of another one refuses
 * @param session          that this client speaks for, 1 or more; it must have been opened
 * @param aeronDirectory   of the media driver of this host
 * @param gateways         to be tried in turn, at least one
 * @param egressChannel    Aeron channel on which gateways of other hosts answer this client
 * @param maxUnanswered    commands that may be unanswered at the same time, a power of two; beyond it {@code BUSY}
 * @param afterEventSeq    events of the session above this number are wanted, for clients that remember where they
 *                         were; {@link ClientLink#FROM_NOW} for those that do not
 * @param gatewayTimeoutNs silence after which a gateway is given up
 * @param termLengthBytes  of publications, a power of two from 64 KiB; a quarter of it is room for bursts
 * @param secret           of the session, known to the gateways too; it never leaves the process
 */
public record ClientConfig(
    String cluster, long session, Path aeronDirectory, List<GatewayAddress> gateways, String egressChannel,
    int maxUnanswered, long afterEventSeq, long gatewayTimeoutNs, int termLengthBytes, Secret secret) {

    /** Checks every value. */
    public ClientConfig {
        gateways = List.copyOf(gateways);
        Objects.requireNonNull(secret, "secret");
        if (cluster.isEmpty() || cluster.length() > ClientLink.CLUSTER_NAME_LENGTH) {
            throw new IllegalArgumentException("cluster name of 1 to 32 characters, not: " + cluster);
        }
        if (session < 1) {
            throw new IllegalArgumentException("sessions are numbered from 1, not " + session);
        }
        if (gateways.isEmpty()) {
            throw new IllegalArgumentException("at least one gateway");
        }
        if (maxUnanswered < 1 || Integer.bitCount(maxUnanswered) != 1) {
            throw new IllegalArgumentException("maxUnanswered must be a power of two, not " + maxUnanswered);
        }
        if (afterEventSeq < ClientLink.FROM_NOW) {
            throw new IllegalArgumentException("no event has number " + afterEventSeq);
        }
    }

    /** A client on the host of the cluster, of its first gateway, with defaults for everything else. */
    public static ClientConfig ofLocal(
        final String cluster, final Path aeronDirectory, final long session, final Secret secret) {
        return new ClientConfig(cluster, session, aeronDirectory, List.of(GatewayAddress.ofLocal(1)), "aeron:ipc",
            1_024, ClientLink.FROM_NOW, TimeUnit.MILLISECONDS.toNanos(500), 1 << 20, secret);
    }

    /** The same with other gateways. */
    public ClientConfig withGateways(final List<GatewayAddress> newGateways) {
        return new ClientConfig(cluster, session, aeronDirectory, newGateways, egressChannel, maxUnanswered,
            afterEventSeq, gatewayTimeoutNs, termLengthBytes, secret);
    }

    /** The same with another bound on unanswered commands. */
    public ClientConfig withMaxUnanswered(final int newMaxUnanswered) {
        return new ClientConfig(cluster, session, aeronDirectory, gateways, egressChannel, newMaxUnanswered,
            afterEventSeq, gatewayTimeoutNs, termLengthBytes, secret);
    }

    /** The same, resuming after another event. */
    public ClientConfig withAfterEventSeq(final long newAfterEventSeq) {
        return new ClientConfig(cluster, session, aeronDirectory, gateways, egressChannel, maxUnanswered,
            newAfterEventSeq, gatewayTimeoutNs, termLengthBytes, secret);
    }

    /** The same with publications of another size. */
    public ClientConfig withTermLengthBytes(final int newTermLengthBytes) {
        return new ClientConfig(cluster, session, aeronDirectory, gateways, egressChannel, maxUnanswered,
            afterEventSeq, gatewayTimeoutNs, newTermLengthBytes, secret);
    }
}
