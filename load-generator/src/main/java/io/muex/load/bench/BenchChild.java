package io.muex.load.bench;

import io.muex.load.process.ChildFailure;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Runs a program that measures in a JVM of its own: nothing else has shaped its compiled code, and it has the collector
 * that was asked for. Without the start-up cache, whose recorded profiles would shape it too. One thread.
 */
public final class BenchChild {
    private static final long POLL_NS = 20_000_000;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Collector collector;
    private final Path directory;
    private final Duration patience;

    /**
     * Where children run.
     *
     * @param collector of all children
     * @param directory for their logs and temporary files
     * @param patience  how long one of them may take
     */
    public BenchChild(final Collector collector, final Path directory, final Duration patience) {
        this.collector = collector;
        this.directory = directory;
        this.patience = patience;
    }

    /**
     * Runs a program to its end.
     *
     * @param mainClass  prints {@link BenchLines}
     * @param heap       size of its heap, such as {@code 1g}; all of it is there from the start
     * @param onProgress is told what the child is doing
     * @param arguments  of the program
     * @return what it printed
     * @throws ChildFailure if it fails or takes too long; nothing is left of it
     */
    public BenchLines run(final Class<?> mainClass, final String heap, final Consumer<String> onProgress,
                          final String... arguments) throws IOException, InterruptedException {
        return run(mainClass, heap, List.of(), onProgress, arguments);
    }

    /**
     * The same with other classes in place of some of the program's.
     *
     * @param instead directories in which they are
     */
    public BenchLines run(final Class<?> mainClass, final String heap, final List<Path> instead,
                          final Consumer<String> onProgress, final String... arguments)
        throws IOException, InterruptedException {
        final JvmCommand command = JvmCommand.of(ProcessKind.CLIENT, mainClass.getName())
            .withoutCache()
            .classPathFirst(instead)
            .property("java.io.tmpdir", directory.toString())
            .classPath(BenchLibrary.jars())
            .arguments(arguments);
        collector.options().forEach(command::option);
        command.option("-Xms" + heap).option("-Xmx" + heap);
        final ChildProcess child = ChildProcess.start("bench", command, directory);
        try {
            awaitEnd(child, onProgress);
            final int status = child.awaitEnd(GRACE);
            if (status != 0) {
                throw new ChildFailure("a benchmark ended with status " + status + "; it said:\n" + child.output());
            }
            return new BenchLines(child.output());
        } finally {
            child.kill();
        }
    }

    private void awaitEnd(final ChildProcess child, final Consumer<String> onProgress) throws InterruptedException {
        final long deadline = System.nanoTime() + patience.toNanos();
        while (child.isAlive()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ChildFailure("a benchmark took longer than " + patience.toSeconds() + " s");
            }
            new BenchLines(child.output()).progress().ifPresent(onProgress);
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
