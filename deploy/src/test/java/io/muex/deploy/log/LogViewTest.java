package io.muex.deploy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;

/** A log that changed hands once, written here word by word: replica 2 wrote under grant 1, replica 3 does under 2. */
class LogViewTest {
    private static final int SLOTS = 64;
    private static final int SLOT_LENGTH = 128;
    private static final long EPOCH = 2;
    private static final int HOLDER = 3;
    private static final int OF_OLD_RING = 1;
    private static final int OF_INHERITANCE = 2;
    private static final int OF_RING = 3;

    @TempDir
    private Path place;
    private ClusterDirectory directory;
    private Path regions;

    @BeforeEach
    void writeTheLog() throws IOException {
        directory = ClusterDirectory.create(place.resolve("home"), place.resolve("memory"),
            new ClusterGeometry(1, 3, SLOTS, SLOT_LENGTH, 16, 8_192, 2));
        try (ShmFabric fabric = ShmFabric.open(directory.occupy(1), Throwable::printStackTrace)) {
            fabric.announce();
        }
        regions = directory.controlFile(1, directory.announced(1)).getParent();
        change("control", ControlLayout.LENGTH, control -> {
            final int grant = ControlLayout.grant(HOLDER);
            control.putLong(ControlLayout.PERMISSION, PermissionWord.granted(EPOCH, HOLDER));
            control.putLong(grant + ControlLayout.GRANT_PERMISSION, PermissionWord.granted(EPOCH, HOLDER));
            control.putLong(grant + ControlLayout.GRANT_FROM, 0);
            control.putLong(grant + ControlLayout.GRANT_END, 3);
            control.putLong(grant + ControlLayout.GRANT_BASE, 4);
            control.putLong(grant + ControlLayout.GRANT_CHOSEN_FROM, 0);
            control.putLong(ControlLayout.COMMIT, 6);
        });
    }

    @AfterEach
    void remove() {
        directory.remove();
    }

    @Test
    void shouldShowWhatWasAppliedFromTheRingBeforeAndCameAfterCopying() throws IOException {
        inherit(0, true);
        inherit(1, true);
        inherit(2, false);
        write(1, 2, OF_OLD_RING);
        write(1, 3, OF_OLD_RING);
        write(EPOCH, 4, OF_RING);
        write(EPOCH, 5, OF_RING);
        assertEquals(List.of(OF_INHERITANCE, OF_INHERITANCE, OF_OLD_RING, OF_OLD_RING, OF_RING, OF_RING), shown());
    }

    @Test
    void shouldShowNothingThatTheHolderBeforeMayHaveWrittenInVain() throws IOException {
        inherit(0, true);
        inherit(1, false);
        write(1, 4, OF_OLD_RING);
        write(EPOCH, 5, OF_RING);
        assertEquals(List.of(OF_INHERITANCE, 0, 0, 0, 0, OF_RING), shown());
    }

    @Test
    void shouldDoWithoutTheRingBefore() throws IOException {
        Files.deleteIfExists(regions.resolve("ring.1"));
        inherit(0, true);
        write(EPOCH, 4, OF_RING);
        assertEquals(List.of(OF_INHERITANCE, 0, 0, 0, OF_RING, 0), shown());
    }

    /** Kind of each entry below the commit index, 0 where none is shown. */
    private List<Integer> shown() throws IOException {
        final List<Integer> kinds = new ArrayList<>();
        final Entry entry = new Entry(SLOT_LENGTH);
        try (LogView log = LogView.open(directory, 1)) {
            for (long index = log.firstIndex(); index < log.commitIndex(); index++) {
                kinds.add(log.read(index, entry) ? entry.kind() : 0);
            }
            assertFalse(log.read(log.commitIndex(), entry));
        }
        return kinds;
    }

    private void inherit(final long index, final boolean isMarked) throws IOException {
        change("inheritance." + InheritanceLayout.area(EPOCH), directory.geometry().inheritanceBytes(), area ->
            put(area, (int) index * SLOT_LENGTH, index + 1, InheritanceLayout.mark(isMarked), index, OF_INHERITANCE));
    }

    private void write(final long epoch, final long index, final int kind) throws IOException {
        change("ring." + epoch, directory.geometry().ringBytes(), ring -> {
            ring.putLong(RingLayout.WRITTEN_END, index + 1);
            put(ring, (int) RingLayout.slot(index, SLOTS, SLOT_LENGTH), RingLayout.commitWord(epoch, index), 0, index,
                kind);
        });
    }

    private static void put(final UnsafeBuffer into, final int at, final long commitWord, final long commitIndex,
                            final long index, final int kind) {
        final Entry entry = new Entry(SLOT_LENGTH);
        entry.encode(index, 1, 0, kind, new UnsafeBuffer(new byte[8]), 0, 8);
        into.putBytes(at, entry.buffer(), 0, entry.imageEnd());
        into.putLong(at + RingLayout.COMMIT_INDEX, commitIndex);
        into.putLong(at + RingLayout.INTEGRITY, entry.integrity(commitWord, commitIndex));
        into.putLong(at, commitWord);
    }

    private interface Change {
        void apply(UnsafeBuffer file);
    }

    private void change(final String name, final long length, final Change change) throws IOException {
        final Path file = regions.resolve(name);
        assertTrue(Files.exists(file), file::toString);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            change.apply(new UnsafeBuffer(mapped));
            IoUtil.unmap(mapped);
        }
    }
}
