package io.muex.load.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLockTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLetOneHolderAtATimeTakeIt() throws Exception {
        final Path file = directory.resolve("lock");
        assertFalse(HeldLock.isHeld(file));
        final HeldLock lock = HeldLock.tryTake(file).orElseThrow();
        assertTrue(HeldLock.isHeld(file));
        assertTrue(HeldLock.tryTake(file).isEmpty());
        assertTrue(HeldLock.isHeld(file), "looking must not drop the lock");
        assertEquals(OptionalLong.of(ProcessHandle.current().pid()), HeldLock.holder(file));
        lock.close();
        assertFalse(HeldLock.isHeld(file));
        HeldLock.tryTake(file).orElseThrow().close();
    }

    @Test
    void shouldNotBelieveAProcessIdThatNobodyHoldsTheLockFor() throws Exception {
        final Path file = Files.writeString(directory.resolve("lock"), "1\n");
        assertEquals(OptionalLong.empty(), HeldLock.holder(file));
    }

    @Test
    void shouldSeeTheLockOfAnotherProcess() throws Exception {
        final Path file = directory.resolve("lock");
        try (ChildGroup group = new ChildGroup(directory, Duration.ofSeconds(5))) {
            final ChildProcess child = group.start("holder",
                JvmCommand.of(ProcessKind.CLIENT, LockingChild.class.getName()).arguments(file.toString()));
            child.awaitReady(Duration.ofSeconds(20));
            assertTrue(HeldLock.tryTake(file).isEmpty());
            assertEquals(OptionalLong.of(child.pid()), HeldLock.holder(file));
            assertFalse(HeldLock.awaitFree(file, Duration.ofMillis(50)));
            child.kill();
            assertTrue(HeldLock.awaitFree(file, Duration.ofSeconds(20)));
        }
    }

    /** Takes the lock and keeps it. */
    public static final class LockingChild {
        private LockingChild() {
        }

        public static void main(final String[] arguments) throws Exception {
            HeldLock.tryTake(Path.of(arguments[0])).orElseThrow();
            ReadyLine.print(System.out, "{}");
            Thread.currentThread().join();
        }
    }
}
