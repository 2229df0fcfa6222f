package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterGeometryTest {
    private static final long MIB = 1L << 20;

    @Test
    void shouldTakeTheDefaultsWhereMemoryIsPlentiful() {
        final ClusterGeometry geometry = ClusterGeometry.fitting(7, 3, 256, 24_000 * MIB);
        assertEquals(ClusterGeometry.DEFAULT_SLOTS, geometry.slots());
        assertEquals(ClusterGeometry.DEFAULT_RETAINED, geometry.retained());
        assertEquals(ClusterGeometry.DEFAULT_SNAPSHOT_CAPACITY_BYTES, geometry.snapshotCapacityBytes());
    }

    @Test
    void shouldFitThreeReplicasAndARestartIntoTheMemoryOfAContainer() {
        final ClusterGeometry geometry = ClusterGeometry.fitting(7, 3, 256, 64 * MIB);
        assertEquals(ClusterGeometry.LEAST_SLOTS, geometry.slots());
        assertEquals(4 * MIB, geometry.snapshotCapacityBytes());
        final long withRestart = geometry.clusterBytes() + geometry.replicaBytes();
        assertTrue(withRestart < 48 * MIB, withRestart + " bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {64, 200, 512, 1_000, 2_000, 4_000, 9_000, 24_000, 500_000})
    void shouldTakeAtMostAQuarterOfTheFreeMemoryUnlessThatIsTooLittleForAnyRing(final long mebibytes) {
        for (final int replicas : new int[] {3, 5, 9}) {
            final ClusterGeometry geometry = ClusterGeometry.fitting(7, replicas, 256, mebibytes * MIB);
            assertTrue(geometry.slots() == ClusterGeometry.LEAST_SLOTS
                || geometry.clusterBytes() <= mebibytes * MIB / 4, geometry.toString());
            assertTrue(geometry.snapshotCapacityBytes() <= mebibytes * MIB / 16, geometry.toString());
        }
    }

    @Test
    void shouldNameEveryProblemAtOnce() {
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> new ClusterGeometry(0, 10, 3, 100, 4, 0, 0));
        for (final String word :
            new String[] {"cluster id", "replica count", "power of two", "64", "retained", "8", "spare"}) {
            assertTrue(refused.getMessage().contains(word), refused.getMessage());
        }
    }
}
