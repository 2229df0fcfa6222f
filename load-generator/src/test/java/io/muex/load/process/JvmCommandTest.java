package io.muex.load.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JvmCommandTest {
    @ParameterizedTest
    @EnumSource(ProcessKind.class)
    void shouldComposeFlagsHeapClassPathAndArguments(final ProcessKind kind) {
        final List<String> line = JvmCommand.muex(kind, "driver", "--config", "a file")
            .property("p", "v").option("-Xmx32m").line();

        assertEquals(System.getProperty("java.home") + "/bin/java", line.getFirst());
        assertTrue(line.contains("--sun-misc-unsafe-memory-access=allow"), line.toString());
        assertTrue(line.contains("-XX:+UseSerialGC"), line.toString());
        assertTrue(line.containsAll(kind.memoryOptions()), line.toString());
        assertTrue(line.lastIndexOf("-Xmx32m") > line.indexOf(kind.memoryOptions().getLast()), "the later option wins");
        assertEquals(
            List.of("-Dp=v", "-Xmx32m", "-cp", System.getProperty("java.class.path"), JvmCommand.MUEX, "driver",
                "--config", "a file"),
            line.subList(line.indexOf("-Dp=v"), line.size()));
    }

    @Test
    void shouldGiveTheLauncherScriptTheHeapOfAClient() throws Exception {
        final String script = Files.readString(Path.of("..", "muex"));
        final String heap = String.join(" ", ProcessKind.CLIENT.memoryOptions());
        assertTrue(script.contains(heap), "the script must start the command line with " + heap);
    }

    @Test
    void shouldKnowItsVersionAndFlags() {
        assertTrue(BuildInfo.version().matches("[0-9]+\\.[0-9]+\\.[0-9]+.*"), BuildInfo.version());
        assertTrue(BuildInfo.jvmFlags().stream().allMatch(flag -> flag.startsWith("--")), "flags are filled in");
    }
}
