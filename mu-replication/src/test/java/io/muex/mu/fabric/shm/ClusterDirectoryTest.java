package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterDirectoryTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    private static final ClusterGeometry SMALL = new ClusterGeometry(0xfeed_0001L, 3, 1024, 64, 64, 8192, 2);

    private Path home;
    private Path memory;
    private ClusterDirectory cluster;

    @BeforeEach
    void create() {
        home = FILES.disk().resolve("home");
        memory = FILES.memory().resolve("memory");
        cluster = ClusterDirectory.create(home, memory, SMALL);
    }

    @AfterEach
    void remove() {
        if (cluster != null) {
            cluster.remove();
        }
    }

    @Test
    void shouldOpenWhatWasCreated() throws IOException {
        final ClusterDirectory opened = ClusterDirectory.open(home);
        assertEquals(SMALL, opened.geometry());
        assertEquals(memory, opened.memory());
        assertTrue(opened.hasMemory());
        for (final Path directory : new Path[] {home, memory}) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        }
    }

    @Test
    void shouldNotCreateAClusterOverAnother() {
        assertThrows(ClusterDirectoryException.class, () -> ClusterDirectory.create(home, memory, SMALL));
        assertEquals(1, occupyOnce(1));
    }

    @Test
    void shouldCountEveryStartOnDisk() {
        assertEquals(1, occupyOnce(1));
        assertEquals(2, occupyOnce(1));
        assertEquals(1, occupyOnce(2));
        assertEquals(3, occupyOnce(ClusterDirectory.open(home), 1));
    }

    @Test
    void shouldBeginToCountAgainOnlyWithANewCluster() {
        assertEquals(1, occupyOnce(1));
        cluster.remove();
        cluster = ClusterDirectory.create(home, memory, new ClusterGeometry(0xfeed_0002L, 3, 1024, 64, 64, 8192, 2));
        assertEquals(1, occupyOnce(1));
    }

    @Test
    void shouldRefuseASecondStartInTheSameProcess() {
        try (ReplicaSeat seat = cluster.occupy(2)) {
            final ClusterDirectoryBusyException busy =
                assertThrows(ClusterDirectoryBusyException.class, () -> ClusterDirectory.open(home).occupy(2));
            assertEquals(2, busy.id());
            assertEquals(ProcessHandle.current().pid(), busy.pid());
            assertEquals(1, seat.incarnation());
        }
        assertEquals(2, occupyOnce(2), "a refused start is not counted");
    }

    @Test
    void shouldKeepItsLockWhileOthersLookAtIt() {
        try (ReplicaSeat seat = cluster.occupy(1)) {
            assertTrue(cluster.isRunning(seat.id()));
            assertEquals(ProcessHandle.current().pid(), cluster.pidOf(1));
            assertThrows(ClusterDirectoryBusyException.class, () -> cluster.occupy(1));
            try (TestProcess second = TestProcess.start(ReplicaProcess.class, home, 1)) {
                assertEquals("1 " + ProcessHandle.current().pid(), second.await("busy"));
                assertEquals(0, second.exitStatus());
            }
        }
        assertFalse(cluster.isRunning(1));
    }

    @Test
    void shouldNameTheProcessThatRunsAndTakeOverWhenItWasKilled() {
        try (TestProcess first = TestProcess.start(ReplicaProcess.class, home, 3)) {
            first.await("announced");
            final ClusterDirectoryBusyException busy =
                assertThrows(ClusterDirectoryBusyException.class, () -> cluster.occupy(3));
            assertEquals(first.pid(), busy.pid());
            assertTrue(busy.getMessage().contains("replica 3"), busy.getMessage());
            first.kill();
            first.exitStatus();
        }
        assertEquals(1, cluster.announced(3));
        assertEquals(2, occupyOnce(3));
    }

    @Test
    void shouldRemoveNothingWhileAReplicaRuns() {
        try (TestProcess running = TestProcess.start(ReplicaProcess.class, home, 1)) {
            running.await("announced");
            assertEquals(1, assertThrows(ClusterDirectoryBusyException.class, cluster::remove).id());
            assertTrue(cluster.hasMemory());
            assertTrue(cluster.isRunning(1));
        }
    }

    @Test
    void shouldRemoveEverythingThatItMade() {
        occupyOnce(1);
        cluster.remove();
        assertFalse(Files.exists(home));
        assertFalse(Files.exists(memory));
        assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(1));
        cluster = null;
    }

    @Test
    void shouldLeaveFilesOfOthersInItsHome() throws IOException {
        final Path foreign = Files.createFile(home.resolve("config.yaml"));
        cluster.remove();
        assertTrue(Files.exists(foreign));
        Files.delete(foreign);
        Files.delete(home);
        cluster = null;
    }

    @Test
    void shouldNotStartWithoutTheMemoryOfItsCluster() throws IOException {
        ClusterDirectory.deleteTree(memory);
        final ClusterDirectoryException refused =
            assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(1));
        assertTrue(refused.getMessage().contains("majority is lost"), refused.getMessage());
    }

    @Test
    void shouldNotStartAfterTheLastIncarnation() throws IOException {
        Files.writeString(home.resolve("replica-1.incarnation"), "feed0001 65534\n");
        assertEquals(ClusterDirectory.LAST_INCARNATION, occupyOnce(1));
        assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(1));
    }

    @Test
    void shouldNotStartWithACounterThatWasSetBackOrIsGone() throws IOException {
        announce(1, 7);
        assertTrue(assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(1))
            .getMessage().contains("set back"));
        Files.delete(home.resolve("replica-1.incarnation"));
        assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(1));
        Files.writeString(home.resolve("replica-1.incarnation"), "beef 9\n");
        assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(1));
    }

    @Test
    void shouldNotStartWithAnIdThatIsNotItsOwn() {
        assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(0));
        assertThrows(ClusterDirectoryException.class, () -> cluster.occupy(4));
    }

    @Test
    void shouldRemoveWhatAnUnfinishedCreationLeft() throws IOException {
        ClusterDirectory.deleteTree(memory);
        assertFalse(ClusterDirectory.open(home).hasMemory());
        ClusterDirectory.open(home).remove();
        cluster = ClusterDirectory.create(home, memory, SMALL);
        assertEquals(1, occupyOnce(1));
    }

    private void announce(final int id, final long incarnation) throws IOException {
        try (FileChannel members =
            FileChannel.open(memory.resolve(ClusterDirectory.MEMBERS), StandardOpenOption.WRITE)) {
            final ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, incarnation);
            members.write(word, ClusterDirectory.memberOffset(id));
        }
    }

    private int occupyOnce(final int id) {
        return occupyOnce(cluster, id);
    }

    private static int occupyOnce(final ClusterDirectory directory, final int id) {
        try (ReplicaSeat seat = directory.occupy(id)) {
            return seat.incarnation();
        }
    }
}
