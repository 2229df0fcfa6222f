package io.muex.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** {@code muex demo} as people start it, a process with driver, replicas and gateway below it, broken on the way. */
@Timeout(120)
class DemoSystemTest {
    private static final long SEED = 20_260;
    private static final int OPERATIONS = 3_000;
    private static final long PATIENCE_NS = Duration.ofSeconds(90).toNanos();
    private static final long POLL_NS = 5_000_000;
    private static final Pattern FAILOVER =
        Pattern.compile("\\{\\s*\"killed\": (\\d+),\\s*\"newLeader\": (\\d+)[^}]*}");

    @TempDir
    private Path directory;
    private Path temporary;
    private String flow;
    private final Remains remains = new Remains();

    @BeforeEach
    void writeFlow() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        flow = FlowText.generated(SEED, OPERATIONS);
        Files.writeString(directory.resolve("flow.ops"), flow, StandardCharsets.US_ASCII);
        System.out.println("flow of seed " + SEED + ", " + OPERATIONS + " operations");
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        assertEquals(List.of(), remains.left());
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void shouldSayWhatTheBookSaysAlthoughTheLeaderIsKilled() throws Exception {
        assertEquals(0, demo("--fault", "kill", "--kills", "1"), this::said);
        assertNothingLost();
        final List<long[]> failovers = failovers();
        assertEquals(1, failovers.size());
        assertNotEquals(0, failovers.getFirst()[1], "somebody took over");
        assertNotEquals(failovers.getFirst()[0], failovers.getFirst()[1]);
        assertEventsAreThoseOfTheBook();
        assertTrue(remains.processCount() >= 6, "driver, gateway, three replicas and one that came back");
        assertEquals(2, remains.placeCount(), "a directory on disk and one in memory");
    }

    @Test
    void shouldSayWhatTheBookSaysAlthoughLeadersPauseAndWakeUp() throws Exception {
        assertEquals(0, demo("--fault", "pause:300ms", "--kills", "2"), this::said);
        assertNothingLost();
        final List<long[]> failovers = failovers();
        assertEquals(2, failovers.size());
        for (final long[] failover : failovers) {
            assertNotEquals(0, failover[1], "somebody took over while the leader was away");
        }
        assertEventsAreThoseOfTheBook();
    }

    /** Runs it and notes what it makes. */
    private int demo(final String... arguments) throws IOException {
        final List<String> line = new ArrayList<>(JvmCommand.muex(ProcessKind.CLIENT, "demo",
            "--input", directory.resolve("flow.ops").toString(), "--rate", "2000",
            "--events", directory.resolve("events").toString(), "--json", directory.resolve("report.json").toString())
            .property("java.io.tmpdir", temporary.toString()).line());
        line.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(line).redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile()).start();
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

    private void assertNothingLost() throws IOException {
        final String report = Files.readString(directory.resolve("report.json"));
        for (final String fact : List.of("\"lost\": 0", "\"duplicated\": 0", "\"reordered\": 0", "\"notExecuted\": 0",
            "\"stateHashesAgree\": true", "\"commandsAnswered\": " + (OPERATIONS + 1), "\"problems\": []")) {
            assertTrue(report.contains(fact), () -> fact + " is not in " + report);
        }
    }

    /** Old and new leader of each change, printed with all phases. */
    private List<long[]> failovers() throws IOException {
        final List<long[]> failovers = new ArrayList<>();
        final Matcher each = FAILOVER.matcher(Files.readString(directory.resolve("report.json")));
        while (each.find()) {
            System.out.println("failover " + each.group().replaceAll("\\s+", " "));
            failovers.add(new long[] {Long.parseLong(each.group(1)), Long.parseLong(each.group(2))});
        }
        return failovers;
    }

    private void assertEventsAreThoseOfTheBook() throws IOException {
        final String expected = FlowText.reports(flow);
        assertTrue(expected.lines().count() > OPERATIONS, "every operation is answered");
        assertEquals(expected, Files.readString(directory.resolve("events"), StandardCharsets.US_ASCII));
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("said"));
        } catch (final IOException failure) {
            return failure.toString();
        }
    }
}
