package io.muex.load.bench.order;

import io.muex.exchange.config.ClusterConfig;
import io.muex.gateway.GatewayAgent;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.GatewayAddress;
import io.muex.load.access.ClusterAccess;
import java.util.List;

/**
 * How clients reach the cluster: through the gateway's process, or through a gateway of the same code on their own
 * thread, which the calling thread steps between its other duties. Both speak over Aeron IPC, so what is left out by
 * the second is a process, a thread and the switch to it, and no check and no copy. One thread.
 */
final class Road implements AutoCloseable {
    private static final int OWN_GATEWAY = 9;
    private static final int OF_CLUSTER = 1;

    private final ClusterConfig cluster;
    private final GatewayAgent gateway;

    private Road(final ClusterConfig cluster, final GatewayAgent gateway) {
        this.cluster = cluster;
        this.gateway = gateway;
    }

    static Road throughProcess(final ClusterConfig cluster) {
        return new Road(cluster, null);
    }

    static Road onOwnThread(final ClusterConfig cluster) {
        return new Road(cluster, new GatewayAgent(ClusterAccess.gateway(cluster, OWN_GATEWAY)));
    }

    /** What a client of that session must know. */
    ClientConfig client(final long session) {
        return ClusterAccess.client(cluster, session)
            .withGateways(List.of(GatewayAddress.ofLocal(gateway == null ? OF_CLUSTER : OWN_GATEWAY)))
            .withMaxUnanswered(OrderLoad.ROOM);
    }

    /** Does what the gateway on this thread has to do, if there is one; returns the amount of work. */
    int step() {
        return gateway == null ? 0 : gateway.doWork();
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
