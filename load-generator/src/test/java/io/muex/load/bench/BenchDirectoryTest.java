package io.muex.load.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.process.ChildProcess;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.LifeLine;
import io.muex.load.process.ProcessKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchDirectoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NS = 5_000_000;

    @TempDir
    private Path directory;

    @Test
    void shouldBeGoneWhenItIsClosed() throws IOException {
        final Path path;
        try (BenchDirectory made = BenchDirectory.create()) {
            path = made.path();
            Files.writeString(path.resolve("bench.log"), "measured\n");
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldLeaveNothingBehindWhenABenchmarkIsInterruptedFromTheTerminal() throws Exception {
        final Path temporary = Files.createDirectory(directory.resolve("tmp"));
        final ChildProcess bench = ChildProcess.start("verb", JvmCommand.of(ProcessKind.CLIENT, Bench.class.getName())
            .withoutCache().property("java.io.tmpdir", temporary.toString()), directory);
        try {
            await(() -> !below(temporary, "bench.log").isEmpty() && isMeasuring(below(temporary, "bench.log")));
            final List<ProcessHandle> all = ProcessHandle.of(bench.pid()).orElseThrow().descendants().toList();
            assertEquals(1, all.size(), "the measured process runs");
            final List<Path> memories =
                below(temporary, "").stream().map(BenchDirectory::memoryOf).filter(Files::exists).toList();
            assertEquals(1, memories.size(), "it has made a directory in memory");

            assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(bench.pid())).start().waitFor());

            bench.awaitEnd(PATIENCE);
            assertEquals(List.of(), below(temporary, ""), bench.output());
            assertFalse(Files.exists(memories.getFirst()), memories::toString);
            await(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            bench.kill();
        }
    }

    private static boolean isMeasuring(final List<Path> logs) throws IOException {
        return Files.readString(logs.getFirst()).contains(Measured.WORD);
    }

    private static List<Path> below(final Path place, final String name) throws IOException {
        try (Stream<Path> found = Files.walk(place)) {
            return found.filter(path -> !path.equals(place) && path.toString().endsWith(name)).toList();
        }
    }

    private static void await(final Condition condition) throws IOException {
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - deadline < 0, "nothing happened for " + PATIENCE);
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** What a verb does. */
    static final class Bench {
        public static void main(final String[] arguments) throws Exception {
            LifeLine.attachIfGiven(Duration.ofSeconds(1));
            try (BenchDirectory made = BenchDirectory.create()) {
                new BenchChild(Collector.SERIAL, made.path(), PATIENCE).run(Measured.class, "32m", text -> { });
            }
        }
    }

    /** Never comes to an end by itself while the test looks on. */
    static final class Measured {
        private static final String WORD = "measuring";

        public static void main(final String[] arguments) throws IOException, InterruptedException {
            LifeLine.attachIfGiven(Duration.ofSeconds(1));
            final Path made = Files.createTempDirectory(BenchDirectory.PREFIX);
            Files.writeString(Files.createDirectory(BenchDirectory.memoryOf(made)).resolve("board"), "");
            System.out.println(WORD);
            TimeUnit.SECONDS.timedJoin(Thread.currentThread(), PATIENCE.toSeconds());
        }
    }
}
