package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.PermissionWord;

class ShmRegionsTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final ClusterGeometry SMALL = new ClusterGeometry(0xfeed_0003L, 3, 64, 64, 16, 8192, 2);
    private static final long READY_NS = TimeUnit.SECONDS.toNanos(10);

    private final Memory memory = new MappedMemory();
    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private ClusterDirectory cluster;

    @BeforeEach
    void create() {
        cluster = ClusterDirectory.create(FILES.disk().resolve("home"), FILES.memory().resolve("memory"), SMALL);
    }

    @AfterEach
    void remove() {
        cluster.remove();
        assertNull(reported.get());
    }

    @Test
    void shouldHaveAllItsOwnRegionsReadyAndZeroAtTheStart() {
        try (Replica one = new Replica(1)) {
            assertEquals(1, one.regions.selfId());
            assertEquals(1, one.regions.selfIncarnation());
            assertEquals(3, one.regions.replicaCount());
            assertEquals(64, one.regions.slots());
            assertEquals(64, one.regions.slotLength());
            assertEquals(16, one.regions.retained());
            assertEquals(8192, one.regions.snapshotCapacity());
            assertEquals(ControlLayout.MAGIC_VALUE, memory.getAcquire(one.control() + ControlLayout.MAGIC));
            assertZero(one.ring(1), SMALL.ringBytes());
            assertZero(one.ring(2), SMALL.ringBytes());
            assertEquals(Regions.ABSENT, one.ring(0));
            assertEquals(Regions.ABSENT, one.ring(3));
            assertZero(one.regions.inheritance(1, 1, 0), SMALL.inheritanceBytes());
            assertZero(one.regions.inheritance(1, 1, 1), SMALL.inheritanceBytes());
            assertEquals(Regions.ABSENT, one.regions.inheritance(1, 1, 2));
            assertZero(one.regions.snapshot(1, 1), SMALL.snapshotBytes());
            assertEquals(0, one.regions.incarnation(1), "nobody sees it before it announces itself");
        }
    }

    @Test
    void shouldAlwaysHaveTwoFreshRingsAheadOfTheGrant() throws IOException {
        try (Replica one = new Replica(1)) {
            for (long epoch = 1; epoch <= 1_000; epoch++) {
                final long ring = one.take(epoch);
                assertZero(ring, SMALL.ringBytes());
                fill(ring, epoch);
                if (epoch > 1) {
                    assertEquals(epoch - 1, memory.getPlain(one.ring(epoch - 1)), "the previous one is still there");
                }
                one.regions.retireBelow(epoch);
            }
            Await.until("spares", () -> one.ring(1_002) != Regions.ABSENT);
            Await.until("retirement", () -> one.ring(998) == Regions.ABSENT);
            Await.until("removal", () -> ringFiles(1, 1) == 4);
            assertEquals(Regions.ABSENT, one.ring(1_003));
        }
    }

    @Test
    void shouldKeepRingsThatReplayHasNotLeftAndThenLetTheNextGrantWait() {
        try (Replica one = new Replica(1)) {
            for (long epoch = 1; epoch <= 30; epoch++) {
                fill(one.take(epoch), epoch);
            }
            Await.until("spares", () -> one.ring(32) != Regions.ABSENT);
            one.grant(31);
            one.grant(32);
            assertTrue(one.regions.awaitReady(READY_NS));
            assertEquals(Regions.ABSENT, one.ring(33), "as long as replay is stuck in the first");
            for (long epoch = 1; epoch <= 30; epoch++) {
                assertEquals(epoch, memory.getPlain(one.ring(epoch)));
            }
            one.regions.retireBelow(10);
            Await.until("spares", () -> one.ring(34) != Regions.ABSENT);
            assertEquals(10, memory.getPlain(one.ring(10)));
        }
    }

    @Test
    void shouldMapWhatPeersMakeAheadOfNeed() {
        try (Replica one = new Replica(1);
            TestProcess peer = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
            peer.await("announced");
            assertTrue(one.regions.awaitReady(READY_NS));
            assertEquals(1, one.regions.incarnation(2));
            final long control = one.regions.control(2, 1);
            assertEquals(1, memory.getAcquire(control + ControlLayout.ANNOUNCED));
            assertNotEquals(Regions.ABSENT, one.regions.ring(2, 1, 1));
            assertNotEquals(Regions.ABSENT, one.regions.ring(2, 1, 2));
            assertNotEquals(Regions.ABSENT, one.regions.snapshot(2, 1));

            peer.say("grant 1");
            peer.await("done");
            final long grantedNs = System.nanoTime();
            Await.until("the next spare", () -> one.regions.ring(2, 1, 3) != Regions.ABSENT);
            final long tookNs = System.nanoTime() - grantedNs;
            System.out.println("a peer's fresh ring was mapped here after " + tookNs / 1_000 + " us");
            assertTrue(tookNs < TimeUnit.SECONDS.toNanos(2), tookNs + " ns");

            peer.say("grant 500");
            peer.await("done");
            Await.until("its spares", () -> one.regions.ring(2, 1, 503) != Regions.ABSENT);
            assertNotEquals(Regions.ABSENT, one.regions.ring(2, 1, 500), "the one that its holder writes");
            assertNotEquals(Regions.ABSENT, one.regions.ring(2, 1, 501));
            Await.until("retirement", () -> one.regions.ring(2, 1, 496) == Regions.ABSENT);
        }
    }

    @Test
    void shouldShareMemoryBetweenProcesses() {
        try (Replica one = new Replica(1); Replica two = new Replica(2)) {
            one.regions.announce();
            two.regions.announce();
            assertTrue(one.regions.awaitReady(READY_NS));
            final long mail = one.regions.control(2, 1) + ControlLayout.mail(1);
            memory.putRelease(mail + ControlLayout.MAIL_REQUEST, 4711);
            assertEquals(4711, memory.getAcquire(two.control() + ControlLayout.mail(1) + ControlLayout.MAIL_REQUEST));
            one.regions.leave();
            two.regions.leave();
        }
    }

    @Test
    void shouldLetALateStoreIntoARingOfLongAgoChangeNothing() {
        try (Replica one = new Replica(1); Replica two = new Replica(2)) {
            two.regions.announce();
            assertTrue(one.regions.awaitReady(READY_NS));
            final long late = one.regions.ring(2, 1, 1);
            for (long epoch = 1; epoch <= 8; epoch++) {
                two.take(epoch);
                two.regions.retireBelow(epoch);
            }
            Await.until("retirement", () -> one.regions.ring(2, 1, 1) == Regions.ABSENT);
            Await.until("newest", () -> one.regions.ring(2, 1, 10) != Regions.ABSENT);
            assertTrue(one.regions.awaitReady(READY_NS));
            fill(late, -1);
            for (long epoch = 7; epoch <= 10; epoch++) {
                assertZero(two.ring(epoch), SMALL.ringBytes());
                assertNotEquals(late, one.regions.ring(2, 1, epoch), "addresses rest before they are used again");
            }
            two.regions.leave();
        }
    }

    @Test
    void shouldMarkEarlierIncarnationsDeadForEverybodyBeforeANewOneAppears() {
        try (Replica one = new Replica(1)) {
            try (TestProcess first = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
                first.await("announced 1");
                assertTrue(one.regions.awaitReady(READY_NS));
            }
            final long control = one.regions.control(2, 1);
            assertEquals(0, memory.getAcquire(control + ControlLayout.DEAD));
            try (Replica second = new Replica(2)) {
                assertEquals(1, one.regions.incarnation(2));
                assertEquals(1, memory.getAcquire(control + ControlLayout.DEAD));
                assertEquals(Regions.ABSENT, second.regions.control(2, 1));
                second.regions.announce();
                assertEquals(2, one.regions.incarnation(2));
                Await.until("mapping", () -> one.regions.control(2, 2) != Regions.ABSENT);
                assertEquals(0, memory.getAcquire(one.regions.control(2, 2) + ControlLayout.DEAD));
                Await.until("release", () -> one.regions.control(2, 1) == Regions.ABSENT);
                assertNotEquals(Regions.ABSENT, one.regions.control(2, 2), "its successor stays");
                assertEquals(0, memory.getAcquire(control + ControlLayout.PERMISSION), "a late reader sees no grant");
                second.regions.leave();
            }
        }
    }

    @Test
    void shouldMarkAPeerDeadForAllToSee() {
        try (Replica one = new Replica(1); Replica two = new Replica(2)) {
            two.regions.announce();
            assertTrue(one.regions.awaitReady(READY_NS));
            one.regions.markDead(2, 1);
            one.regions.markDead(2, 9);
            one.regions.markDead(3, 1);
            assertEquals(1, memory.getAcquire(two.control() + ControlLayout.DEAD));
            two.regions.leave();
        }
    }

    @Test
    void shouldAnswerAbsentForWhatThereIsNot() {
        final ShmRegions closed;
        try (Replica one = new Replica(1)) {
            closed = one.regions;
            assertEquals(0, one.regions.incarnation(3));
            assertEquals(Regions.ABSENT, one.regions.control(3, 1));
            assertEquals(Regions.ABSENT, one.regions.ring(3, 1, 1));
            assertEquals(Regions.ABSENT, one.regions.control(0, 1));
            assertEquals(Regions.ABSENT, one.regions.control(99, 1));
            assertEquals(Regions.ABSENT, one.regions.control(1, 5));
            assertTrue(one.regions.awaitReady(READY_NS));
        }
        assertEquals(Regions.ABSENT, closed.control(1, 1));
        assertEquals(Regions.ABSENT, closed.ring(1, 1, 1));
        assertFalse(closed.awaitReady(READY_NS));
    }

    private int ringFiles(final int id, final int incarnation) {
        try (Stream<Path> files = Files.list(cluster.regions(id, incarnation))) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith("ring.")).count();
        } catch (final IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void assertZero(final long address, final long lengthBytes) {
        assertNotEquals(Regions.ABSENT, address);
        for (long offset = 0; offset < lengthBytes; offset += Long.BYTES) {
            assertEquals(0, memory.getPlain(address + offset));
        }
    }

    private void fill(final long ring, final long value) {
        for (long offset = 0; offset < SMALL.ringBytes(); offset += Long.BYTES) {
            memory.putPlain(ring + offset, value);
        }
    }

    /** A replica in this process, as far as its memory goes. */
    private final class Replica implements AutoCloseable {
        private final ReplicaSeat seat;
        private final ShmRegions regions;

        private Replica(final int id) {
            seat = cluster.occupy(id);
            regions = ShmRegions.open(seat, reported::set);
        }

        private long control() {
            return regions.control(seat.id(), seat.incarnation());
        }

        private long ring(final long epoch) {
            return regions.ring(seat.id(), seat.incarnation(), epoch);
        }

        private long take(final long epoch) {
            Await.until("ring " + epoch, () -> ring(epoch) != Regions.ABSENT);
            grant(epoch);
            return ring(epoch);
        }

        private void grant(final long epoch) {
            memory.putRelease(control() + ControlLayout.PERMISSION, PermissionWord.granted(epoch, 1));
        }

        @Override
        public void close() {
            regions.close();
            seat.close();
        }
    }
}
