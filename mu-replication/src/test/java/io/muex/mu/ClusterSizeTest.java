package io.muex.mu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.fabric.shm.ClusterGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSizeTest {
    @ParameterizedTest
    @CsvSource({"3, 1", "5, 2", "7, 3", "9, 4"})
    void shouldTakeOddSizesAndSayWhatTheySurvive(final int replicas, final int deaths) {
        assertNull(ClusterSize.problem(replicas));
        assertEquals(deaths, ClusterSize.tolerated(replicas));
        assertEquals(replicas, new ClusterGeometry(1, replicas, 64, 128, 16, 8192, 2).replicaCount());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2, 4, 6, 8, 10, 11})
    void shouldRefuseTheOthersWithAReason(final int replicas) {
        final String reason = assertThrows(IllegalArgumentException.class,
            () -> new ClusterGeometry(1, replicas, 64, 128, 16, 8192, 2)).getMessage();
        assertTrue(reason.contains("replica count must be ") && reason.contains("(is " + replicas + ")"), reason);
    }
}
