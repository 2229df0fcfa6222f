package io.muex.deploy.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;

class TraceVerbTest {
    private static final String TRACE = """
        # SCENARIO small
        > BOOK 5
        END 0 0 0 0 0 0
        > ADD 1 S 10 101 0 -
        ACC 1
        DEPTH - 101/1/10
        BBO - 101/1/10
        END 0 0 0 1 0 0
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldPrintACorrectTraceAsItStands() throws Exception {
        final Path file = Files.writeString(directory.resolve("good.trace"), TRACE);
        final Path json = directory.resolve("good.json");
        assertEquals(0, run("trace", file.toString(), "--json", json.toString()));
        assertEquals(TRACE, printed());
        assertTrue(Files.readString(json).contains("\"malformedLines\": 0"), Files.readString(json));
    }

    @Test
    void shouldNameLinesThatAreNoOperations() throws Exception {
        final Path file = Files.writeString(directory.resolve("bad.trace"), TRACE.replace("ADD 1 S", "ADD 1 X"));
        assertEquals(1, run("trace", file.toString()));
        assertTrue(said().startsWith(file + ":4: "), said());
        assertEquals("# SCENARIO small\n> BOOK 5\nEND 0 0 0 0 0 0\n", printed());
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() throws Exception {
        assertEquals(2, run("trace", directory.resolve("missing").toString()));
        assertTrue(said().startsWith("cannot read "), said());
    }

    private int run(final String... arguments) throws IOException, InterruptedException {
        final List<String> line = JvmCommand.muex(ProcessKind.CLIENT, arguments).line();
        final Process process = new ProcessBuilder(line)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private String printed() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("err"));
    }
}
