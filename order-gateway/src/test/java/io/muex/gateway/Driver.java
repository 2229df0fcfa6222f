package io.muex.gateway;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;

/** A media driver in a directory of its own that can be killed and started again. */
final class Driver implements AutoCloseable {
    private final Path directory;
    private MediaDriver driver;

    Driver() {
        try {
            final Path memory = Path.of("/dev/shm");
            directory = Files.createTempDirectory(
                Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")), "muex-test-");
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
        start();
    }

    Path directory() {
        return directory.resolve("aeron");
    }

    void start() {
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(directory().toString())
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, 1_000, 1_000_000))
            .dirDeleteOnStart(true)
            .termBufferSparseFile(true)
            .errorHandler(fault -> { }));
    }

    /** Ends it as a kill does for everybody else: its files stay and nothing is said. */
    void kill() {
        driver.close();
    }

    @Override
    public void close() {
        driver.close();
        IoUtil.delete(directory.toFile(), true);
    }
}
