package io.muex.mu.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyValueExampleTest {
    private static final int MOST_LINES = 39;

    @Test
    void shouldJoinInFewLines() throws IOException {
        final Path glue = Path.of("src/main/java", KeyValueReplica.class.getName().replace('.', '/') + ".java");
        final long lines = codeLines(Files.readAllLines(glue));
        assertTrue(lines > 10 && lines <= MOST_LINES, "the glue has " + lines + " lines of code");
    }

    @Test
    void shouldCountWhatIsCode() {
        assertEquals(3, codeLines(List.of("package a;", "import b;", "", "/** Says", " * what. */",
            "class C {", "    // why", "    int d;", "}")));
    }

    @Test
    void shouldKeepEveryValueWhenTheLeaderDies(@TempDir final Path home) throws IOException {
        final Path memory = Path.of("/dev/shm", "muex-example-" + ProcessHandle.current().pid());
        final ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (KeyValueDemo demo = new KeyValueDemo(home.resolve("cluster"), memory)) {
            assertEquals(200, demo.run(new PrintStream(told, true, StandardCharsets.UTF_8)));
        }
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("killing the leader, replica "));
        assertTrue(Files.notExists(memory));
    }

    /** Lines that are not blank, comment, package or import. */
    private static long codeLines(final List<String> lines) {
        return lines.stream().map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("/*")
                && !line.startsWith("*") && !line.startsWith("package ") && !line.startsWith("import "))
            .count();
    }
}
