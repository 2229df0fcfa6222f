package io.muex.load.process;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Lets a process that somebody stops go on should the stopper die: a process of its own that waits on a pipe for that,
 * since a stopped process cannot see its life line. One thread at a time.
 */
public final class PauseGuard implements AutoCloseable {
    private final long pid;
    private final Process guard;

    private PauseGuard(final long pid, final Process guard) {
        this.pid = pid;
        this.guard = guard;
    }

    /**
     * Starts a guard; stops nothing yet.
     *
     * @throws IOException if it cannot be started; then nothing may be stopped
     */
    public static PauseGuard of(final long pid) throws IOException {
        return new PauseGuard(pid, new ProcessBuilder("/bin/sh", "-c", "read -r end; kill -CONT " + pid
            + " 2>/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
    }

    /** Stops every thread of the process where it is, at once. */
    public void pause() {
        Signal.STOP.send(pid);
    }

    /** Lets the process go on, at once. */
    public void resume() {
        Signal.CONT.send(pid);
    }

    /** Ends the guard; it lets the process go on once more, if it still exists. */
    @Override
    public void close() throws IOException {
        try (OutputStream line = guard.getOutputStream()) {
            line.flush();
        }
    }
}
