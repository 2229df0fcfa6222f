package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.RingLayout;

/** A replica that allocates nothing collects nothing: neither lookups, nor memory operations, nor idle daemons do. */
class ShmAllocationTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final ClusterGeometry SMALL = new ClusterGeometry(0xfeed_0007L, 3, 64, 64, 16, 8192, 2);
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 200_000;

    private final Memory memory = new MappedMemory();
    private final UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(512));
    private final UnsafeBuffer heap = new UnsafeBuffer(new byte[512]);
    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private ClusterDirectory cluster;
    private TestReplica one;
    private TestReplica two;
    private DeathWatch watch;

    @BeforeEach
    void start() {
        cluster = ClusterDirectory.create(FILES.disk().resolve("home"), FILES.memory().resolve("memory"), SMALL);
        one = new TestReplica(cluster, 1, reported::set);
        two = new TestReplica(cluster, 2, reported::set);
        watch = DeathWatch.start(one.regions(), (id, incarnation, left) -> { }, reported::set);
        assertTrue(one.regions().awaitReady(TimeUnit.SECONDS.toNanos(10)));
    }

    @AfterEach
    void end() {
        watch.close();
        one.close();
        two.close();
        cluster.remove();
        assertNull(reported.get());
    }

    @Test
    void shouldNotAllocateOnThePlanes() {
        long sum = work();
        final long id = Thread.currentThread().threadId();
        final long before = THREADS.getThreadAllocatedBytes(id);
        sum += work();
        assertEquals(0, THREADS.getThreadAllocatedBytes(id) - before);
        assertNotEquals(0, sum);
    }

    @Test
    void shouldNotAllocateWhileIdle() {
        for (final String name : new String[] {"muex-housekeeping-1", "muex-watch-1-2"}) {
            final long id = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name)).findFirst().orElseThrow().threadId();
            Await.within(TimeUnit.MILLISECONDS.toNanos(300), () -> false);
            final long before = THREADS.getThreadAllocatedBytes(id);
            Await.within(TimeUnit.SECONDS.toNanos(1), () -> false);
            final long bytes = THREADS.getThreadAllocatedBytes(id) - before;
            System.out.println(name + " allocated " + bytes + " bytes in a second");
            assertEquals(0, bytes, name);
        }
    }

    private long work() {
        final Regions regions = one.regions();
        long sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final int incarnation = regions.incarnation(2);
            final long control = regions.control(2, incarnation);
            final long ring = regions.ring(2, incarnation, 1 + (i & 3));
            sum += regions.inheritance(2, incarnation, i & 1) + regions.snapshot(2, incarnation);
            sum += memory.getAcquire(control + ControlLayout.PERMISSION) + memory.getOpaque(control);
            if (ring != Regions.ABSENT) {
                final UnsafeBuffer buffer = (i & 1) == 0 ? direct : heap;
                memory.copyIn(ring + RingLayout.SLOTS, buffer, 0, 64);
                memory.copyOut(ring + RingLayout.SLOTS, buffer, 0, 256);
                memory.putRelease(ring, i);
                memory.fullFence();
            }
            regions.retireBelow(1);
        }
        return sum;
    }
}
