package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;

/** The checker must be able to fail. */
class LeavesNothingBehindTest {
    private final LeavesNothingBehind checked = new LeavesNothingBehind();

    @Test
    void shouldFailOverAFileLeftOnTmpfs() throws IOException {
        checked.beforeAll(null);
        Files.createFile(checked.memory().resolve("forgotten"));
        final AssertionError failure = assertThrows(AssertionError.class, () -> checked.afterAll(null));
        assertTrue(failure.getMessage().contains("forgotten"), failure.getMessage());
    }

    @Test
    void shouldFailOverAProcessThatStillRuns() throws IOException {
        checked.beforeAll(null);
        try (TestProcess forgotten = TestProcess.start(ReplicaProcess.class)) {
            final AssertionError failure = assertThrows(AssertionError.class, () -> checked.afterAll(null));
            assertTrue(failure.getMessage().contains("process " + forgotten.pid()), failure.getMessage());
        }
    }

    @Test
    void shouldPassWhenNothingIsLeft() throws IOException {
        checked.beforeAll(null);
        assertEquals(0, checked.leftBehind().size());
        checked.afterAll(null);
    }
}
