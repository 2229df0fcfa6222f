package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class one directory on tmpfs and one on disk, and fails the class if something is still in them, or a
 * process that it started still runs, when its tests are over. It then cleans up, so that one failure stays one.
 */
public final class LeavesNothingBehind implements BeforeAllCallback, AfterAllCallback {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Path memory;
    private Path disk;

    /** The directory below /dev/shm. */
    public Path memory() {
        return memory;
    }

    /** The directory on disk. */
    public Path disk() {
        return disk;
    }

    @Override
    public void beforeAll(final ExtensionContext context) throws IOException {
        final String name = "muex-test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
        memory = Files.createDirectory(Path.of("/dev/shm").resolve(name));
        disk = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir")).resolve(name));
    }

    @Override
    public void afterAll(final ExtensionContext context) throws IOException {
        final List<String> left = leftBehind();
        for (final Process process : TestProcess.alive()) {
            process.destroyForcibly();
        }
        ClusterDirectory.deleteTree(memory);
        ClusterDirectory.deleteTree(disk);
        if (!left.isEmpty()) {
            throw new AssertionError("left behind: " + left);
        }
    }

    /** What would make the class fail now. */
    List<String> leftBehind() {
        final List<String> left = new ArrayList<>();
        TestProcess.alive().forEach(process -> left.add("process " + process.pid()));
        for (final Path directory : List.of(memory, disk)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.forEach(file -> left.add(file.toString()));
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return left;
    }
}
