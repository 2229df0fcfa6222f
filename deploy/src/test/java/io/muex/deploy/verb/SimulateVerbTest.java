package io.muex.deploy.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateVerbTest {
    @TempDir
    private Path directory;
    private final StringWriter said = new StringWriter();

    private int run(final String... arguments) {
        final PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new SimulateVerb()).setOut(writer).setErr(writer).execute(arguments);
    }

    @Test
    void shouldCountWhatHappenedInTableAndJson() throws Exception {
        final Path json = directory.resolve("figures.json");
        assertEquals(0, run("--seeds", "1..4", "--threads", "2", "--json", json.toString()), said.toString());
        final String figures = Files.readString(json);
        for (final String key : List.of("seeds", "failures", "firstFailingSeed", "leaderChanges",
            "permissionSwitches", "crashes", "commandsCommitted", "mutant", "killed", "faults", "situations",
            "seedsPerSecond", "simulatedSecondsPerSecond", "coreSecondsPerSeed", "medianCommandsPerSeed",
            "medianLeaderChangesPerSeed")) {
            assertTrue(figures.contains('"' + key + '"'), key + " in " + figures);
        }
        assertTrue(figures.contains("\"seeds\": 4") && figures.contains("\"failures\": 0"), figures);
        assertTrue(said.toString().contains("session takeover"), said.toString());
        assertTrue(said.toString().contains("a seed: "), said.toString());
    }

    @Test
    void shouldRefuseRangesAndProfilesThatAreNone() {
        assertEquals(2, run("--seeds", "5..4"));
        assertEquals(2, run("--seeds", "many"));
        assertEquals(2, run("--profile", "gentle"));
        assertTrue(said.toString().contains("there are mild, harsh, asymmetric"), said.toString());
    }
}
