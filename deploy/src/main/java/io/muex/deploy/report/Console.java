package io.muex.deploy.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output for results, standard error for progress. Progress is one line that is written over where somebody
 * watches, and plain lines, one per stage, where nobody does. One thread.
 */
public final class Console {
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean watched;
    private boolean lineOpen;
    private String stage = "";

    /**
     * A console on two writers.
     *
     * @param watched whether {@code err} is a terminal
     */
    public Console(final PrintWriter out, final PrintWriter err, final boolean watched) {
        this.out = out;
        this.err = err;
        this.watched = watched;
    }

    /** A console on two writers of this process; looks for itself whether standard error is a terminal. */
    public static Console of(final PrintWriter out, final PrintWriter err) {
        return new Console(out, err, isTerminal(Path.of("/proc/self/fd/2")));
    }

    /** Whether somebody looks at a terminal. */
    public boolean isWatched() {
        return watched;
    }

    /** Prints a line of the result. */
    public void line(final String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /** Prints a table of the result. */
    public void table(final Table table) {
        erase();
        out.print(table);
        out.flush();
    }

    /** Prints a line that concerns a person and is no result: a warning, a reason. */
    public void note(final String text) {
        erase();
        err.println(text);
        err.flush();
    }

    /** Says what is being done now. */
    public void stage(final String newStage) {
        stage = newStage;
        if (watched) {
            overwrite(newStage + " ...");
        } else {
            err.println(newStage);
            err.flush();
        }
    }

    /** Says how far the stage has come; only shown where somebody watches. */
    public void progress(final String detail) {
        if (watched) {
            overwrite(stage + " ... " + detail);
        }
    }

    private void overwrite(final String text) {
        err.print(ERASE + text);
        err.flush();
        lineOpen = true;
    }

    private void erase() {
        if (lineOpen) {
            err.print(ERASE);
            err.flush();
            lineOpen = false;
        }
    }

    private static boolean isTerminal(final Path descriptor) {
        try {
            final String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (final IOException e) {
            return false;
        }
    }
}
