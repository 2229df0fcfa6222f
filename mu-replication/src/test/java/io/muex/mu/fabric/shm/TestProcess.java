package io.muex.mu.fabric.shm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM that runs a main class of the tests: same Java, class path and flags, a small heap. It is spoken to in
 * lines, ends when its standard input ends, and is destroyed with {@link #close}, by its own pid only.
 */
public final class TestProcess implements AutoCloseable {
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();
    private static final long END_SECONDS = 20;

    private final Process process;
    private final BufferedReader output;
    private final PrintWriter input;

    private TestProcess(final Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.input = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts {@code main} with {@code arguments}. */
    public static TestProcess start(final Class<?> main, final Object... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--")) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (final Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            STARTED.add(process);
            return new TestProcess(process);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Processes started and still alive. */
    static List<Process> alive() {
        return STARTED.stream().filter(Process::isAlive).toList();
    }

    /** Pid of the process. */
    public long pid() {
        return process.pid();
    }

    /** Sends a line to its standard input. */
    public void say(final String line) {
        input.println(line);
    }

    /** Its next line of output that begins with {@code prefix}; the rest of that line. Fails if it ends before. */
    public String await(final String prefix) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length()).strip();
                }
                System.out.println("[" + pid() + "] " + line);
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw new AssertionError("process " + pid() + " ended before it said '" + prefix + "'");
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** SIGSTOP: no thread of it runs until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Waits for its end. */
    public int exitStatus() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + pid() + " does not end");
            }
            return process.exitValue();
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
        exitStatus();
        STARTED.remove(process);
    }

    private void signal(final String name) {
        try {
            final int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " failed: " + status);
            }
        } catch (final IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }
}
