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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code muex drill} as people start it: twenty processes are killed in a random mix, and nothing is lost. */
@Timeout(200)
class DrillSystemTest {
    /** Draws nine kinds for twenty kills, and none of those that take many seconds. */
    private static final long SEED = 106;
    private static final int KILLS = 20;
    private static final long PATIENCE_NS = Duration.ofSeconds(180).toNanos();
    private static final long POLL_NS = 5_000_000;

    @TempDir
    private Path directory;
    private Path temporary;
    private final Remains remains = new Remains();

    @BeforeEach
    void makePlace() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        assertEquals(List.of(), remains.left());
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void shouldHoldWhileTwentyProcessesAreKilled() throws Exception {
        System.out.println("random drill of seed " + SEED);
        final int status = drill("random", "--kills", Integer.toString(KILLS), "--seed", Long.toString(SEED));
        System.out.println(said());
        assertEquals(0, status);
        final String report = Files.readString(directory.resolve("report.json"));
        for (final String fact : List.of("\"lost\": 0", "\"duplicated\": 0", "\"reordered\": 0", "\"notExecuted\": 0",
            "\"unansweredAtEnd\": 0", "\"reportsAgree\": true", "\"stateHashesAgree\": true", "\"problems\": []")) {
            assertTrue(report.contains(fact), () -> fact + " is not in " + report);
        }
        assertTrue(number(report, "kills") >= KILLS, report);
        assertTrue(number(report, "unansweredAtKill") >= KILLS, "each fault came while a command was unanswered");
        assertTrue(number(report, "commandsAnswered") > 0, report);
        assertEquals(number(report, "commandsSubmitted"), number(report, "commandsAnswered"), report);
    }

    private static long number(final String report, final String key) {
        final Matcher found = Pattern.compile("(?m)^  \"" + key + "\": (\\d+)").matcher(report);
        assertTrue(found.find(), () -> key + " is not in " + report);
        return Long.parseLong(found.group(1));
    }

    /** Runs it and notes what it makes. */
    private int drill(final String... arguments) throws IOException {
        final List<String> line = JvmCommand.muex(ProcessKind.CLIENT, "drill")
            .arguments(arguments).arguments("--json", directory.resolve("report.json").toString())
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
                LockSupport.parkNanos(POLL_NS);
            }
            assertTrue(!process.isAlive(), () -> "did not end: " + said());
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("said"));
        } catch (final IOException failure) {
            return failure.toString();
        }
    }
}
