package io.muex.load.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A running child: its log file, its life line and its end. Output goes straight into the log file and not through
 * this process, so a log is complete whatever happens to the launcher. Used by one thread at a time.
 */
public final class ChildProcess {
    private static final long POLL_NS = 1_000_000;
    private static final int QUOTED_LINES = 12;

    private final String name;
    private final Path log;
    private final long logStart;
    private final Process process;
    private PauseGuard pauseGuard;
    private String ready;

    private ChildProcess(final String name, final Path log, final long logStart, final Process process) {
        this.name = name;
        this.log = log;
        this.logStart = logStart;
        this.process = process;
    }

    /**
     * Starts a child with a life line: it ends when this process does.
     *
     * @param name      name of the process, also of its log file
     * @param command   what to run
     * @param directory where log files go; {@code NAME.log} is appended to
     * @throws IOException if the process or its log cannot be started
     */
    public static ChildProcess start(final String name, final JvmCommand command, final Path directory)
        throws IOException {
        final JvmCommand child = command.property(LifeLine.PROPERTY, "true");
        return start(name, withCrashLog(child, name, directory), directory, ProcessBuilder.Redirect.PIPE);
    }

    /**
     * Starts a process that stays when this one ends: in a session of its own, so that the terminal's signals do not
     * reach it either, and without a life line. For the holder of a cluster, which gives its own children theirs.
     *
     * @throws IOException if the process or its log cannot be started
     */
    public static ChildProcess startDetached(final String name, final JvmCommand command, final Path directory)
        throws IOException {
        final List<String> line = new ArrayList<>();
        line.add("setsid");
        line.addAll(withCrashLog(command, name, directory));
        return start(name, line, directory, ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    private static List<String> withCrashLog(final JvmCommand command, final String name, final Path directory) {
        return command.option("-XX:ErrorFile=" + directory.resolve(name + "-crash-%p.log")).line();
    }

    private static ChildProcess start(
        final String name, final List<String> line, final Path directory, final ProcessBuilder.Redirect input)
        throws IOException {
        Files.createDirectories(directory);
        final Path log = directory.resolve(name + ".log");
        final long logStart = Files.exists(log) ? Files.size(log) : 0;
        final Process process = new ProcessBuilder(line)
            .redirectInput(input)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
        return new ChildProcess(name, log, logStart, process);
    }

    /** Name of the process. */
    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Its log file. */
    public Path log() {
        return log;
    }

    /** Whether it still runs; a paused child does. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for the ready line.
     *
     * @return the JSON object of the line
     * @throws ChildFailure         if the child ends first, or the time is over
     * @throws InterruptedException if this thread is interrupted
     */
    public String awaitReady(final Duration patience) throws InterruptedException {
        final long deadline = System.nanoTime() + patience.toNanos();
        while (ready == null) {
            final boolean alive = process.isAlive();
            ready = ReadyLine.find(output());
            if (ready == null && !alive) {
                throw failure("ended with status " + process.exitValue() + " before it was ready");
            }
            if (ready == null && System.nanoTime() - deadline > 0) {
                throw failure("was not ready within " + patience.toMillis() + " ms");
            }
            if (ready == null) {
                pollPause();
            }
        }
        return ready;
    }

    /** Ends the child at once. */
    public void kill() {
        if (process.isAlive()) {
            Signal.KILL.send(process.pid());
        }
    }

    /** Does what takes time before a pause; done already where it was done before. */
    public void preparePause() throws IOException {
        if (pauseGuard == null && process.isAlive()) {
            pauseGuard = PauseGuard.of(process.pid());
        }
    }

    /** Stops every thread of the child where it is, until {@link #resume}. */
    public void pause() throws IOException {
        preparePause();
        pausePrepared();
    }

    /** The same after {@link #preparePause}, at once. */
    public void pausePrepared() {
        if (pauseGuard != null && process.isAlive()) {
            pauseGuard.pause();
        }
    }

    /** Lets a paused child go on; one that was killed meanwhile loses its guard. */
    public void resume() throws IOException {
        if (pauseGuard == null) {
            return;
        }
        if (process.isAlive()) {
            pauseGuard.resume();
        }
        pauseGuard.close();
        pauseGuard = null;
    }

    /** Sends the termination signal only: the child ends in order and knows that its launcher lives. */
    public void terminate() {
        if (process.isAlive()) {
            Signal.TERM.send(process.pid());
        }
    }

    /** Asks the child to end, without waiting: closes its life line and sends the termination signal. */
    public void askToEnd() {
        try {
            resume();
            process.getOutputStream().close();
        } catch (final IOException e) {
            // The pipe is gone, so the child is, or will notice.
        }
        if (process.isAlive()) {
            Signal.TERM.send(process.pid());
        }
    }

    /**
     * Ends the child: asks, waits, and kills if it takes longer than {@code grace}.
     *
     * @return its exit status
     */
    public int stop(final Duration grace) throws InterruptedException {
        askToEnd();
        return awaitEnd(grace);
    }

    /** Waits for the end of the child and kills it after {@code grace}; returns its exit status. */
    public int awaitEnd(final Duration grace) throws InterruptedException {
        if (!process.waitFor(grace.toNanos(), TimeUnit.NANOSECONDS)) {
            kill();
        }
        return process.waitFor();
    }

    /** Waits for the end of the child and does nothing about it; empty if it still runs after {@code patience}. */
    public OptionalInt awaitEndByItself(final Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)
            ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    /** What the child printed since it was started, as far as it is in the log. */
    public String output() {
        try {
            final byte[] all = Files.readAllBytes(log);
            final int start = (int) Math.min(logStart, all.length);
            return new String(all, start, all.length - start, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            return "";
        }
    }

    private ChildFailure failure(final String what) {
        final List<String> lines = output().lines().toList();
        final List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
        final String quoted = last.isEmpty() ? "it printed nothing" : "it said:\n  " + String.join("\n  ", last);
        return new ChildFailure(name + " (process " + process.pid() + ") " + what + "; " + quoted
            + "\nits log: " + log);
    }

    private static void pollPause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(POLL_NS);
    }
}
