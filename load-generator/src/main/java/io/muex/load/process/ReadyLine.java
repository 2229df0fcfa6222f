package io.muex.load.process;

import java.io.PrintStream;

/**
 * The one line by which a process tells its launcher that it is ready: {@code READY} and a JSON object on one line, on
 * standard output. Everything else that a process prints is for people. Any thread.
 */
public final class ReadyLine {
    /** What the line begins with. */
    public static final String PREFIX = "READY ";

    private ReadyLine() {
    }

    /** Prints the line; {@code json} must be one line. */
    public static void print(final PrintStream out, final String json) {
        if (json.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a ready line is one line");
        }
        // One write, so that no other thread's output lands inside.
        out.print(PREFIX + json + "\n");
        out.flush();
    }

    /** The JSON object of a complete ready line in {@code text}, or null. */
    static String find(final String text) {
        final int start = text.startsWith(PREFIX) ? 0 : text.indexOf("\n" + PREFIX) + 1;
        if (!text.startsWith(PREFIX, start)) {
            return null;
        }
        final int end = text.indexOf('\n', start);
        return end < 0 ? null : text.substring(start + PREFIX.length(), end);
    }
}
