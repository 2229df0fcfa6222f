package io.muex.load.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The children of one launcher. Whatever way the launcher ends, they end: on {@link #close}, by a shutdown hook on a
 * signal or exit, and by their life lines should the launcher be killed. Any thread.
 */
public final class ChildGroup implements AutoCloseable {
    private final Path logDirectory;
    private final Duration grace;
    private final List<ChildProcess> children = new ArrayList<>();
    private final Thread hook = new Thread(this::endAll, "end-children");
    private boolean closed;

    /**
     * An empty group.
     *
     * @param logDirectory where children write their logs
     * @param grace        how long all of them together may take to end when asked
     */
    public ChildGroup(final Path logDirectory, final Duration grace) {
        this.logDirectory = logDirectory;
        this.grace = grace;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a child. A dead child of the same name leaves the group, and the new one takes its place in the order. */
    public synchronized ChildProcess start(final String name, final JvmCommand command) throws IOException {
        if (closed) {
            throw new IllegalStateException("the group is closed; " + name + " would have nobody to end it");
        }
        if (child(name).filter(ChildProcess::isAlive).isPresent()) {
            throw new IllegalStateException(name + " is running already");
        }
        final Optional<ChildProcess> before = child(name);
        if (before.isPresent()) {
            // It may have been killed while it was paused; then its guard still waits.
            before.get().resume();
        }
        final ChildProcess child = ChildProcess.start(name, command, logDirectory);
        if (before.isPresent()) {
            children.set(children.indexOf(before.get()), child);
        } else {
            children.add(child);
        }
        return child;
    }

    /** The child of that name, alive or dead. */
    public synchronized Optional<ChildProcess> child(final String name) {
        return children.stream().filter(child -> child.name().equals(name)).findFirst();
    }

    /** All children in the order in which their names were first started. */
    public synchronized List<ChildProcess> children() {
        return List.copyOf(children);
    }

    /** Ends all children and returns when none is left. */
    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            // The JVM is going down already; then the hook runs or has run, and finds nothing to do.
        }
    }

    /** Asks in reverse order of start, so that what was started first, the driver, outlives those who use it. */
    private synchronized void endAll() {
        closed = true;
        final long deadline = System.nanoTime() + grace.toNanos();
        for (final ChildProcess child : children.reversed()) {
            child.askToEnd();
        }
        boolean interrupted = false;
        for (final ChildProcess child : children.reversed()) {
            interrupted |= !awaitEnd(child, Math.max(0, deadline - System.nanoTime()));
        }
        children.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An interrupted wait must leave no process behind either. */
    private static boolean awaitEnd(final ChildProcess child, final long patienceNs) {
        try {
            child.awaitEnd(Duration.ofNanos(patienceNs));
            return true;
        } catch (final InterruptedException e) {
            child.kill();
            return false;
        }
    }
}
