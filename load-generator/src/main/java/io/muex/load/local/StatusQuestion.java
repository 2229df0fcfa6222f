package io.muex.load.local;

import io.muex.load.drill.DrillCluster;
import io.muex.load.process.JvmCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a program that tells something and ends. */
final class StatusQuestion {
    private StatusQuestion() {
    }

    static DrillCluster.Answer ask(final JvmCommand command) throws IOException {
        final Process process = new ProcessBuilder(command.line()).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new DrillCluster.Answer(process.waitFor(), text);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the cluster was asked how it stands", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
