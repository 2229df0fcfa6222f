package io.muex.load.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A child's end of the pipe that ties it to its launcher. The launcher never writes; when it dies in whatever way, the
 * kernel closes the pipe and the child reads the end of the stream. Then the child exits in order, running its shutdown
 * hooks, and if they do not finish in time it halts. Only children that were started for it have a life line: a process
 * under systemd or in a terminal has a standard input that means nothing.
 */
public final class LifeLine {
    /** System property that says standard input is a life line. */
    public static final String PROPERTY = "muex.life-line";
    /** Exit status of a child whose orderly end did not finish in time. */
    public static final int HALTED = 70;

    private static volatile boolean cut;

    private LifeLine() {
    }

    /**
     * Starts to watch standard input if this process was started with a life line; else does nothing.
     *
     * @param grace how long shutdown hooks may take once the launcher is gone
     * @return whether there is a life line
     */
    public static boolean attachIfGiven(final Duration grace) {
        if (!Boolean.getBoolean(PROPERTY)) {
            return false;
        }
        attach(System.in, () -> endProcess(grace));
        return true;
    }

    /** Whether the launcher is gone, so that nobody cleans up after this process. */
    public static boolean isCut() {
        return cut;
    }

    /** Calls {@code onEnd} from a daemon thread of its own once {@code line} has ended or broken. */
    static Thread attach(final InputStream line, final Runnable onEnd) {
        final Thread watcher = new Thread(() -> {
            awaitEnd(line);
            onEnd.run();
        }, "life-line");
        watcher.setDaemon(true);
        watcher.start();
        return watcher;
    }

    private static void awaitEnd(final InputStream line) {
        try {
            while (line.read() >= 0) {
                // Nobody writes here; whatever comes is no end.
            }
        } catch (final IOException e) {
            // A broken pipe says the same as an ended one.
        }
    }

    private static void endProcess(final Duration grace) {
        cut = true;
        final Thread halter = new Thread(() -> {
            try {
                Thread.sleep(grace);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(HALTED);
        }, "life-line-halt");
        halter.setDaemon(true);
        halter.start();
        System.exit(0);
    }
}
