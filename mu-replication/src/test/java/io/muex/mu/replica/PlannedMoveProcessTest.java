package io.muex.mu.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.OperatorMail;
import io.muex.mu.fabric.shm.TestProcess;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leadership of real processes under load, moved round and round. */
class PlannedMoveProcessTest {
    private static final int REPLICAS = 3;
    private static final int PROPOSALS_PER_SECOND = 20_000;
    private static final int MOVES = Integer.getInteger("muex.moves", 12);
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private static final String[] PHASES = {"asks", "granted", "adopted", "leads", "first command"};

    private final long[][] phasesNs = new long[PHASES.length][MOVES];
    private final UnsafeBuffer[] control = new UnsafeBuffer[REPLICAS + 1];
    private final TestProcess[] processes = new TestProcess[REPLICAS + 1];
    private ClusterDirectory cluster;

    @BeforeEach
    void start(@TempDir final Path home) throws IOException {
        final Path memory = Path.of("/dev/shm", "muex-move-" + ProcessHandle.current().pid());
        cluster = ClusterDirectory.create(home.resolve("cluster"), memory,
            new ClusterGeometry(System.nanoTime() | 1, REPLICAS, 4_096, 128, 1_024, 1 << 20, 2));
        for (int id = 1; id <= REPLICAS; id++) {
            processes[id] = TestProcess.start(KeyValueProcess.class, cluster.home(), id, PROPOSALS_PER_SECOND);
        }
        for (int id = 1; id <= REPLICAS; id++) {
            processes[id].await("READY");
            control[id] = map(cluster.controlFile(id, 1));
        }
    }

    @AfterEach
    void stop() {
        for (int id = 1; id <= REPLICAS; id++) {
            if (control[id] != null) {
                IoUtil.unmap(control[id].byteBuffer());
            }
            processes[id].close();
        }
        cluster.remove();
    }

    @Test
    void shouldHandOverWithoutAPauseThatAnybodyNotices() {
        final long[] gapsNs = new long[MOVES];
        int leader = awaitLeader(0);
        for (int move = 0; move < MOVES; move++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            final int successor = leader % REPLICAS + 1;
            final long ended = OperatorMail.askToMove(cluster, successor);
            assertNotEquals(Ballot.NONE, ended);
            assertEquals(successor, awaitLeader(ended), "move " + move);
            gapsNs[move] = word(successor, ControlLayout.TIMELINE_FIRST_COMMAND)
                - word(leader, ControlLayout.TIMELINE_HELD);
            note(leader, successor, move);
            leader = successor;
        }
        assertEquals(Ballot.NONE, OperatorMail.askToMove(cluster, leader), "who leads already is not asked");
        Arrays.sort(gapsNs);
        System.out.printf("planned moves: %d, gap between commands p50 %d us, p90 %d us, max %d us; "
            + "p50 since commands wait: %s%n", MOVES, gapsNs[MOVES / 2] / 1_000,
            gapsNs[MOVES * 9 / 10] / 1_000, gapsNs[MOVES - 1] / 1_000, medians());
        assertTrue(gapsNs[0] > 0);
        // A generous bound: tests run on busy hosts. Far below what a death takes to be noticed.
        assertTrue(gapsNs[MOVES / 2] < TimeUnit.MILLISECONDS.toNanos(10), Arrays.toString(gapsNs));
    }

    private void note(final int leader, final int successor, final int move) {
        final int[] words = {ControlLayout.TIMELINE_SUSPECTED, ControlLayout.TIMELINE_SWITCHED,
            ControlLayout.TIMELINE_CAUGHT_UP, ControlLayout.TIMELINE_LED, ControlLayout.TIMELINE_FIRST_COMMAND};
        for (int i = 0; i < words.length; i++) {
            phasesNs[i][move] = word(successor, words[i]) - word(leader, ControlLayout.TIMELINE_HELD);
        }
    }

    private String medians() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < phasesNs.length; i++) {
            Arrays.sort(phasesNs[i]);
            text.append(PHASES[i]).append(' ').append(phasesNs[i][MOVES / 2] / 1_000).append(" us ");
        }
        return text.toString();
    }

    /** Waits for somebody to have committed a command under a later ballot. */
    private int awaitLeader(final long after) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (System.nanoTime() < deadline) {
            for (int id = 1; id <= REPLICAS; id++) {
                final long ballot = word(id, ControlLayout.LEADING);
                if (ballot > after && word(id, ControlLayout.TIMELINE_FIRST_COMMAND) != 0
                    && word(id, ControlLayout.TIMELINE_BALLOT) == ballot) {
                    return id;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        throw new AssertionError("nobody leads after " + Ballot.toString(after));
    }

    private long word(final int id, final int offset) {
        return control[id].getLongVolatile(offset);
    }

    private static UnsafeBuffer map(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, ControlLayout.LENGTH));
        }
    }
}
