package io.muex.deploy.run;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DetectorProfile;
import io.muex.exchange.config.FabricKind;
import io.muex.load.process.ClusterDirectories;
import io.muex.mu.log.RingLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where a cluster lives that is made for one run: directories that no other run has, and its configuration file. */
public final class TemporaryCluster implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private final ClusterConfig config;
    private final Path file;

    private TemporaryCluster(final ClusterConfig config, final Path file) {
        this.config = config;
        this.file = file;
    }

    /** As {@link #create(String, int, int)}, for the demo. */
    public static TemporaryCluster create(final int replicas, final int slots) throws IOException {
        return create("demo", replicas, slots);
    }

    /**
     * Makes the directory and the file.
     *
     * @param name     of the cluster
     * @param replicas in the cluster
     * @param slots    of each log, 0 for what fits
     * @throws IOException if there is no shared memory, or a directory cannot be made
     */
    public static TemporaryCluster create(final String name, final int replicas, final int slots)
        throws IOException {
        return create(name, replicas, slots, DetectorProfile.SMALL);
    }

    /** The same on a fabric of that kind. */
    public static TemporaryCluster create(final String name, final int replicas, final int slots,
                                          final FabricKind fabric) throws IOException {
        return create(name, replicas, slots, DetectorProfile.SMALL, fabric);
    }

    /** The same with a detector of that profile, and threads that never sleep where it asks for them. */
    public static TemporaryCluster create(final String name, final int replicas, final int slots,
                                          final DetectorProfile detector) throws IOException {
        return create(name, replicas, slots, detector, FabricKind.SHM);
    }

    private static TemporaryCluster create(final String name, final int replicas, final int slots,
                                           final DetectorProfile detector, final FabricKind fabric)
        throws IOException {
        if (!Files.isDirectory(SHARED_MEMORY) || !Files.isWritable(SHARED_MEMORY)) {
            throw new IOException(SHARED_MEMORY + " is missing or cannot be written: replicas share memory there");
        }
        // Checks what was asked for before anything is made.
        config(name, Path.of("home"), Path.of("memory"), replicas, slots, fabric);
        final Path home = Files.createTempDirectory("muex-" + name + "-");
        final Path memory = SHARED_MEMORY.resolve(home.getFileName().toString());
        final ClusterConfig config = config(name, home, memory, replicas, slots, fabric);
        final Path file = home.resolve("muex.yaml");
        Files.writeString(file, """
            cluster:
              name: %s
              home: %s
              memory: %s
              replicas: %d
              slots: %d
              fabric: %s
            """.formatted(name, home, memory, replicas, slots, fabric.name().toLowerCase(Locale.ROOT))
            + (detector == DetectorProfile.SMALL ? "" : """
            replica:
              profile: dedicated
              detector:
                profile: aggressive
            """), StandardCharsets.UTF_8);
        return new TemporaryCluster(config, file);
    }

    private static ClusterConfig config(
        final String name, final Path home, final Path memory, final int replicas, final int slots,
        final FabricKind fabric) {
        return new ClusterConfig(
            name, home, memory, replicas, slots, RingLayout.DEFAULT_SLOT_LENGTH, 0, fabric);
    }

    /** What and where it is. */
    public ClusterConfig config() {
        return config;
    }

    /** The file that says the same to its processes. */
    public Path file() {
        return file;
    }

    /**
     * Moves the logs of its processes, which may still write, to where they stay, to say why something did not hold.
     *
     * @return where
     */
    public Path keepLogs() throws IOException {
        final Path kept = Files.createTempDirectory("muex-" + config.name() + "-logs-");
        Files.move(config.logDirectory(), kept.resolve("logs"));
        return kept.resolve("logs");
    }

    /** Removes whatever is left of it. All its processes have ended. */
    @Override
    public void close() throws IOException {
        ClusterDirectories.remove(config.memory());
        ClusterDirectories.remove(config.home());
    }
}
