package io.muex.deploy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;

import io.muex.load.process.ChildFailure;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;

class DriverProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path home;
    private Path memory;
    private ChildGroup group;

    @BeforeEach
    void setUp() throws IOException {
        memory = Files.createTempDirectory(Path.of("/dev/shm"), "muex-driver-test-");
        group = new ChildGroup(home.resolve("logs"), Duration.ofSeconds(10));
    }

    @AfterEach
    void tearDown() throws IOException {
        group.close();
        ClusterDirectories.remove(memory);
    }

    @Test
    void shouldCarryMessagesAndLeaveNothingBehind() throws Exception {
        final ChildProcess driver = start("driver");
        final String ready = driver.awaitReady(PATIENCE);
        assertTrue(ready.contains("\"aeronDirectory\":\"" + memory.resolve("aeron") + "\""), ready);

        assertEquals(42, sendThrough(memory.resolve("aeron")));
        assertTrue(Files.size(memory.resolve("aeron/cnc.dat")) < 12 << 20, "fits where shared memory is small");

        driver.stop(PATIENCE);
        assertFalse(Files.exists(memory), "the directory is gone with its only user");
    }

    @Test
    void shouldRefuseToRunTwiceAndTakeOverFromAKilledOne() throws Exception {
        final ChildProcess first = start("first");
        first.awaitReady(PATIENCE);

        final ChildProcess second = start("second");
        final String message = assertThrows(ChildFailure.class, () -> second.awaitReady(PATIENCE)).getMessage();
        assertTrue(message.contains("ended with status 2"), message);
        assertTrue(message.contains("runs in " + memory.resolve("aeron") + " already (process " + first.pid() + ")"),
            message);

        first.kill();
        first.awaitEnd(PATIENCE);
        final ChildProcess third = start("third");
        third.awaitReady(PATIENCE);
        assertEquals(42, sendThrough(memory.resolve("aeron")));
    }

    private ChildProcess start(final String name) throws IOException {
        return group.start(name, JvmCommand.muex(ProcessKind.DRIVER, "driver",
            "--set", "cluster.home=" + home, "--set", "cluster.memory=" + memory));
    }

    /** Sends one number to ourselves through the driver and returns what arrives. */
    private static int sendThrough(final Path aeronDirectory) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[Integer.BYTES]);
        message.putInt(0, 42);
        final int[] received = new int[1];
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory.toString()));
            Subscription subscription = aeron.addSubscription("aeron:ipc", 7);
            ExclusivePublication publication = aeron.addExclusivePublication("aeron:ipc", 7)) {
            final long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (publication.offer(message) < 0) {
                assertTrue(System.nanoTime() - deadline < 0, "nobody took the message");
                LockSupport.parkNanos(1_000_000);
            }
            while (subscription.poll((buffer, offset, length, header) -> received[0] = buffer.getInt(offset), 1) == 0) {
                assertTrue(System.nanoTime() - deadline < 0, "the message did not arrive");
                LockSupport.parkNanos(1_000_000);
            }
        }
        return received[0];
    }
}
