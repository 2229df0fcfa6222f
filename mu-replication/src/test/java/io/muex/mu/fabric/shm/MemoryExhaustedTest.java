package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.PermissionWord;

/** A full memory file system is an error with figures, never a fault at a later store. */
class MemoryExhaustedTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    @Test
    void shouldSayHowMuchIsNeededAndHowMuchThereIs() throws IOException {
        final Path memory = FILES.memory().resolve("memory");
        final long tooMuch = Files.getFileStore(FILES.memory()).getTotalSpace() / 4096 * 4096 + 4096;
        final Path home = FILES.disk().resolve("home");
        final ClusterGeometry geometry = new ClusterGeometry(5, 3, 64, 64, 16, tooMuch, 2);
        final MemoryExhaustedException exhausted =
            assertThrows(MemoryExhaustedException.class, () -> ClusterDirectory.create(home, memory, geometry));
        assertTrue(exhausted.neededBytes() > 3 * tooMuch);
        assertTrue(exhausted.availableBytes() < tooMuch);
        assertTrue(exhausted.getMessage().contains(FILES.memory().toString()), exhausted.getMessage());
        assertFalse(Files.exists(home));
        assertFalse(Files.exists(memory));
    }

    @Test
    void shouldFailCleanlyWhenTheFileSystemFillsUpWhileZerosAreWritten() throws IOException {
        try (SmallFileSystem small = new SmallFileSystem(FILES.memory().resolve("small"), 4)) {
            final Path file = small.root().resolve("region");
            final MemoryExhaustedException exhausted =
                assertThrows(MemoryExhaustedException.class, () -> MappedFile.create(file, 8L << 20));
            assertEquals(8L << 20, exhausted.neededBytes());
            assertEquals(4L << 20, exhausted.availableBytes());
            try (Stream<Path> left = Files.list(small.root())) {
                assertEquals(0, left.count());
            }
        }
    }

    @Test
    void shouldRunThreeReplicasInTheSharedMemoryOfAContainer() throws IOException {
        try (SmallFileSystem small = new SmallFileSystem(FILES.memory().resolve("container"), 64)) {
            final long freeBytes = Files.getFileStore(small.root()).getUsableSpace();
            final ClusterDirectory cluster = ClusterDirectory.create(FILES.disk().resolve("container"),
                small.root().resolve("memory"), ClusterGeometry.fitting(6, 3, 256, freeBytes));
            try (ReplicaSeat one = cluster.occupy(1); ReplicaSeat two = cluster.occupy(2);
                ReplicaSeat three = cluster.occupy(3);
                ShmRegions first = ShmRegions.open(one, MemoryExhaustedTest::fail);
                ShmRegions second = ShmRegions.open(two, MemoryExhaustedTest::fail);
                ShmRegions third = ShmRegions.open(three, MemoryExhaustedTest::fail)) {
                assertTrue(first.awaitReady(10_000_000_000L));
                assertTrue(second.snapshot(2, 1) != Regions.ABSENT && third.ring(3, 1, 2) != Regions.ABSENT);
            }
            cluster.remove();
        }
    }

    @Test
    void shouldReportAMissingSpareAndMakeItOnceThereIsRoom() throws IOException {
        try (SmallFileSystem small = new SmallFileSystem(FILES.memory().resolve("tight"), 1)) {
            final ClusterDirectory cluster = ClusterDirectory.create(FILES.disk().resolve("tight"),
                small.root().resolve("memory"), new ClusterGeometry(5, 3, 64, 64, 16, 8192, 2));
            final AtomicReference<Throwable> reported = new AtomicReference<>();
            try (ReplicaSeat seat = cluster.occupy(1); ShmRegions regions = ShmRegions.open(seat, reported::set)) {
                final Path ballast = small.root().resolve("ballast");
                fill(ballast);
                final Memory memory = new MappedMemory();
                memory.putRelease(regions.control(1, 1) + ControlLayout.PERMISSION, PermissionWord.granted(1, 1));
                Await.until("report", () -> reported.get() instanceof MemoryExhaustedException);
                assertEquals(Regions.ABSENT, regions.ring(1, 1, 3));
                Files.delete(ballast);
                Await.until("spare", () -> regions.ring(1, 1, 3) != Regions.ABSENT);
            }
            cluster.remove();
        }
    }

    private static void fill(final Path file) throws IOException {
        final byte[] page = new byte[4096];
        try (var output = Files.newOutputStream(file)) {
            while (true) {
                output.write(page);
            }
        } catch (final IOException full) {
            assertTrue(full.getMessage().contains("No space"), full.getMessage());
        }
    }

    private static void fail(final Throwable failure) {
        throw new AssertionError(failure);
    }

    /** A tmpfs of a few mebibytes; mounting it takes root, without which the test is skipped. */
    private static final class SmallFileSystem implements AutoCloseable {
        private final Path root;

        private SmallFileSystem(final Path root, final int mebibytes) throws IOException {
            this.root = Files.createDirectory(root);
            final boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "muex-test", root.toString());
            if (!mounted) {
                Files.delete(root);
            }
            assumeTrue(mounted, "cannot mount a tmpfs here");
        }

        private Path root() {
            return root;
        }

        @Override
        public void close() throws IOException {
            assertTrue(run("umount", root.toString()));
            Files.delete(root);
        }

        private static boolean run(final String... command) throws IOException {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().onExit().join().exitValue() == 0;
        }
    }
}
