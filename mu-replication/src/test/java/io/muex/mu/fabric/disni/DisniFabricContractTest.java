package io.muex.mu.fabric.disni;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricContractTest;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract over an RDMA device, whose address the system property {@code muex.rdma.address} says; without one there
 * is nothing to run it on. The replicas share this process.
 */
@EnabledIfSystemProperty(named = "muex.rdma.address", matches = ".+")
class DisniFabricContractTest extends FabricContractTest {
    private static final ClusterGeometry GEOMETRY = new ClusterGeometry(0xfeed_0007L, 3, 1024, 128, 64, 8192, 2);
    private static final int IDS = 3;
    private static final int PORT = 7_300;
    private static final long READY_NS = TimeUnit.SECONDS.toNanos(60);

    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private final DisniFabric[] replicas = new DisniFabric[IDS + 1];
    private final Arena arena = Arena.ofShared();

    @BeforeEach
    void start() throws IOException {
        final List<InetSocketAddress> members = new ArrayList<>();
        for (int id = 1; id <= IDS; id++) {
            members.add(new InetSocketAddress(System.getProperty("muex.rdma.address"), PORT + id * DisniConfig.PORTS));
        }
        final DisniConfig config =
            new DisniConfig(members, TimeUnit.SECONDS.toNanos(10), DisniConfig.DEFAULT_ACK_EXPONENT);
        for (int id = 1; id <= IDS; id++) {
            replicas[id] = new DisniFabric(id, 1, GEOMETRY, config, arena.allocate(ControlLayout.LENGTH, 4_096),
                new Unseen(), () -> { }, reported::set);
            replicas[id].announce();
        }
        final long deadlineNs = System.nanoTime() + READY_NS;
        for (int id = 1; id <= IDS; id++) {
            for (int peer = 1; peer <= IDS; peer++) {
                while (replicas[id].fabric().incarnation(peer) == 0) {
                    assertTrue(System.nanoTime() < deadlineNs, id + " has not met " + peer);
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    @AfterEach
    void end() {
        for (int id = 1; id <= IDS; id++) {
            kill(id);
        }
        arena.close();
        assertNull(reported.get());
    }

    @Override
    protected Fabric fabric(final int id) {
        return replicas[id].fabric();
    }

    @Override
    protected void kill(final int id) {
        if (replicas[id] != null) {
            replicas[id].close();
            replicas[id] = null;
        }
    }

    @Override
    protected long deathBoundNs() {
        return TimeUnit.SECONDS.toNanos(15);
    }

    private static final class Unseen implements DisniFabric.Seen {
        @Override
        public void announced(final int id, final int incarnation) {
            // nobody watches
        }

        @Override
        public void dead(final int id, final int incarnation) {
            // nobody watches
        }
    }
}
