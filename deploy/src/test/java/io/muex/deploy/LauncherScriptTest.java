package io.muex.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherScriptTest {
    @TempDir
    private Path directory;

    @Test
    void shouldSayInOneSentenceThatTheChosenJavaDoesNotDo() throws Exception {
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        final ProcessBuilder builder = new ProcessBuilder("../muex", "--version")
            .redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("MUEX_JAVA_HOME", directory.toString());
        final Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));

        assertEquals(2, process.exitValue());
        assertEquals("muex: MUEX_JAVA_HOME=" + directory + " is not a JDK 25; point it at one or unset it\n",
            Files.readString(directory.resolve("out")));
    }
}
