package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricContractTest;
import io.muex.mu.fabric.MemoryFabric;

/** The contract over files on tmpfs. The replicas share this process; {@link RevokeStressTest} gives each its own. */
class ShmFabricContractTest extends FabricContractTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final ClusterGeometry GEOMETRY = new ClusterGeometry(0xfeed_0005L, 3, 1024, 128, 64, 8192, 2);
    private static final int IDS = 3;

    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private final TestReplica[] replicas = new TestReplica[IDS + 1];
    private final DeathWatch[] watches = new DeathWatch[IDS + 1];
    private final Fabric[] fabrics = new Fabric[IDS + 1];
    private ClusterDirectory cluster;

    @BeforeEach
    void start() {
        cluster = ClusterDirectory.create(FILES.disk().resolve("home"), FILES.memory().resolve("memory"), GEOMETRY);
        for (int id = 1; id <= IDS; id++) {
            replicas[id] = new TestReplica(cluster, id, reported::set);
            fabrics[id] = new MemoryFabric(new MappedMemory(), replicas[id].regions());
            watches[id] =
                DeathWatch.start(replicas[id].regions(), (peer, incarnation, left) -> { }, reported::set);
        }
        for (int id = 1; id <= IDS; id++) {
            assertTrue(replicas[id].regions().awaitReady(TimeUnit.SECONDS.toNanos(10)));
        }
    }

    @AfterEach
    void end() {
        for (int id = 1; id <= IDS; id++) {
            watches[id].close();
        }
        for (int id = 1; id <= IDS; id++) {
            replicas[id].close();
        }
        cluster.remove();
        assertNull(reported.get());
    }

    @Override
    protected Fabric fabric(final int id) {
        return fabrics[id];
    }

    @Override
    protected void kill(final int id) {
        replicas[id].end();
    }

    @Override
    protected long deathBoundNs() {
        return TimeUnit.SECONDS.toNanos(2);
    }
}
