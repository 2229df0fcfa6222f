package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muex.mu.Ballot;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Replica 1 was granted a majority, its own log among it, and lost its own log to replica 3 before its replication
 * plane looks: what it then replays is the ring of replica 3.
 */
class LostOwnLogTest {
    private static final int SLOT_LENGTH = 128;
    private static final long MINE = Ballot.of(1, 1, 1);
    private static final long THEIRS = Ballot.of(2, 1, 3);
    private final PrivateCluster cluster = new PrivateCluster(3, 64, SLOT_LENGTH, 16, 4096);
    private final MemoryFabric first = new MemoryFabric(new PlainMemory(), cluster.join(1, 1));
    private final MemoryFabric second = new MemoryFabric(new PlainMemory(), cluster.join(2, 1));
    private final MemoryFabric third = new MemoryFabric(new PlainMemory(), cluster.join(3, 1));
    private final PlaneBoard board = new PlaneBoard(3);
    private final List<Long> applied = new ArrayList<>();
    private final ReplicationPlane plane =
        new ReplicationPlane(first, new ReplicatedState(new Recorder(), new HashAudit(3, 1, 1, 4096)), board, true);
    private long nowNs = 1;

    @AfterEach
    void free() {
        cluster.close();
    }

    @Test
    void shouldNotPrepareWhenItsOwnLogIsSomebodyElsesAgain() {
        grantMine();
        writeTheirs();
        for (int cycle = 0; cycle < 5; cycle++) {
            plane.doWork(++nowNs, nowNs);
            assertEquals(Ballot.NONE, first.own(ControlLayout.PREPARING), "in cycle " + cycle);
        }
        assertEquals(MINE, board.givenUp(), "a new ballot is needed");
        assertEquals(List.of(7L, 8L), applied, "it follows");
        assertEquals(0, writtenToSecond(), "what it reads in another one's ring it writes to nobody");
    }

    /** The same, but for the loss. */
    @Test
    void shouldPrepareWhileItsOwnLogIsItsOwn() {
        grantMine();
        plane.doWork(++nowNs, nowNs);
        assertEquals(MINE, first.own(ControlLayout.PREPARING));
        plane.doWork(++nowNs, nowNs);
        assertEquals(1, writtenToSecond(), "its first entry");
    }

    private void grantMine() {
        board.beginCandidacy(MINE, nowNs);
        for (final MemoryFabric target : List.of(first, second)) {
            target.gate().grant(1, MINE, true, 0);
            board.post(first.grant(target.selfId(), 1, MINE));
        }
    }

    /** Replica 3 has two values chosen, with the log of replica 1 and its own. */
    private void writeTheirs() {
        first.gate().grant(3, THEIRS, true, 0);
        final LogChannel channel = third.open(third.grant(1, 1, THEIRS));
        final Entry entry = new Entry(SLOT_LENGTH);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
        for (int index = 0; index < 2; index++) {
            payload.putLong(0, 7 + index);
            entry.encode(index, THEIRS, 1, EntryKind.COMMAND, payload, 0, 8);
            channel.post(entry, 0);
        }
        channel.postCommit(2);
    }

    private long writtenToSecond() {
        return new PlainMemory().getAcquire(cluster.join(2, 1).ring(2, 1, 1) + RingLayout.WRITTEN_END);
    }

    private final class Recorder implements StateMachine {
        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            applied.add(buffer.getLong(offset));
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
            return applied.hashCode();
        }
    }
}
