package io.muex.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code muex drill abuse} as people start it: fifty sessions trade for two minutes while everything that can be killed
 * or paused is, and every command is answered exactly once.
 */
@Tag("long")
@Timeout(300)
class AbuseSystemTest {
    private static final long SECONDS = Long.getLong("muex.abuse.seconds", 120);
    private static final long SEED = Long.getLong("muex.abuse.seed", System.nanoTime() >>> 20);
    private static final int LEAST_FAULTS = 20;
    private static final long PATIENCE_NS = Duration.ofSeconds(280).toNanos();
    private static final long POLL_NS = 5_000_000;

    @TempDir
    private Path directory;
    private final Remains remains = new Remains();

    @Test
    void shouldAnswerEveryCommandOnceWhileEverythingIsKilledAndPaused() throws Exception {
        final Path temporary = Files.createDirectory(directory.resolve("tmp"));
        System.out.println("drill abuse of seed " + SEED);
        final int status = drill(temporary);
        final String said = Files.readString(directory.resolve("said"));
        System.out.println(said);
        assertEquals(0, status, said);
        final String report = Files.readString(directory.resolve("report.json"));
        for (final String fact : List.of("\"lost\": 0", "\"duplicated\": 0", "\"reordered\": 0", "\"sessions\": 50",
            "\"stateHashesAgree\": true", "\"problems\": []")) {
            assertTrue(report.contains(fact), () -> fact + " is not in " + report);
        }
        assertTrue(SECONDS < 120 || faults(report) >= LEAST_FAULTS, report);
        assertEquals(number(report, "commands"), number(report, "commandsAnswered"), report);
        assertTrue(number(report, "booksThreeWay") > 0, report);
        assertTrue(number(report, "foreignAttempts") > 0, report);
        assertEquals(List.of(), remains.left());
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static long number(final String report, final String key) {
        final Matcher found = Pattern.compile("(?m)^  \"" + key + "\": (\\d+)").matcher(report);
        assertTrue(found.find(), () -> key + " is not in " + report);
        return Long.parseLong(found.group(1));
    }

    private static long faults(final String report) {
        return Pattern.compile("\"gapMillis\"").matcher(report).results().count();
    }

    private int drill(final Path temporary) throws IOException {
        final List<String> line = JvmCommand.muex(ProcessKind.CLIENT, "drill")
            .arguments("abuse", "--seconds", Long.toString(SECONDS), "--seed", Long.toString(SEED), "--json",
                directory.resolve("report.json").toString())
            .property("java.io.tmpdir", temporary.toString()).line();
        final ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile());
        // This test is about what is lost, not about how fast a replica that has just started is.
        builder.environment().put("MUEX_REPLICA_WARM_UP", "0s");
        final Process process = builder.start();
        try {
            final long startNs = System.nanoTime();
            while (process.isAlive() && System.nanoTime() - startNs < PATIENCE_NS) {
                remains.noteChildrenOf(process.toHandle());
                remains.noteAllIn(temporary);
                LockSupport.parkNanos(POLL_NS * 20);
            }
            assertTrue(!process.isAlive(), () -> "did not end: " + process.info());
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
