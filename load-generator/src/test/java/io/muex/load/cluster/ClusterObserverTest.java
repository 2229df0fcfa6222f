package io.muex.load.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.Role;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control regions written word by word, as replicas would leave them. */
class ClusterObserverTest {
    private static final long BALLOT = Ballot.of(3, 1, 2);

    @TempDir
    private Path home;
    private Path memory;
    private ClusterDirectory directory;
    private ClusterObserver observer;
    private final List<ReplicaSeat> seats = new ArrayList<>();

    @BeforeEach
    void create() throws IOException {
        memory = home.resolve("memory");
        directory = ClusterDirectory.create(home.resolve("cluster"), memory, 
            new ClusterGeometry(7, 3, 64, 128, 16, 4_096, 2));
        observer = new ClusterObserver(directory);
        for (int id = 1; id <= 3; id++) {
            start(id);
            set(id, 1, ControlLayout.VOTES, 1);
            set(id, 1, ControlLayout.ROLE, Role.FOLLOWER.code());
        }
        set(2, 1, ControlLayout.ROLE, Role.LEADER.code());
        set(2, 1, ControlLayout.LEADING, BALLOT);
    }

    @AfterEach
    void close() {
        observer.close();
        seats.forEach(ReplicaSeat::close);
    }

    @Test
    void shouldShowWhatReplicasShow() throws IOException {
        applied(2, 1, 500, 0xCAFE);
        set(2, 1, ControlLayout.COMMIT, 501);
        set(2, 1, ControlLayout.PROMISED, BALLOT);
        assertEquals(
            new ReplicaStatus(2, 1, true, Role.LEADER, BALLOT, true, BALLOT, 500, 501, 500, 0xCAFE, 0),
            observer.status(2));
        assertEquals(2, observer.leader().orElseThrow().id());
        assertEquals("000000000000cafe", observer.status(2).stateHashText());
        assertTrue(observer.isWhole());
    }

    @Test
    void shouldKnowTheDeadByTheirLock() {
        seats.get(1).close();
        assertEquals("DEAD", observer.status(2).roleText());
        assertFalse(observer.isWhole());
        assertTrue(observer.leader().isEmpty());
        assertEquals(BALLOT, observer.highestLeadingBallot(), "a dead leader's ballot still counts");
    }

    @Test
    void shouldNotCallAClusterWholeWhileOneLearns() throws IOException {
        set(3, 1, ControlLayout.VOTES, 0);
        assertFalse(observer.isWhole());
        assertFalse(observer.awaitWhole(1_000_000));
    }

    @Test
    void shouldFollowANewIncarnation() throws IOException {
        observer.statuses();
        seats.get(1).close();
        start(2);
        assertEquals(2, observer.status(2).incarnation());
        assertEquals(0, observer.status(2).leadingBallot());
    }

    @Test
    void shouldAgreeWhenAllLiveReplicasEndAlike() throws IOException {
        for (int id = 1; id <= 3; id++) {
            applied(id, 1, 900, 77);
        }
        final Agreement agreement = observer.awaitAgreement(1_000_000_000);
        assertTrue(agreement.sameIndex());
        assertTrue(agreement.hashesAgree());
    }

    @Test
    void shouldNotCountTheDead() throws IOException {
        applied(1, 1, 900, 77);
        applied(2, 1, 500, 11);
        applied(3, 1, 900, 77);
        seats.get(1).close();
        assertTrue(observer.awaitAgreement(1_000_000_000).hashesAgree());
    }

    @Test
    void shouldFindADivergedReplica() throws IOException {
        applied(1, 1, 900, 77);
        applied(2, 1, 900, 77);
        applied(3, 1, 900, 78);
        final Agreement agreement = observer.awaitAgreement(1_000_000_000);
        assertTrue(agreement.sameIndex());
        assertFalse(agreement.hashesAgree());
    }

    @Test
    void shouldNotAgreeOnDifferentIndices() throws IOException {
        applied(1, 1, 900, 77);
        applied(2, 1, 900, 77);
        applied(3, 1, 899, 77);
        final Agreement agreement = observer.awaitAgreement(2_000_000);
        assertFalse(agreement.sameIndex());
        assertFalse(agreement.hashesAgree());
    }

    @Test
    void shouldNotAgreeWithAReplicaThatTookItselfOut() throws IOException {
        for (int id = 1; id <= 3; id++) {
            applied(id, 1, 900, 77);
        }
        set(3, 1, ControlLayout.HALTED_AT, 600);
        assertFalse(observer.awaitAgreement(2_000_000).hashesAgree());
    }

    @Test
    void shouldReadTheTakeOverOfTheNextLeaderOnly() throws IOException {
        set(2, 1, ControlLayout.TIMELINE_BALLOT, BALLOT);
        assertTrue(observer.takeOverAfter(BALLOT).isEmpty());
        final long next = Ballot.of(4, 1, 3);
        set(3, 1, ControlLayout.TIMELINE_SUSPECTED, 1_000);
        set(3, 1, ControlLayout.TIMELINE_SWITCHED, 2_000);
        set(3, 1, ControlLayout.TIMELINE_CAUGHT_UP, 3_000);
        set(3, 1, ControlLayout.TIMELINE_LED, 4_000);
        set(3, 1, ControlLayout.TIMELINE_BALLOT, next);
        assertFalse(observer.awaitTakeOverAfter(BALLOT, 1_000_000).orElseThrow().isComplete());
        set(3, 1, ControlLayout.TIMELINE_FIRST_COMMAND, 5_000);
        assertEquals(new TakeOver(3, next, 1_000, 2_000, 3_000, 4_000, 5_000),
            observer.awaitTakeOverAfter(BALLOT, 1_000_000).orElseThrow());
    }

    private void start(final int id) throws IOException {
        final ReplicaSeat seat = directory.occupy(id);
        seats.add(seat);
        final Path file = directory.controlFile(id, seat.incarnation());
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[ControlLayout.LENGTH]);
        put(memory.resolve("members"), (long) id * ControlLayout.LINE, seat.incarnation());
    }

    private void applied(final int id, final int incarnation, final long index, final long hash) throws IOException {
        set(id, incarnation, ControlLayout.APPLIED, index);
        set(id, incarnation, ControlLayout.HASH_INDEX, index);
        set(id, incarnation, ControlLayout.STATE_HASH, hash);
    }

    private void set(final int id, final int incarnation, final int offset, final long value) throws IOException {
        put(directory.controlFile(id, incarnation), offset, value);
    }

    private static void put(final Path file, final long offset, final long value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
            channel.write(word, offset);
        }
    }
}
