package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.fabric.Memory;
import io.muex.mu.log.ControlLayout;

class DeathWatchTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final ClusterGeometry SMALL = new ClusterGeometry(0xfeed_0004L, 3, 64, 64, 16, 8192, 2);
    private static final long READY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int KILLS = 8;

    private final Memory memory = new MappedMemory();
    private final BlockingQueue<Death> deaths = new LinkedBlockingQueue<>();
    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private ClusterDirectory cluster;
    private ReplicaSeat seat;
    private ShmRegions regions;
    private DeathWatch watch;

    @BeforeEach
    void start() {
        cluster = ClusterDirectory.create(FILES.disk().resolve("home"), FILES.memory().resolve("memory"), SMALL);
        seat = cluster.occupy(1);
        regions = ShmRegions.open(seat, reported::set);
        watch = DeathWatch.start(regions,
            (id, incarnation, left) -> deaths.add(new Death(id, incarnation, left, System.nanoTime())), reported::set);
    }

    @AfterEach
    void end() {
        watch.close();
        regions.close();
        seat.close();
        cluster.remove();
        assertNull(reported.get());
    }

    @Test
    void shouldSeeEveryKilledIncarnationDie() throws InterruptedException {
        final long[] tookMicros = new long[KILLS];
        for (int kill = 0; kill < KILLS; kill++) {
            try (TestProcess peer = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
                final int incarnation = Integer.parseInt(peer.await("announced"));
                assertTrue(regions.awaitReady(READY_NS));
                assertFalse(isDead(2, incarnation));
                final long killedNs = System.nanoTime();
                peer.kill();
                final Death death = deaths.poll(20, TimeUnit.SECONDS);
                assertEquals(new Death(2, incarnation, false, death.atNs), death);
                assertTrue(isDead(2, incarnation));
                tookMicros[kill] = (death.atNs - killedNs) / 1_000;
            }
        }
        Arrays.sort(tookMicros);
        System.out.println("kill -9 of a JVM to DEAD, microseconds: " + Arrays.toString(tookMicros));
        assertTrue(tookMicros[KILLS / 2] < 50_000, "the kernel tells early in a death, a file lock would tell late");
    }

    @Test
    void shouldTellLeavingFromDyingButCountNeitherAnyMore() throws InterruptedException {
        try (TestProcess peer = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
            peer.await("announced");
            assertTrue(regions.awaitReady(READY_NS));
            peer.say("leave");
            assertTrue(deaths.poll(20, TimeUnit.SECONDS).left);
            assertTrue(isDead(2, 1));
            peer.say("quit");
            assertEquals(0, peer.exitStatus());
        }
        assertTrue(deaths.isEmpty(), "told once");
    }

    @Test
    void shouldSeeTheEndOfTheThreadThatAnnounced() throws InterruptedException {
        final ReplicaSeat peerSeat = cluster.occupy(3);
        final ShmRegions peer = ShmRegions.open(peerSeat, reported::set);
        final Thread background = Thread.ofPlatform().start(peer::announce);
        background.join();
        final Death death = deaths.poll(20, TimeUnit.SECONDS);
        assertEquals(new Death(3, 1, false, death.atNs), death);
        assertTrue(isDead(3, 1));
        peer.close();
        peerSeat.close();
    }

    @Test
    void shouldNotTakeAPauseForADeath() {
        try (TestProcess peer = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
            peer.await("announced");
            assertTrue(regions.awaitReady(READY_NS));
            peer.pause();
            assertFalse(Await.within(TimeUnit.MILLISECONDS.toNanos(700), () -> !deaths.isEmpty() || isDead(2, 1)));
            peer.resume();
            peer.say("grant 1");
            peer.await("done");
        }
    }

    @Test
    void shouldKeepADeadIncarnationDeadAndItsSuccessorAlive() throws InterruptedException {
        try (TestProcess first = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
            first.await("announced 1");
            assertTrue(regions.awaitReady(READY_NS));
        }
        assertEquals(1, deaths.poll(20, TimeUnit.SECONDS).incarnation);
        final long control = regions.control(2, 1);
        try (TestProcess second = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
            second.await("announced 2");
            assertEquals(1, memory.getAcquire(control + ControlLayout.DEAD));
            assertTrue(regions.awaitReady(READY_NS));
            assertFalse(isDead(2, 2));
        }
        assertEquals(2, deaths.poll(20, TimeUnit.SECONDS).incarnation);
        assertTrue(isDead(2, 2));
    }

    @Test
    void shouldLearnOfADeathThatHappenedBeforeItWatched() throws InterruptedException {
        watch.close();
        try (TestProcess peer = TestProcess.start(ReplicaProcess.class, cluster.home(), 3)) {
            peer.await("announced");
            assertTrue(regions.awaitReady(READY_NS));
        }
        assertTrue(deaths.isEmpty());
        watch = DeathWatch.start(regions,
            (id, incarnation, left) -> deaths.add(new Death(id, incarnation, left, System.nanoTime())), reported::set);
        assertEquals(3, deaths.poll(20, TimeUnit.SECONDS).id);
    }

    @Test
    void shouldTellEverySurvivorOfADeath() throws InterruptedException {
        final BlockingQueue<Integer> others = new LinkedBlockingQueue<>();
        try (ReplicaSeat otherSeat = cluster.occupy(3);
            ShmRegions other = ShmRegions.open(otherSeat, reported::set);
            TestProcess peer = TestProcess.start(ReplicaProcess.class, cluster.home(), 2)) {
            final DeathWatch otherWatch =
                DeathWatch.start(other, (id, incarnation, left) -> others.add(id), reported::set);
            peer.await("announced");
            assertTrue(regions.awaitReady(READY_NS) && other.awaitReady(READY_NS));
            peer.kill();
            assertEquals(2, deaths.poll(20, TimeUnit.SECONDS).id);
            assertEquals(2, others.poll(20, TimeUnit.SECONDS));
            otherWatch.close();
        }
    }

    private boolean isDead(final int id, final int incarnation) {
        return memory.getAcquire(regions.control(id, incarnation) + ControlLayout.DEAD) == 1;
    }

    private record Death(int id, int incarnation, boolean left, long atNs) {
    }
}
