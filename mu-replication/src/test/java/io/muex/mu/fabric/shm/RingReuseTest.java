package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.Regions;
import io.muex.mu.fabric.local.DelegatingMemory;
import io.muex.mu.log.Entry;
import io.muex.mu.log.RingLayout;

/**
 * Why every grant gets a ring that was never used before. A writer is paused just before it publishes an entry, loses
 * its grant, and publishes it after its successor has written the same index with success. One schedule, run twice:
 * with fresh rings the late store changes nothing, with a ring used again it destroys what had succeeded.
 */
class RingReuseTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final int TARGET = 1;
    private static final int PAUSED = 2;
    private static final int SUCCESSOR = 3;
    private static final ClusterGeometry GEOMETRY =
        new ClusterGeometry(0xfeed_0006L, 3, 64, StressEntries.SLOT_LENGTH, 16, 8192, 2);

    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private final TestReplica[] replicas = new TestReplica[SUCCESSOR + 1];
    private final Fabric[] fabrics = new Fabric[SUCCESSOR + 1];
    private final PausingMemory pausing = new PausingMemory();
    private final Entry entry = new Entry(StressEntries.SLOT_LENGTH);
    private ClusterDirectory cluster;

    @BeforeEach
    void start() {
        cluster = ClusterDirectory.create(FILES.disk().resolve("home"), FILES.memory().resolve("memory"), GEOMETRY);
        for (int id = 1; id <= SUCCESSOR; id++) {
            replicas[id] = new TestReplica(cluster, id, reported::set);
        }
        for (int id = 1; id <= SUCCESSOR; id++) {
            assertTrue(replicas[id].regions().awaitReady(TimeUnit.SECONDS.toNanos(10)));
        }
    }

    @AfterEach
    void end() {
        for (int id = 1; id <= SUCCESSOR; id++) {
            replicas[id].close();
        }
        cluster.remove();
        assertNull(reported.get());
    }

    @Test
    void shouldKeepWhatSucceededThoughALateStoreLands() throws Exception {
        assertEquals(Fabric.WHOLE, inheritedAfterALateStore(false));
    }

    @Test
    void shouldLoseWhatSucceededWhenARingIsUsedAgain() throws Exception {
        assertNotEquals(Fabric.WHOLE, inheritedAfterALateStore(true));
    }

    /** What the successor's own entry at index 0 has become when its log is granted once more. */
    private int inheritedAfterALateStore(final boolean reuse) throws Exception {
        for (int id = 1; id <= SUCCESSOR; id++) {
            final Regions regions =
                reuse ? new ReusingRegions(replicas[id].regions()) : replicas[id].regions();
            fabrics[id] = new MemoryFabric(id == PAUSED ? pausing : new MappedMemory(), regions);
        }
        final LogChannel late = open(grant(PAUSED, 1));
        pausing.pauseAt(ring(PAUSED, reuse, 1) + RingLayout.SLOTS);
        final CompletableFuture<Boolean> lateSucceeded = CompletableFuture.supplyAsync(() -> write(late, PAUSED));
        pausing.awaitPause();

        final Grant next = grant(SUCCESSOR, 2);
        zero(ring(TARGET, reuse, 2));
        assertTrue(write(open(next), SUCCESSOR));
        pausing.resume();
        assertEquals(false, lateSucceeded.get(20, TimeUnit.SECONDS), "the late write itself never succeeds");

        final Grant last = grant(SUCCESSOR, 3);
        final int found = fabrics[SUCCESSOR].inherited(last, 0, entry);
        return found != Fabric.WHOLE || StressEntries.isAsEncoded(entry, 0, next.ballot()) ? found : Fabric.DAMAGED;
    }

    private Grant grant(final int holder, final long round) {
        Await.until("spare ring", () -> fabrics[TARGET].gate().isReady());
        final long ballot = Ballot.of(round, 1, holder);
        fabrics[TARGET].gate().grant(holder, ballot, true, 0);
        return fabrics[holder].grant(TARGET, 1, ballot);
    }

    private LogChannel open(final Grant grant) {
        final Fabric fabric = fabrics[Ballot.id(grant.ballot())];
        Await.until("ring", () -> fabric.open(grant) != null);
        final LogChannel channel = fabric.open(grant);
        channel.startAt(0);
        return channel;
    }

    private boolean write(final LogChannel channel, final int holder) {
        final Entry own = new Entry(StressEntries.SLOT_LENGTH);
        new StressEntries().encode(own, 0, channel.grant().ballot());
        channel.post(own, 0);
        fabrics[holder].flush();
        return channel.poll();
    }

    private long ring(final int viewer, final boolean reuse, final long epoch) {
        return replicas[viewer].regions().ring(TARGET, 1, reuse ? 1 : epoch);
    }

    private static void zero(final long ring) {
        final Memory memory = new MappedMemory();
        for (long offset = 0; offset < GEOMETRY.ringBytes(); offset += Long.BYTES) {
            memory.putPlain(ring + offset, 0);
        }
        memory.fullFence();
    }

    /** Stops its thread before one release store. */
    private static final class PausingMemory extends DelegatingMemory {
        private final CountDownLatch paused = new CountDownLatch(1);
        private final CountDownLatch resumed = new CountDownLatch(1);
        private volatile long address;

        private PausingMemory() {
            super(new MappedMemory());
        }

        void pauseAt(final long storeAddress) {
            address = storeAddress;
        }

        void awaitPause() {
            await(paused);
        }

        void resume() {
            resumed.countDown();
        }

        @Override
        public void putRelease(final long storeAddress, final long value) {
            if (storeAddress == address) {
                paused.countDown();
                await(resumed);
            }
            memory.putRelease(storeAddress, value);
        }

        private static void await(final CountDownLatch latch) {
            try {
                latch.await();
            } catch (final InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** The defect: the ring of the first grant is the ring of every grant. */
    private record ReusingRegions(ShmRegions regions) implements Regions {
        @Override
        public long ring(final int id, final int incarnation, final long epoch) {
            return regions.ring(id, incarnation, 1);
        }

        @Override
        public int selfId() {
            return regions.selfId();
        }

        @Override
        public int selfIncarnation() {
            return regions.selfIncarnation();
        }

        @Override
        public int replicaCount() {
            return regions.replicaCount();
        }

        @Override
        public int slots() {
            return regions.slots();
        }

        @Override
        public int slotLength() {
            return regions.slotLength();
        }

        @Override
        public int retained() {
            return regions.retained();
        }

        @Override
        public int incarnation(final int id) {
            return regions.incarnation(id);
        }

        @Override
        public long control(final int id, final int incarnation) {
            return regions.control(id, incarnation);
        }

        @Override
        public long inheritance(final int id, final int incarnation, final int area) {
            return regions.inheritance(id, incarnation, area);
        }

        @Override
        public long snapshot(final int id, final int incarnation) {
            return regions.snapshot(id, incarnation);
        }

        @Override
        public long snapshotCapacity() {
            return regions.snapshotCapacity();
        }

        @Override
        public void retireBelow(final long epoch) {
            // never
        }

        @Override
        public void markDead(final int id, final int incarnation) {
            regions.markDead(id, incarnation);
        }
    }
}
