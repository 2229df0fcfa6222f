package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricContractTest;
import io.muex.mu.fabric.MemoryFabric;

/** The contract over files on tmpfs. The replicas share this process; {@code RevokeStressTest} gives each its own. */
class ShmFabricContractTest extends FabricContractTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final ClusterGeometry GEOMETRY = new ClusterGeometry(0xfeed_0005L, 3, 1024, 128, 64, 8192);
    private static final long READY_NS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private final Replica[] replicas = new Replica[4];
    private ClusterDirectory cluster;

    @BeforeEach
    void start() {
        cluster = ClusterDirectory.create(FILES.disk().resolve("home"), FILES.memory().resolve("memory"), GEOMETRY);
        for (int id = 1; id <= 3; id++) {
            replicas[id] = new Replica(id);
        }
        for (int id = 1; id <= 3; id++) {
            assertTrue(replicas[id].regions.awaitReady(READY_NS));
        }
    }

    @AfterEach
    void end() {
        for (int id = 1; id <= 3; id++) {
            replicas[id].watch.close();
        }
        for (int id = 1; id <= 3; id++) {
            replicas[id].end();
            replicas[id].regions.close();
            replicas[id].seat.close();
        }
        cluster.remove();
        assertNull(reported.get());
    }

    @Override
    protected Fabric fabric(final int id) {
        return replicas[id].fabric;
    }

    @Override
    protected void kill(final int id) {
        replicas[id].end();
    }

    @Override
    protected long deathBoundNs() {
        return TimeUnit.SECONDS.toNanos(2);
    }

    private final class Replica {
        private final ReplicaSeat seat;
        private final ShmRegions regions;
        private final Fabric fabric;
        private final DeathWatch watch;
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final Thread background;

        private Replica(final int id) {
            seat = cluster.occupy(id);
            regions = ShmRegions.open(seat, reported::set);
            fabric = new MemoryFabric(new MappedMemory(), regions);
            watch = DeathWatch.start(regions, (peer, incarnation, left) -> { }, reported::set);
            final CountDownLatch announced = new CountDownLatch(1);
            background = Thread.ofPlatform().start(() -> {
                regions.announce();
                announced.countDown();
                await(mayEnd);
            });
            await(announced);
        }

        /** The thread that holds the mutexes ends without leaving: to the kernel and to peers that is a death. */
        private void end() {
            mayEnd.countDown();
            try {
                background.join();
            } catch (final InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        private static void await(final CountDownLatch latch) {
            try {
                latch.await();
            } catch (final InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }
}
