package io.muex.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.HeldLock;
import io.muex.mu.fabric.shm.ClusterDirectory;

/**
 * Everything on this host that belongs to one cluster: its replicas' directory, the locks of driver and gateways, its
 * memory, logs and list of instruments. Who runs is told by locks, since a process id may have been given to another.
 */
public final class LocalCluster {
    /** Name of the lock of a gateway is this and its number. */
    private static final String GATEWAY = "gateway-";
    private static final String DRIVER = "driver";
    private static final String LOCK = ".lock";

    private final ClusterConfig config;

    /** The cluster that this configuration names, whether it exists or not. */
    public LocalCluster(final ClusterConfig config) {
        this.config = config;
    }

    /** What names the cluster. */
    public ClusterConfig config() {
        return config;
    }

    /** Lock that a gateway holds for life. */
    public static Path gatewayLock(final ClusterConfig cluster, final int number) {
        return cluster.home().resolve(GATEWAY + number + LOCK);
    }

    /** The instruments that the command line knows by name. */
    public InstrumentList instruments() {
        return new InstrumentList(config.home().resolve("instruments.yaml"));
    }

    /** Whether a cluster was created here and not removed. */
    public boolean exists() {
        return Files.exists(config.home().resolve("cluster"));
    }

    /**
     * The replicas' directory.
     *
     * @throws Refusal if there is no cluster
     */
    public ClusterDirectory directory() {
        if (!exists()) {
            throw new Refusal("there is no cluster " + config.name() + " in " + config.home()
                + "; muex up starts one");
        }
        return ClusterDirectory.open(config.home());
    }

    /** The replicas' directory, if there is one that can be read. */
    Optional<ClusterDirectory> readableDirectory() {
        try {
            return exists() ? Optional.of(directory()) : Optional.empty();
        } catch (final RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The media driver, if it runs. */
    public Optional<RunningProcess> driver() throws IOException {
        return holder(DRIVER, config.driverLock());
    }

    /** The gateways that run. */
    public List<RunningProcess> gateways() throws IOException {
        final List<RunningProcess> running = new ArrayList<>();
        for (final Path lock : gatewayLocks()) {
            final String file = lock.getFileName().toString();
            holder(file.substring(0, file.length() - LOCK.length()), lock).ifPresent(running::add);
        }
        return running;
    }

    /** The replicas that run. */
    public List<RunningProcess> replicas() {
        final List<RunningProcess> running = new ArrayList<>();
        readableDirectory().ifPresent(directory -> {
            for (int id = 1; id <= directory.geometry().replicaCount(); id++) {
                if (directory.isRunning(id)) {
                    running.add(new RunningProcess("replica-" + id, directory.pidOf(id)));
                }
            }
        });
        return running;
    }

    /** All processes that run, driver first. */
    public List<RunningProcess> running() throws IOException {
        final List<RunningProcess> all = new ArrayList<>();
        driver().ifPresent(all::add);
        all.addAll(replicas());
        all.addAll(gateways());
        return all;
    }

    /** Whether anything of a cluster lies here, running or not. */
    public boolean hasTraces() throws IOException {
        return exists() || Files.exists(config.replicaMemory()) || Files.exists(config.aeronDirectory())
            || Files.exists(instruments().file()) || Files.exists(config.driverLock())
            || Files.exists(config.logDirectory()) || Files.exists(secrets().directory()) || !gatewayLocks().isEmpty();
    }

    /**
     * Keeps other commands from starting or ending this cluster until the result is closed.
     *
     * @throws Refusal if one is at it
     */
    public Reservation reserve() throws IOException {
        ClusterDirectories.makePrivate(config.home());
        return new Reservation(config.home());
    }

    /**
     * Removes all that belongs to the cluster; nothing of it may run. Other files in its home stay.
     *
     * @param withLogs whether logs go too
     */
    void removeWithSecrets(final boolean withLogs) throws IOException {
        remove(withLogs);
        secrets().remove();
    }

    /** Secrets of its processes and sessions. */
    public ClusterSecrets secrets() {
        return ClusterSecrets.in(config.home());
    }

    /** The same, but for the secrets: a cluster that takes its place goes on with them. */
    void remove(final boolean withLogs) throws IOException {
        final Optional<ClusterDirectory> directory = readableDirectory();
        if (directory.isPresent()) {
            directory.get().remove();
        } else {
            removeUnreadable();
        }
        ClusterDirectories.remove(config.replicaMemory());
        ClusterDirectories.remove(config.aeronDirectory());
        ClusterDirectories.removeIfEmpty(config.memory());
        Files.deleteIfExists(instruments().file());
        Files.deleteIfExists(config.driverLock());
        for (final Path lock : gatewayLocks()) {
            Files.deleteIfExists(lock);
        }
        if (withLogs) {
            ClusterDirectories.remove(config.logDirectory());
        }
    }

    /** What an interrupted creation left, or a file that somebody damaged. */
    private void removeUnreadable() throws IOException {
        Files.deleteIfExists(config.home().resolve("cluster"));
        for (final Path file : inHome("creation.lock", "\\.?replica-[0-9]\\.(lock|incarnation)(\\.new)?")) {
            Files.deleteIfExists(file);
        }
    }

    private List<Path> gatewayLocks() throws IOException {
        return inHome("", GATEWAY + "[0-9]{1,9}" + "\\.lock");
    }

    private List<Path> inHome(final String name, final String pattern) throws IOException {
        if (!Files.isDirectory(config.home())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(config.home())) {
            return files.filter(file -> file.getFileName().toString().equals(name)
                || file.getFileName().toString().matches(pattern)).sorted().toList();
        }
    }

    private static Optional<RunningProcess> holder(final String name, final Path lock) throws IOException {
        return HeldLock.isHeld(lock)
            ? Optional.of(new RunningProcess(name, HeldLock.holder(lock).orElse(0))) : Optional.empty();
    }

    /** Held by the one command that starts or ends a cluster. */
    public static final class Reservation implements AutoCloseable {
        private final Path home;
        private final Path file;
        private final HeldLock lock;

        private Reservation(final Path home) throws IOException {
            this.home = home;
            file = home.resolve("command.lock");
            lock = HeldLock.tryTake(file).orElseThrow(() -> new Refusal(
                "another command is starting or ending the cluster in " + home + "; wait for it"));
        }

        /** Lets others in, and removes the home directory if nothing is left in it. */
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
            lock.close();
            ClusterDirectories.removeIfEmpty(home);
        }
    }
}
