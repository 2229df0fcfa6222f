package io.muex.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.deploy.verb.ExitStatus;
import io.muex.load.drill.kind.DrillKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code muex drill} says before it starts anything. */
class DrillVerbTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldExplainEveryKind() {
        assertEquals(0, run("drill", "--help"));
        for (final DrillKind kind : DrillKind.values()) {
            assertTrue(out.toString().contains("  " + kind.word() + "\n"), kind.word());
        }
        assertTrue(out.toString().contains("Expected: "), out.toString());
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        refuse("nor one of kill-leader, pause-leader", "drill", "kill-everybody");
        refuse("random goes by --kills", "drill", "random", "--count", "3");
        refuse("goes by --count", "drill", "kill-leader", "--kills", "3");
        refuse("abuse goes by --seconds", "drill", "abuse", "--count", "3");
        refuse("belong to abuse", "drill", "kill-leader", "--seconds", "3");
        refuse("at least 1 s", "drill", "abuse", "--seconds", "0");
        refuse("--count must be 1 to", "drill", "kill-leader", "--count", "0");
        refuse("can happen once", "drill", "kill-majority", "--count", "2");
        refuse("--rate must be 1 to", "drill", "kill-leader", "--rate", "0");
        refuse("must be odd", "drill", "kill-leader", "--replicas", "4");
        refuse("must be a power of two", "drill", "kill-leader", "--slots", "5000");
        refuse("need a cluster made for them", "drill", "kill-majority", "--cluster", directory.toString());
        refuse("are those of the running cluster",
            "drill", "kill-leader", "--cluster", directory.toString(), "--slots", "4096");
        refuse("no cluster runs in " + directory, "drill", "kill-leader", "--cluster", directory.toString());
    }

    @Test
    void shouldNameFileAndKeyOfWhatIsWrongInAFile() throws Exception {
        final Path file = Files.writeString(directory.resolve("steps.yaml"), """
            drill:
              sed: 7
              steps:
                - kind: kill-leader
                  for: 2s
                - kind: kill-laeder
                - kind: kill-gateway
                  target: 2
                - kind: kill-majority
                - kind: kill-leader
            """);
        refuse(file + ":2: drill.sed: is no key that exists; did you mean seed?", "drill", file.toString());
        assertTrue(err.toString().contains(file + ":5: drill.steps[0].for: means nothing"), err.toString());
        assertTrue(err.toString().contains(file + ":6: drill.steps[1].kind: must be one of"), err.toString());
        assertTrue(err.toString().contains(file + ":8: drill.steps[2].target: means nothing"), err.toString());
        assertTrue(err.toString().contains("must have kill-majority last"), err.toString());
    }

    private void refuse(final String why, final String... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(ExitStatus.USAGE, run(arguments), err.toString());
        assertTrue(err.toString().contains(why), err.toString());
    }

    private int run(final String... arguments) {
        return Muex.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
            .execute(arguments);
    }
}
