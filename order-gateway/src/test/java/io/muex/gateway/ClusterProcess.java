package io.muex.gateway;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.muex.exchange.node.MuEngine;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.node.ReplicaNode;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.Kernel;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.session.SessionCommands;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.BackoffIdleStrategy;

/** One process of a cluster in a test; says READY when it is, and ends when its standard input does. */
public final class ClusterProcess {
    private ClusterProcess() {
    }

    /** Arguments: {@code driver DIR}, {@code replica HOME ID AERON} or {@code gateway ID AERON}. */
    public static void main(final String[] args) throws IOException {
        Kernel.removeTimerSlack();
        switch (args[0]) {
            case "driver" -> driver(args[1]);
            case "replica" -> replica(Path.of(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
            default -> gateway(Integer.parseInt(args[1]), Path.of(args[2]));
        }
        System.out.println("READY");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void driver(final String directory) {
        MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, 1_000, 1_000_000))
            .dirDeleteOnStart(true)
            .termBufferSparseFile(true));
    }

    private static void replica(final Path home, final int id, final Path aeron) {
        final ClusterDirectory directory = ClusterDirectory.open(home);
        final MuEngine engine = new MuEngine(ShmFabric.open(directory.occupy(id), Throwable::printStackTrace),
            DetectorConfig.DEFAULT, ClusterProcess::end);
        final NodeConfig config = NodeConfig.ofLocal(id, aeron, genesis(), TestKeys.CLUSTER);
        new ReplicaNode(config, engine, ClusterProcess::end).start();
    }

    private static byte[] genesis() {
        return World.genesis(World.CLUSTER_ID, new SessionCommands.Capacities(64, 1 << 17, 1 << 25));
    }

    private static void gateway(final int id, final Path aeron) {
        new OrderGateway(GatewaySettings.ofLocal(
            World.NAME, id, aeron, 3, TestKeys.CLUSTER, TestKeys.source()), ClusterProcess::end).start();
    }

    private static void end(final Throwable fatal) {
        fatal.printStackTrace();
        Runtime.getRuntime().halt(3);
    }
}
