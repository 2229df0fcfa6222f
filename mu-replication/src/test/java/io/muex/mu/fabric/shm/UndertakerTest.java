package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class UndertakerTest {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String NAME = "muex-undertaker";
    /** Of the fields behind the name in the line that the kernel says of a thread; its niceness. */
    private static final int NICE = 16;

    @Test
    void shouldHaveTheLeastPriorityAndNobodyElse() throws IOException {
        final int before = niceness(false);
        Undertaker.start();
        final boolean isNeeded = Kernel.cores().length <= 4;
        assertEquals(isNeeded,
            Await.within(TimeUnit.SECONDS.toNanos(isNeeded ? 10 : 0), () -> niceness(true) == 19));
        assertEquals(before, niceness(false), "everybody else as before");
    }

    @Test
    void shouldBeAllowedToAskForShortTurns() throws InterruptedException {
        final boolean[] accepted = new boolean[1];
        final Thread thread = Thread.ofPlatform().start(() -> accepted[0] = Kernel.shortenTurns(100_000));
        thread.join();
        assertTrue(accepted[0]);
    }

    /** The highest niceness of all threads that are, or are not, undertakers. */
    private static int niceness(final boolean ofUndertakers) {
        int highest = -1;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (final Path thread : threads) {
                final String line = Files.readString(thread.resolve("stat"));
                final boolean isUndertaker = line.contains("(" + NAME + ")");
                if (isUndertaker == ofUndertakers) {
                    final String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                    highest = Math.max(highest, Integer.parseInt(fields[NICE]));
                }
            }
        } catch (final IOException gone) {
            return -1;
        }
        return highest;
    }
}
