package io.muex.mu.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.DetectorConfig;
import io.muex.mu.Role;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a replica is put together: who votes from the start, and what is called in which order. */
class MuReplicaTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private final PrivateCluster memory = new PrivateCluster(3, 256, 256, 64, 1 << 16);
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void shouldVoteFromTheStartOnlyInTheIncarnationThatTheClusterWasCreatedWith() {
        try (MuReplica first = replica(new Host(1, 1)); MuReplica second = replica(new Host(2, 2))) {
            assertEquals(Role.FOLLOWER, first.role());
            assertEquals(Role.LEARNER, second.role());
            assertEquals(2, second.id());
            assertEquals(2, second.incarnation());
        }
    }

    @Test
    void shouldAnnounceWatchLeaveAndCloseInThisOrder() {
        final MuReplica replica = replica(new Host(1, 1));
        assertEquals(List.of(), calls);
        replica.start();
        assertEquals(List.of("announce", "watch"), calls);
        replica.close();
        assertEquals(List.of("announce", "watch", "leave", "close"), calls);
    }

    @Test
    void shouldReportWhatEndsItsBackgroundThread() {
        final Host host = new Host(1, 1);
        host.problem = new IllegalStateException("no memory");
        final MuReplica replica = replica(host);
        replica.start();
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (fatal.get() == null) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "in time");
            Thread.onSpinWait();
        }
        assertSame(host.problem, fatal.get());
        assertFalse(calls.contains("leave"), "nobody may take that for an intended end");
        replica.close();
    }

    private MuReplica replica(final Host host) {
        return new MuReplica(host, new Nothing(), DetectorConfig.DEFAULT, fatal::set);
    }

    private final class Host implements FabricHost {
        private final Fabric fabric;
        private RuntimeException problem;

        private Host(final int id, final int incarnation) {
            fabric = new MemoryFabric(new PlainMemory(), memory.join(id, incarnation));
        }

        @Override
        public Fabric fabric() {
            return fabric;
        }

        @Override
        public void announce() {
            if (problem != null) {
                throw problem;
            }
            calls.add("announce");
        }

        @Override
        public void leave() {
            calls.add("leave");
        }

        @Override
        public void watch(final Runnable onDeath) {
            calls.add("watch");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private static final class Nothing implements StateMachine {
        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            throw new AssertionError("nobody proposes anything");
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            throw new AssertionError("nobody gives one");
        }

        @Override
        public long stateHash() {
            return 0;
        }
    }
}
