package io.muex.deploy;

import java.io.PrintWriter;
import java.io.Writer;

import picocli.CommandLine;

/**
 * The run from which the launcher makes its start-up cache: it goes through the code that every start goes through, so
 * that the JVM finds those classes loaded and linked, and the hot ones profiled, next time. It changes nothing outside.
 * One thread.
 */
public final class StartUpTraining {
    private StartUpTraining() {
    }

    /** Runs the training; any failure ends it with a status other than 0, and there is no cache then. */
    public static void main(final String[] arguments) {
        final PrintWriter silent = new PrintWriter(Writer.nullWriter());
        final CommandLine muex = Muex.commandLine();
        muex.setOut(silent).setErr(silent);
        muex.execute("--version");
        muex.execute("--help");
        for (final String verb : muex.getSubcommands().keySet()) {
            muex.execute(verb, "--help");
        }
        muex.execute("no-such-verb");
    }
}
