package io.muex.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code muex bench order} as people start it, for a second: that it runs and adds up, not how fast it is. */
@Timeout(120)
class OrderBenchSystemTest {
    private static final long PATIENCE_NS = Duration.ofSeconds(90).toNanos();
    private static final long POLL_NS = 5_000_000;
    private static final long COMMANDS = 1_000;
    private static final List<String> STAGES = List.of("client waits", "client->gateway", "gateway->leader",
        "propose->commit", "apply", "egress", "gateway->client");

    @TempDir
    private Path directory;
    private final Remains remains = new Remains();

    @Test
    void shouldMeasureEveryCommandAndStagesThatAddUp() throws Exception {
        final Path temporary = Files.createDirectory(directory.resolve("tmp"));
        final Path file = directory.resolve("report.json");
        assertEquals(0, bench(temporary, file), () -> said());
        final Map<?, ?> report = (Map<?, ?>) new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(file));
        final Map<Object, Map<?, ?>> rows = ((List<?>) report.get("results")).stream().map(row -> (Map<?, ?>) row)
            .collect(Collectors.toMap(row -> row.get("name"), Function.identity()));
        assertEquals(COMMANDS, number(rows.get("end-to-end").get("count")), "every command, once");
        assertTrue(number(rows.get("end-to-end with 64 outstanding").get("count")) > 64);
        assertNotNull(((Map<?, ?>) report.get("environment")).get("commit"));
        final Map<?, ?> values = (Map<?, ?>) report.get("values");
        double sumUs = 0;
        for (final String stage : STAGES) {
            assertTrue(number(rows.get(stage).get("count")) > COMMANDS / 32, () -> stage + " of " + rows);
            sumUs += number(values.get("mean us " + stage));
        }
        assertEquals(number(values.get("mean us end-to-end of the same commands")), sumUs, 0.001);
        assertEquals(List.of(), remains.left());
    }

    private static double number(final Object value) {
        return ((Number) value).doubleValue();
    }

    private int bench(final Path temporary, final Path file) throws IOException {
        final Process process = new ProcessBuilder(JvmCommand.muex(ProcessKind.CLIENT, "bench", "order",
            "--rate", Long.toString(COMMANDS), "--warm-up", "0", "--seconds", "1", "--outstanding", "64",
            "--json", file.toString()).property("java.io.tmpdir", temporary.toString()).line())
            .redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile()).start();
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
