package io.muex.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerbsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldPrintItsVersion() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().startsWith("muex "), out.toString());
    }

    @Test
    void shouldHelpWithEveryVerb() {
        assertEquals(0, run("--help"));
        helpWith(Muex.commandLine());
    }

    @Test
    void shouldSuggestTheVerbThatWasMeant() {
        assertEquals(2, run("drvier"));
        assertTrue(err.toString().contains("Did you mean: muex driver"), err.toString());
    }

    @Test
    void shouldRefuseWrongUsageWithStatusTwo() {
        assertEquals(2, run());
        assertEquals(2, run("config"));
        assertEquals(2, run("config", "check", "--no-such-option"));
        assertEquals(2, run("config", "check", "--set", "nonsense"));
        assertEquals("", out.toString());
    }

    @Test
    void shouldCheckAFile() throws Exception {
        final Path good = Files.writeString(directory.resolve("good.yaml"), "cluster: {replicas: 5}\n");
        assertEquals(0, run("config", "check", "--config", good.toString()));
        assertTrue(out.toString().startsWith(good + ": good"), out.toString());

        final Path bad = Files.writeString(directory.resolve("bad.yaml"),
            "cluster:\n  replicas: 4\ngateway:\n  nam: x\n");
        assertEquals(2, run("config", "check", "--config", bad.toString()));
        assertTrue(err.toString().contains(bad + ":2: cluster.replicas: must be odd"), err.toString());
        assertTrue(err.toString().contains(bad + ":4: gateway.nam: is no key that exists; did you mean name?"),
            err.toString());
    }

    @Test
    void shouldPrintEveryKeyWithItsSource() throws Exception {
        final Path file = Files.writeString(directory.resolve("c.yaml"), "cluster:\n  name: north\n");
        final Path json = directory.resolve("c.json");
        assertEquals(0, run("config", "print", "--config", file.toString(), "--set", "cluster.replicas=7",
            "--json", json.toString()));
        assertTrue(out.toString().lines().anyMatch(
            line -> line.matches("cluster\\.name +north +local +" + file + ":2")), out.toString());
        assertTrue(out.toString().lines().anyMatch(
            line -> line.matches("cluster\\.replicas +7 +3 +option")), out.toString());
        assertTrue(Files.readString(json).contains("\"key\": \"cluster.replicas\""), "the same as JSON");
    }

    private int run(final String... arguments) {
        return Muex.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private static void helpWith(final CommandLine command) {
        command.getSubcommands().values().forEach(verb -> {
            final StringWriter text = new StringWriter();
            verb.usage(new PrintWriter(text));
            assertTrue(text.toString().startsWith("Usage: " + verb.getCommandSpec().qualifiedName()), text.toString());
            assertTrue(verb.getCommandSpec().usageMessage().description().length > 0,
                verb.getCommandName() + " says what it does");
            helpWith(verb);
        });
    }
}
