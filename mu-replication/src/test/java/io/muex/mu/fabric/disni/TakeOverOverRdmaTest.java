package io.muex.mu.fabric.disni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.DetectorConfig;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.replica.MuReplica;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whole replicas over an RDMA device, in one process: leaders end without a word under load, come back as new
 * incarnations with a snapshot, and lead again. Where the device is, {@code muex.rdma.address} says.
 */
@EnabledIfSystemProperty(named = "muex.rdma.address", matches = ".+")
class TakeOverOverRdmaTest {
    private static final int REPLICAS = 3;
    private static final int PORT = 7_600;
    private static final long COMMANDS = 3_000;
    private static final long MS = 1_000_000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(100);
    private static final ClusterGeometry GEOMETRY =
        new ClusterGeometry(0xfeed_0009L, REPLICAS, 1024, 128, 256, 65_536, 2);
    /** An emulated machine stalls for tens of milliseconds. */
    private static final DetectorConfig DETECTOR =
        new DetectorConfig(25 * MS, 15, 2, 6, 1_000 * MS, DetectorConfig.DEFAULT.clockToleranceNs());

    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final Arena arena = Arena.ofShared();
    private final Node[] nodes = new Node[REPLICAS + 1];
    private volatile long allowed;

    @AfterEach
    void end() {
        for (final Node node : nodes) {
            if (node != null) {
                node.end();
            }
        }
        arena.close();
        assertNull(fatal.get());
    }

    @Test
    void shouldLoseNothingWhenLeadersEndUnderLoadAndComeBack() throws IOException {
        for (int id = 1; id <= REPLICAS; id++) {
            nodes[id] = new Node(id, 1);
        }
        for (int kills = 1; kills <= 2; kills++) {
            allowed = COMMANDS * kills / 3;
            final Node leader = leaderThatReaches(allowed - COMMANDS / 6);
            final long startNs = System.nanoTime();
            leader.end();
            final long reached = leader.state.last;
            nodes[leader.id] = null;
            await("a successor", () -> leader() != null && leader().state.last >= Math.min(allowed, reached));
            System.out.println("replica " + leader.id + " ended at command " + reached + "; replica " + leader().id
                + " leads after " + (System.nanoTime() - startNs) / MS + " ms");
            nodes[leader.id] = new Node(leader.id, leader.incarnation + 1);
            await("admission", () -> nodes[leader.id].votes());
        }
        allowed = COMMANDS;
        await("all commands everywhere", () -> {
            boolean all = true;
            for (int id = 1; id <= REPLICAS; id++) {
                all &= nodes[id].state.last == COMMANDS;
            }
            return all;
        });
        assertEquals(nodes[1].state.hash, nodes[2].state.hash);
        assertEquals(nodes[1].state.hash, nodes[3].state.hash);
        assertEquals(Numbers.hashOf(COMMANDS), nodes[1].state.hash, "every command once, in order");
    }

    private Node leaderThatReaches(final long number) {
        await("command " + number, () -> leader() != null && leader().state.last >= number);
        return leader();
    }

    private Node leader() {
        for (final Node node : nodes) {
            if (node != null && node.replica.leadingBallot() != 0) {
                return node;
            }
        }
        return null;
    }

    private void await(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertNull(fatal.get());
            assertTrue(System.nanoTime() - startNs < DEADLINE_NS, "still waiting: " + what);
            LockSupport.parkNanos(MS);
        }
    }

    /** A replica, its thread, and a client of it that proposes the next number while it leads. */
    private final class Node {
        private final int id;
        private final int incarnation;
        private final Numbers state = new Numbers();
        private final DisniFabric fabric;
        private final MuReplica replica;
        private final Thread thread;
        private final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
        private volatile boolean running = true;
        private long proposed;
        private long ballot;

        Node(final int id, final int incarnation) throws IOException {
            this.id = id;
            this.incarnation = incarnation;
            final InetAddress address = InetAddress.getByName(System.getProperty("muex.rdma.address"));
            fabric = new DisniFabric(id, incarnation, GEOMETRY,
                new DisniConfig(DisniConfig.onOneHost(address, PORT, REPLICAS), 5_000 * MS,
                    DisniConfig.DEFAULT_ACK_EXPONENT), arena.allocate(ControlLayout.LENGTH, 4_096), new Unseen(),
                () -> { }, fatal::set);
            replica = new MuReplica(new Silent(fabric), state, DETECTOR, fatal::set);
            thread = Thread.ofPlatform().unstarted(this::run);
            replica.start();
            thread.start();
        }

        private void run() {
            try {
                while (running) {
                    if (replica.step() + propose() == 0) {
                        LockSupport.parkNanos(50_000);
                    }
                }
            } catch (final RuntimeException failure) {
                fatal.set(failure);
            }
        }

        private int propose() {
            final long leading = replica.leadingBallot();
            if (leading == 0) {
                return 0;
            }
            if (leading != ballot) {
                ballot = leading;
                proposed = state.last;
            }
            if (proposed >= allowed || proposed - state.last >= 32) {
                return 0;
            }
            command.putLong(0, proposed + 1);
            if (replica.proposer().propose(command, 0, Long.BYTES) < 0) {
                return 0;
            }
            proposed++;
            return 1;
        }

        boolean votes() {
            return fabric.fabric().own(ControlLayout.VOTES) == 1;
        }

        void end() {
            running = false;
            try {
                thread.join();
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            replica.close();
        }
    }

    /** Counts upwards: a number counts only if it is the next, so a command proposed twice changes nothing. */
    private static final class Numbers implements StateMachine {
        private volatile long last;
        private volatile long hash;

        static long hashOf(final long end) {
            long hash = 0;
            for (long number = 1; number <= end; number++) {
                hash = hash * 31 + number;
            }
            return hash;
        }

        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            final long number = buffer.getLong(offset);
            if (number == last + 1) {
                hash = hash * 31 + number;
                last = number;
            }
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            out.putLong(last);
            out.putLong(hash);
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            last = in.getLong();
            hash = in.getLong();
        }

        @Override
        public long stateHash() {
            return hash;
        }
    }

    /** Ends without telling its peers, as a process does that is killed. */
    private record Silent(FabricHost host) implements FabricHost {
        @Override
        public Fabric fabric() {
            return host.fabric();
        }

        @Override
        public void announce() {
            host.announce();
        }

        @Override
        public void leave() {
            // killed
        }

        @Override
        public void watch(final Runnable onDeath) {
            host.watch(onDeath);
        }

        @Override
        public void close() {
            host.close();
        }
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
