package io.muex.mu.spin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets Spin visit every interleaving of the revoke exchange, store buffers included. Skipped with a line where Spin or
 * a C compiler is missing.
 */
class RevokeSpinTest {
    private static final Path MODEL = Path.of("src/test/spin/revoke.pml").toAbsolutePath();
    private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
    private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    Path directory;

    @Test
    void shouldNeverLoseAWriteThatWasReportedAsSuccess() throws Exception {
        assertEquals(0, verify("intact"));
    }

    @Test
    void shouldLoseOneWithoutTheWritersFence() throws Exception {
        assertEquals(1, verify("without the writer's fence", "-DNO_WRITER_FENCE"));
    }

    @Test
    void shouldLoseOneWithoutTheTargetsFence() throws Exception {
        assertEquals(1, verify("without the target's fence", "-DNO_TARGET_FENCE"));
    }

    private int verify(final String name, final String... flags) throws IOException, InterruptedException {
        if (!runs("spin", "-V") || !runs("gcc", "--version")) {
            System.out.println("the Spin model of the revoke exchange is skipped: spin or gcc is not installed");
            assumeTrue(false, "spin or gcc is not installed");
        }
        final List<String> generate = new ArrayList<>(List.of("spin"));
        generate.addAll(Arrays.asList(flags));
        generate.addAll(List.of("-a", MODEL.toString()));
        run(generate);
        run(List.of("gcc", "-O2", "-DSAFETY", "-o", "pan", "pan.c"));
        final String out = run(List.of(directory.resolve("pan").toString(), "-m100000"));
        final Matcher errors = ERRORS.matcher(out);
        final Matcher states = STATES.matcher(out);
        assertTrue(errors.find() && states.find(), out);
        assertTrue(flags.length > 0 || !out.contains("Search not completed"), out);
        System.out.println("revoke exchange, " + name + ": " + states.group(1) + " states, errors " + errors.group(1));
        return Integer.parseInt(errors.group(1));
    }

    private boolean runs(final String... command) throws InterruptedException {
        try {
            run(List.of(command));
            return true;
        } catch (final IOException missing) {
            return false;
        }
    }

    private String run(final List<String> command) throws IOException, InterruptedException {
        final Path out = directory.resolve("out");
        final Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
            .redirectOutput(out.toFile()).start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " took more than " + LIMIT_SECONDS + " s");
        }
        return Files.readString(out);
    }
}
