package io.muex.load.local;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.FabricKind;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.node.MuEngine;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.node.ReplicaNode;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.gateway.OrderGateway;
import io.muex.load.access.ClusterAccess;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.LifeLine;
import io.muex.load.process.ProcessKind;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.Kernel;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.session.SessionCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** The three processes of a cluster, as small as they can be. Arguments: what it is, home, memory, replicas, id. */
public final class ClusterProcess {
    /** Sessions 1 to this exist from the beginning, all of them operators'. */
    static final int SESSIONS = 2;
    static final String NAME = "tested";

    private static final Duration GRACE = Duration.ofSeconds(5);

    private ClusterProcess() {
    }

    /** How to start them. */
    static ClusterCommands commands(final ClusterConfig config) {
        return new ClusterCommands() {
            @Override
            public JvmCommand driver() {
                return command(ProcessKind.DRIVER, config, "driver", 0);
            }

            @Override
            public JvmCommand replica(final int id) {
                return command(ProcessKind.REPLICA, config, "replica", id);
            }

            @Override
            public JvmCommand gateway(final int number) {
                return command(ProcessKind.GATEWAY, config, "gateway", number);
            }

            @Override
            public JvmCommand status() {
                throw new UnsupportedOperationException("nobody asks these how they are");
            }
        };
    }

    private static JvmCommand command(
        final ProcessKind kind, final ClusterConfig config, final String what, final int id) {
        return JvmCommand.of(kind, ClusterProcess.class.getName()).arguments(what, config.home().toString(),
            config.memory().toString(), Integer.toString(config.replicas()), Integer.toString(id));
    }

    static ClusterConfig config(final Path home, final Path memory, final int replicas) {
        return new ClusterConfig(NAME, home, memory, replicas, 4_096, 256, 64L << 20, FabricKind.SHM);
    }

    /** Runs one of them. */
    public static void main(final String[] arguments) throws Exception {
        Kernel.removeTimerSlack();
        final ClusterConfig config =
            config(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        final int id = Integer.parseInt(arguments[4]);
        LifeLine.attachIfGiven(GRACE);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            switch (arguments[0]) {
                case "driver" -> driver(config, stop);
                case "replica" -> replica(config, id, stop);
                default -> gateway(config, id, stop);
            }
        }
    }

    private static void driver(final ClusterConfig config, final StopRequest stop) throws Exception {
        final MediaDriver.Context context = new MediaDriver.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, 1_000, 1_000_000))
            .dirDeleteOnShutdown(true)
            .termBufferSparseFile(true);
        try (MediaDriver driver = MediaDriver.launch(context)) {
            ready(driver.aeronDirectoryName());
            stop.await();
        }
    }

    private static void replica(final ClusterConfig config, final int id, final StopRequest stop) throws Exception {
        final ClusterDirectory directory = ClusterDirectory.open(config.home());
        final MuEngine engine = new MuEngine(ShmFabric.open(directory.occupy(id), Throwable::printStackTrace),
            DetectorConfig.DEFAULT, ClusterProcess::halt);
        final NodeConfig node =
            NodeConfig.ofLocal(id, config.aeronDirectory(), genesis(directory.geometry().clusterId()),
                ClusterSecrets.in(config.home()).cluster());
        try (ReplicaNode replica = new ReplicaNode(node, engine, ClusterProcess::halt)) {
            replica.start();
            ready(NAME);
            stop.await();
        }
    }

    private static void gateway(final ClusterConfig config, final int id, final StopRequest stop) throws Exception {
        try (OrderGateway gateway = new OrderGateway(ClusterAccess.gateway(config, id), ClusterProcess::halt)) {
            gateway.start();
            while (!gateway.isReady() && !stop.isAsked()) {
                LockSupport.parkNanos(1_000_000);
            }
            ready(NAME);
            stop.await();
        }
    }

    private static byte[] genesis(final long clusterId) {
        final UnsafeBuffer application = new UnsafeBuffer(new byte[GenesisFlyweight.LENGTH]);
        new GenesisFlyweight().wrapForWrite(application, 0).maxOrders(100_000).maxLevels(100_000).maxInstruments(100)
            .maxOpenOrders(100_000);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);
        final int length = SessionCommands.encodeGenesis(command, 0, clusterId,
            new SessionCommands.Capacities(16, 1 << 16, 1 << 24),
            new long[] {1, SessionCommands.OPERATOR, 2, SessionCommands.OPERATOR}, application.byteArray());
        final byte[] bytes = new byte[length];
        command.getBytes(0, bytes);
        return bytes;
    }

    private static void ready(final String where) {
        ReadyLine.print(System.out, "{\"where\": \"" + where + "\"}");
    }

    private static void halt(final Throwable fatal) {
        fatal.printStackTrace();
        Runtime.getRuntime().halt(3);
    }
}
