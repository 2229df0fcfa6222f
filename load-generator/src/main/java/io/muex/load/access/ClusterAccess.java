package io.muex.load.access;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.gateway.GatewaySettings;
import io.muex.gateway.client.ClientConfig;

/** Settings of clients and gateways of a cluster of this host, with the secrets that lie in its home. */
public final class ClusterAccess {
    private ClusterAccess() {
    }

    /**
     * What a client of a session must know, with defaults for all else.
     *
     * @throws io.muex.exchange.config.secret.SecretException if there is no such session, or its secret is not kept as
     *                                                        it must be
     */
    public static ClientConfig client(final ClusterConfig cluster, final long session) {
        return client(cluster, ClusterSecrets.in(cluster.home()), session);
    }

    /** The same with secrets from elsewhere. */
    public static ClientConfig client(
        final ClusterConfig cluster, final ClusterSecrets secrets, final long session) {
        return ClientConfig.ofLocal(cluster.name(), cluster.aeronDirectory(), session, secrets.session(session));
    }

    /**
     * What a gateway must know, with the usual limits.
     *
     * @param number 1 or more; no two gateways of a cluster have the same
     * @throws io.muex.exchange.config.secret.SecretException if secrets are missing or not kept as they must be
     */
    public static GatewaySettings gateway(final ClusterConfig cluster, final int number) {
        return gateway(cluster, ClusterSecrets.in(cluster.home()), number);
    }

    /** The same with secrets from elsewhere. */
    public static GatewaySettings gateway(
        final ClusterConfig cluster, final ClusterSecrets secrets, final int number) {
        return GatewaySettings.ofLocal(cluster.name(), number, cluster.aeronDirectory(), cluster.replicas(),
            secrets.cluster(), secrets.keyFile(problem -> System.err.println("gateway: " + problem)));
    }
}
