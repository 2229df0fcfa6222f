package io.muex.load.local;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.node.GenesisCommand;
import io.muex.load.process.ClusterDirectories;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;

/** Makes what a cluster consists of before any of its processes runs. Any thread. */
public final class ClusterCreation {
    /** An inheritance carries at most this part of a ring of what is applied already. */
    private static final int RETAINED_SHARE = 4;

    private ClusterCreation() {
    }

    /**
     * Makes the directories of a cluster, what its replicas need in them, and secrets for its processes and sessions.
     *
     * @param config where and how large; what is not said there becomes as large as shared memory allows
     * @throws IOException                                        if a directory cannot be made or is not private
     * @throws io.muex.mu.fabric.shm.ClusterDirectoryException if there is a cluster already, or no room for one
     */
    public static ClusterDirectory create(final ClusterConfig config) throws IOException {
        ClusterDirectories.makePrivate(config.home());
        ClusterDirectories.makePrivate(config.memory());
        final ClusterDirectory directory =
            ClusterDirectory.create(config.home(), config.replicaMemory(), geometry(config));
        ClusterSecrets.in(config.home()).create(GenesisCommand.OPERATOR_SESSION, GenesisCommand.FIRST_TRADER_SESSION,
            GenesisCommand.FIRST_TRADER_SESSION + GenesisCommand.TRADER_SESSIONS - 1);
        return directory;
    }

    private static ClusterGeometry geometry(final ClusterConfig config) throws IOException {
        // Clients tell clusters apart by it for ever, so it is not made of the time, which may be set back.
        final long clusterId = new SecureRandom().nextLong(1, Long.MAX_VALUE);
        final ClusterGeometry fitting = ClusterGeometry.fitting(clusterId, config.replicas(),
            config.slotLengthBytes(), Files.getFileStore(config.memory()).getUsableSpace());
        final int slots = config.slots() == 0 ? fitting.slots() : config.slots();
        final long snapshotBytes = config.snapshotCapacityBytes() == 0
            ? fitting.snapshotCapacityBytes() : config.snapshotCapacityBytes() / Long.BYTES * Long.BYTES;
        return new ClusterGeometry(clusterId, config.replicas(), slots, config.slotLengthBytes(),
            Math.min(ClusterGeometry.DEFAULT_RETAINED, slots / RETAINED_SHARE), snapshotBytes, fitting.spareRings());
    }
}
