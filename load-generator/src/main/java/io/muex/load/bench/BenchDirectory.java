package io.muex.load.bench;

import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.StopRequest;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Where the processes of one benchmark write their logs and make temporary directories, each of which may have memory
 * beside it; removed at its end, also if that is a signal: then the thread that made it is interrupted, which makes it
 * end its child and close, and the JVM waits for that. Used by one thread.
 */
public final class BenchDirectory implements AutoCloseable {
    /** Begins the names of all temporary directories of benchmarks. */
    public static final String PREFIX = "muex-bench-";

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** For processes of a child that was killed: they end when they find that it is gone. */
    private static final long ORPHANS_NS = Duration.ofSeconds(5).toNanos();
    private static final long POLL_NS = 5_000_000;

    private final Path path;
    private final StopRequest stop;

    private BenchDirectory(final Path path, final StopRequest stop) {
        this.path = path;
        this.stop = stop;
    }

    /** Makes one that no other benchmark has. */
    public static BenchDirectory create() throws IOException {
        return new BenchDirectory(Files.createTempDirectory(PREFIX), StopRequest.interrupting(GRACE));
    }

    /** Directory in memory that belongs to a temporary directory of a benchmark, whether it exists or not. */
    public static Path memoryOf(final Path temporary) {
        return SHARED_MEMORY.resolve(temporary.getFileName().toString());
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
        final List<Path> made;
        try (Stream<Path> files = Files.list(path)) {
            made = files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
        }
        for (final Path temporary : made) {
            remove(memoryOf(temporary));
        }
        remove(path);
    }

    private static void remove(final Path directory) throws IOException {
        final long startNs = System.nanoTime();
        while (Files.exists(directory)) {
            try {
                ClusterDirectories.remove(directory);
            } catch (final DirectoryNotEmptyException stillUsed) {
                if (System.nanoTime() - startNs > ORPHANS_NS) {
                    throw stillUsed;
                }
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }
}
