package io.muex.load.bench;

import io.muex.load.process.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Where the processes of one benchmark write their logs; removed at its end, also if that is a signal: then the thread
 * that made it is interrupted, which makes it end its child and close, and the JVM waits for that. Used by one thread.
 */
public final class BenchDirectory implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path path;
    private final StopRequest stop;

    private BenchDirectory(final Path path, final StopRequest stop) {
        this.path = path;
        this.stop = stop;
    }

    /** Makes one that no other benchmark has. */
    public static BenchDirectory create() throws IOException {
        return new BenchDirectory(Files.createTempDirectory("muex-bench-"), StopRequest.interrupting(GRACE));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Removes it with the logs in it, once all its processes have ended. */
    @Override
    public void close() throws IOException {
        try (stop) {
            remove();
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
