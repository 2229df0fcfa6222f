package io.muex.deploy.replica;

import io.muex.exchange.config.RdmaConfig;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.fabric.disni.DisniConfig;
import io.muex.mu.fabric.disni.DisniFabric;
import io.muex.mu.fabric.disni.RdmaDevices;
import io.muex.mu.fabric.shm.ReplicaSeat;
import java.net.InetSocketAddress;
import java.util.List;
import org.agrona.ErrorHandler;

/** The fabric over RDMA as a configuration names it. A class of its own, so that nobody else loads what it needs. */
final class RdmaFabric {
    private RdmaFabric() {
    }

    /** Opens it. */
    static FabricHost open(final ReplicaSeat seat, final RdmaConfig config, final ErrorHandler errors) {
        final int replicas = seat.directory().geometry().replicaCount();
        final List<InetSocketAddress> members = config.members().isEmpty()
            ? DisniConfig.onOneHost(RdmaDevices.firstAddress(), config.port(), replicas)
            : config.members().stream().map(RdmaFabric::member).toList();
        if (members.size() != replicas) {
            throw new IllegalArgumentException("the cluster has " + replicas + " replicas, and rdma.members names "
                + members.size());
        }
        return DisniFabric.open(seat,
            new DisniConfig(members, config.writeTimeoutNs(), DisniConfig.DEFAULT_ACK_EXPONENT), errors);
    }

    private static InetSocketAddress member(final String text) {
        final int colon = text.indexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
