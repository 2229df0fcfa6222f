package io.muex.load.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path directory;
    private ChildGroup group;

    @BeforeEach
    void openGroup() {
        group = new ChildGroup(directory, Duration.ofSeconds(5));
    }

    @AfterEach
    void closeGroup() {
        group.close();
    }

    @Test
    void shouldTellWhenAChildIsReadyAndEndItInOrder() throws Exception {
        final ChildProcess child = start("child", "ready");
        assertEquals("{\"pid\":" + child.pid() + "}", child.awaitReady(PATIENCE));
        assertTrue(child.isAlive());

        child.stop(PATIENCE);

        assertFalse(child.isAlive());
        assertTrue(child.output().contains("ended in order"), child.output());
        assertEquals(directory.resolve("child.log"), child.log());
    }

    @Test
    void shouldKillAChildThatDoesNotEndInTime() throws Exception {
        final ChildProcess child = start("child", "stubborn");
        child.awaitReady(PATIENCE);
        assertEquals(KILLED, child.stop(Duration.ofMillis(100)));
    }

    @Test
    void shouldQuoteTheLogOfAChildThatFails() throws Exception {
        final ChildProcess child = start("replica-1", "fail");
        final String message = assertThrows(ChildFailure.class, () -> child.awaitReady(PATIENCE)).getMessage();
        assertEquals("replica-1 (process " + child.pid() + ") ended with status 3 before it was ready; it said:\n"
            + "  first line\n  the reason it failed\nits log: " + child.log(), message);
    }

    @Test
    void shouldLosePatienceWithAChildThatSaysNothing() throws Exception {
        final ChildProcess child = start("child", "silent");
        final String message =
            assertThrows(ChildFailure.class, () -> child.awaitReady(Duration.ofMillis(200))).getMessage();
        assertTrue(message.contains("was not ready within 200 ms; it printed nothing"), message);
    }

    @Test
    void shouldPauseAndResume() throws Exception {
        final ChildProcess child = start("child", "ready");
        child.awaitReady(PATIENCE);
        child.pause();
        await(() -> state(child.pid()) == 'T');
        assertTrue(child.isAlive());
        child.resume();
        await(() -> state(child.pid()) != 'T');
        child.pause();
        assertEquals(KILLED, killAndAwait(child), "a paused child can be killed");
    }

    @Test
    void shouldPrepareAPauseUnnoticedAndEndItsGuard() throws Exception {
        final ChildProcess child = start("child", "ready");
        child.awaitReady(PATIENCE);
        child.preparePause();
        final List<ProcessHandle> guards =
            ProcessHandle.current().children().filter(other -> other.pid() != child.pid()).toList();
        assertEquals(1, guards.size(), guards::toString);
        assertTrue(state(child.pid()) != 'T');
        child.pause();
        await(() -> state(child.pid()) == 'T');
        assertTrue(guards.getFirst().isAlive());
        child.resume();
        await(() -> state(child.pid()) != 'T' && !guards.getFirst().isAlive());
        child.preparePause();
        child.stop(PATIENCE);
        await(() -> ProcessHandle.current().children().findAny().isEmpty());
    }

    @Test
    void shouldEndTheGuardOfAChildThatWasKilledWhilePausedWhenItsNameIsTakenAgain() throws Exception {
        final ChildProcess first = start("child", "ready");
        first.awaitReady(PATIENCE);
        first.pause();
        assertEquals(KILLED, killAndAwait(first));
        assertEquals(1, ProcessHandle.current().children().count(), "the guard is left");
        final ChildProcess second = start("child", "ready");
        await(() -> ProcessHandle.current().children().noneMatch(other -> other.pid() != second.pid()));
    }

    @Test
    void shouldEndAPausedChildInOrder() throws Exception {
        final ChildProcess child = start("child", "ready");
        child.awaitReady(PATIENCE);
        child.pause();
        await(() -> state(child.pid()) == 'T');
        child.stop(PATIENCE);
        assertTrue(child.output().contains("ended in order"), child.output());
    }

    @Test
    void shouldEndChildrenWhoseLauncherIsKilled() throws Exception {
        final ChildProcess launcher = start("launcher", "launch", directory.toString());
        final String ready = launcher.awaitReady(PATIENCE);
        final long grandchild = Long.parseLong(ready.replaceAll("[^0-9]", ""));
        assertTrue(isAlive(grandchild));

        launcher.kill();

        await(() -> !isAlive(grandchild));
        assertTrue(Files.readString(directory.resolve("grandchild.log")).contains("ended in order"));
    }

    @Test
    void shouldLetADetachedProcessOutliveItsLauncher() throws Exception {
        final ChildProcess launcher = start("launcher", "detach", directory.toString());
        final long detached = Long.parseLong(launcher.awaitReady(PATIENCE).replaceAll("[^0-9]", ""));
        final String session = Files.readString(Path.of("/proc/" + detached + "/stat")).replaceAll(".*\\) ", "");
        assertEquals(Long.toString(detached), session.split(" ")[3], "it leads a session of its own");

        killAndAwait(launcher);

        final long start = System.nanoTime();
        await(() -> System.nanoTime() - start > 200_000_000L);
        assertTrue(isAlive(detached));
        Signal.TERM.send(detached);
        await(() -> !isAlive(detached));
        assertTrue(Files.readString(directory.resolve("grandchild.log")).contains("ended in order"));
    }

    @Test
    void shouldEndAllChildrenOfAGroup() throws Exception {
        final ChildProcess first = start("first", "ready");
        final ChildProcess second = start("second", "ready");
        first.awaitReady(PATIENCE);
        second.awaitReady(PATIENCE);
        assertThrows(IllegalStateException.class, () -> start("first", "ready"));

        group.close();

        assertFalse(first.isAlive());
        assertFalse(second.isAlive());
        assertThrows(IllegalStateException.class, () -> start("third", "ready"));
    }

    @Test
    void shouldStartADeadChildAgainAndReadOnlyItsOwnReadyLine() throws Exception {
        final ChildProcess first = start("child", "ready");
        first.awaitReady(PATIENCE);
        killAndAwait(first);

        final ChildProcess second = start("child", "ready");

        assertEquals("{\"pid\":" + second.pid() + "}", second.awaitReady(PATIENCE));
        assertEquals(1, group.children().size());
    }

    private ChildProcess start(final String name, final String... arguments) throws IOException {
        return group.start(name,
            JvmCommand.of(ProcessKind.CLIENT, SampleChild.class.getName()).arguments(arguments));
    }

    private static int killAndAwait(final ChildProcess child) throws InterruptedException {
        child.kill();
        return child.awaitEnd(PATIENCE);
    }

    private static boolean isAlive(final long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** The state letter of a process; T is stopped. */
    private static char state(final long pid) {
        try {
            final String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (final IOException e) {
            return '-';
        }
    }

    private static void await(final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "gave up waiting");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
