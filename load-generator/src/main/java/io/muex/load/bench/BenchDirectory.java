package io.muex.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the processes of one benchmark write their logs; removed at its end, also if that is a signal: then the thread
 * that made it is interrupted, which makes it end its child and close, and the JVM waits for that. Used by one thread.
 */
public final class BenchDirectory implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path path;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private BenchDirectory(final Path path) {
        this.path = path;
        final Thread owner = Thread.currentThread();
        hook = new Thread(() -> endBeforeTheJvm(owner), "bench-directory");
    }

    /** Makes one that no other benchmark has. */
    public static BenchDirectory create() throws IOException {
        final BenchDirectory directory = new BenchDirectory(Files.createTempDirectory("muex-bench-"));
        Runtime.getRuntime().addShutdownHook(directory.hook);
        return directory;
    }

    private void endBeforeTheJvm(final Thread owner) {
        owner.interrupt();
        try {
            closed.await(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Removes it with the logs in it, once all its processes have ended. */
    @Override
    public void close() throws IOException {
        try {
            remove();
        } finally {
            closed.countDown();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException alreadyEnding) {
            // The hook is what brought us here; it goes on now.
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}
