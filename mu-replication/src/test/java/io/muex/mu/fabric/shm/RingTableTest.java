package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.fabric.Regions;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rings come and go, and none is ever found under the epoch of another. */
class RingTableTest {
    @RegisterExtension
    static final LeavesNothingBehind FILES = new LeavesNothingBehind();

    /** Not a divisor of the capacity, so that epochs that share a place have different files. */
    private static final int COUNT = 3;
    private final MappedFile[] files = new MappedFile[COUNT];
    private final RingTable table = new RingTable();

    @BeforeEach
    void create() {
        for (int i = 0; i < COUNT; i++) {
            files[i] = MappedFile.create(FILES.memory().resolve("ring." + i), 4_096);
        }
    }

    @AfterEach
    void remove() throws IOException {
        for (final MappedFile file : files) {
            file.unmap();
            Files.delete(file.file());
        }
    }

    @Test
    void shouldFindARingByItsOwnEpochOnlyThroughManyLaps() {
        for (long epoch = 1; epoch <= RingTable.CAPACITY; epoch++) {
            assertTrue(table.hasRoom());
            add(epoch);
        }
        assertFalse(table.hasRoom());
        for (long oldest = 1; oldest <= 3 * RingTable.CAPACITY; oldest++) {
            final long end = oldest + RingTable.CAPACITY;
            assertEquals(Regions.ABSENT, table.address(oldest - 1));
            assertEquals(Regions.ABSENT, table.address(end));
            for (long epoch = oldest; epoch < end; epoch++) {
                assertEquals(file(epoch).address(), table.address(epoch));
            }
            assertSame(file(oldest), table.removeOldest());
            assertEquals(Regions.ABSENT, table.address(oldest), "removed");
            add(end);
        }
    }

    @Test
    void shouldBeginAtALaterEpoch() {
        add(1);
        assertFalse(table.isEmpty());
        table.removeOldest();
        assertTrue(table.isEmpty());
        table.startAt(700);
        assertEquals(700, table.oldest());
        add(700);
        assertEquals(file(700).address(), table.address(700));
        assertEquals(Regions.ABSENT, table.address(700 - RingTable.CAPACITY));
        assertEquals(Regions.ABSENT, table.address(700 + RingTable.CAPACITY));
    }

    @Test
    void shouldKnowNoRingBeforeTheFirstGrant() {
        add(1);
        assertEquals(Regions.ABSENT, table.address(0));
        assertEquals(Regions.ABSENT, table.address(-1));
        assertEquals(Regions.ABSENT, new RingTable().address(0));
    }

    private void add(final long epoch) {
        assertEquals(epoch, table.end());
        table.add(file(epoch));
    }

    private MappedFile file(final long epoch) {
        return files[(int) (epoch % COUNT)];
    }
}
