package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.muex.mu.log.ControlLayout;

/**
 * One cluster of replicas on one host. Its <em>home</em> lies on disk and outlives the host: who the cluster is, how
 * often each replica was started, and a lock file for each. Its <em>memory</em> lies on tmpfs and dies with the host;
 * a cluster without its memory has lost its majority and can only be removed and created anew.
 * <pre>
 *   home/cluster                  cluster id, sizes, where the memory is; there is a cluster if and only if this exists
 *   home/replica-ID.lock          held by the running replica for life
 *   home/replica-ID.incarnation   number of its latest start, synced before that start made any memory
 *   memory/members                for every id the newest incarnation that announced itself; made last
 *   memory/rID.INCARNATION/       regions of one incarnation
 * </pre>
 * A first incarnation counts in majorities without having been admitted, so it must never exist twice: counters begin
 * at 0 with the creation of a cluster and nowhere else, and a missing or set-back counter stops a replica. Cold path;
 * any thread.
 */
public final class ClusterDirectory {
    /** Last incarnation of a replica in one cluster: ballots carry it in 16 bits. */
    public static final int LAST_INCARNATION = 65_535;

    static final String MEMBERS = "members";
    /** Bytes of the members file: one pair of cache lines per id, so that announcing disturbs nobody. */
    static final long MEMBERS_BYTES = 4_096;

    private static final String DESCRIPTOR = "cluster";
    private static final int LOCK_ATTEMPTS = 20;
    private static final long LOCK_PAUSE_NS = 5_000_000;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path home;
    private final Path memory;
    private final ClusterGeometry geometry;

    private ClusterDirectory(final Path home, final Path memory, final ClusterGeometry geometry) {
        this.home = home;
        this.memory = memory;
        this.geometry = geometry;
    }

    /**
     * Creates a cluster that no replica has ever run in.
     *
     * @param home     directory on disk, made if absent; must not hold a cluster.
     * @param memory   directory on a memory file system; must not exist.
     * @param geometry sizes, and an id that no earlier cluster had.
     * @throws ClusterDirectoryException if there is a cluster already, or the directories cannot be made.
     */
    public static ClusterDirectory create(final Path home, final Path memory, final ClusterGeometry geometry) {
        final ClusterDirectory directory =
            new ClusterDirectory(home.toAbsolutePath(), memory.toAbsolutePath(), geometry);
        try {
            directory.create();
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot create a cluster in " + home + ": " + failure, failure);
        }
        return directory;
    }

    /**
     * Opens what was created.
     *
     * @throws ClusterDirectoryException if there is no cluster in {@code home}.
     */
    public static ClusterDirectory open(final Path home) {
        final Path descriptor = home.resolve(DESCRIPTOR);
        try {
            final Properties values = new Properties();
            values.load(new StringReader(Files.readString(descriptor, StandardCharsets.UTF_8)));
            final ClusterGeometry geometry = new ClusterGeometry(
                Long.parseUnsignedLong(value(values, "cluster-id"), 16),
                Integer.parseInt(value(values, "replica-count")),
                Integer.parseInt(value(values, "slots")),
                Integer.parseInt(value(values, "slot-length-bytes")),
                Integer.parseInt(value(values, "retained")),
                Long.parseLong(value(values, "snapshot-capacity-bytes")),
                Integer.parseInt(value(values, "spare-rings")));
            return new ClusterDirectory(home.toAbsolutePath(), Path.of(value(values, "memory")), geometry);
        } catch (final NoSuchFileException absent) {
            throw new ClusterDirectoryException("there is no cluster in " + home, absent);
        } catch (final IOException | IllegalArgumentException failure) {
            throw new ClusterDirectoryException("cannot read " + descriptor + ": " + failure.getMessage(), failure);
        }
    }

    /** The directory on disk. */
    public Path home() {
        return home;
    }

    /** The directory on the memory file system. */
    public Path memory() {
        return memory;
    }

    /** Sizes, and the id of the cluster. */
    public ClusterGeometry geometry() {
        return geometry;
    }

    /** Whether the cluster's memory is there: false after a restart of the host and after an unfinished creation. */
    public boolean hasMemory() {
        return Files.exists(memory.resolve(MEMBERS));
    }

    /**
     * Becomes the next incarnation of replica {@code id}: takes its lock, then raises its counter, on disk and synced,
     * before anything of this incarnation exists.
     *
     * @throws ClusterDirectoryBusyException if a replica with this id is running.
     * @throws ClusterDirectoryException     if the memory is gone, the counter is gone, set back or used up.
     */
    public ReplicaSeat occupy(final int id) {
        if (id < 1 || id > geometry.replicaCount()) {
            throw new ClusterDirectoryException(
                "replica ids of this cluster are 1 to " + geometry.replicaCount() + ", not " + id);
        }
        try {
            final LifetimeLock lock = acquire(id);
            try {
                requireSameCluster();
                final int incarnation = raise(id);
                lock.writePid();
                return new ReplicaSeat(this, id, incarnation, lock);
            } catch (final IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot start replica " + id + " in " + home + ": " + failure, failure);
        }
    }

    /** Whether a replica with this id is running. A start at the same moment may be made to wait a little. */
    public boolean isRunning(final int id) {
        try {
            final LifetimeLock lock = LifetimeLock.tryAcquire(lockFile(id));
            if (lock != null) {
                lock.close();
            }
            return lock == null;
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot look at " + lockFile(id) + ": " + failure, failure);
        }
    }

    /** Number of the latest start of {@code id}, which may not have announced itself yet; 0 if there was none. */
    public int started(final int id) {
        try {
            return latestIncarnation(id);
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot read " + incarnationFile(id) + ": " + failure, failure);
        }
    }

    /** Pid that the latest replica with this id wrote down, 0 if none; for people to read. */
    public long pidOf(final int id) {
        return LifetimeLock.pidIn(lockFile(id));
    }

    /** Newest incarnation of {@code id} that announced itself, 0 if none did. */
    public int announced(final int id) {
        try (FileChannel channel = FileChannel.open(memory.resolve(MEMBERS), StandardOpenOption.READ)) {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(word, memberOffset(id));
            return (int) word.getLong(0);
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot read the members in " + memory + ": " + failure, failure);
        }
    }

    /** Shows those who watch that an incarnation has announced itself, where replicas do not map the members file. */
    public void showAnnounced(final int id, final int incarnation) throws IOException {
        final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, incarnation);
        try (FileChannel channel = FileChannel.open(memory.resolve(MEMBERS), StandardOpenOption.WRITE)) {
            channel.write(word, memberOffset(id));
        }
    }

    /**
     * Removes everything of this cluster: its memory with all that lies below it, counters, locks, and the home
     * directory if nothing else is in it.
     *
     * @throws ClusterDirectoryBusyException if one of its replicas is running; nothing was removed.
     */
    public void remove() {
        final List<LifetimeLock> locks = new ArrayList<>();
        try {
            try {
                for (int id = 1; id <= geometry.replicaCount(); id++) {
                    if (Files.exists(lockFile(id))) {
                        locks.add(acquire(id));
                    }
                }
                requireSameCluster();
                removeHoldingAllLocks(locks);
            } finally {
                for (final LifetimeLock lock : locks) {
                    lock.close();
                }
            }
        } catch (final IOException failure) {
            throw new ClusterDirectoryException("cannot remove the cluster in " + home + ": " + failure, failure);
        }
    }

    /**
     * File of the control region of an incarnation, for observers: laid out as {@link ControlLayout} says. Gone some
     * time
     * after a newer incarnation has taken its place.
     */
    public Path controlFile(final int id, final int incarnation) {
        return regions(id, incarnation).resolve(IncarnationRegions.CONTROL);
    }

    /** Where the regions of an incarnation lie. */
    Path regions(final int id, final int incarnation) {
        return memory.resolve("r" + id + "." + incarnation);
    }

    /** Directories of incarnations of {@code id} below {@code incarnation}. */
    List<Path> olderRegions(final int id, final int incarnation) throws IOException {
        final String prefix = "r" + id + ".";
        try (Stream<Path> all = Files.list(memory)) {
            return all.filter(path -> {
                final String name = path.getFileName().toString();
                return name.startsWith(prefix) && Integer.parseInt(name.substring(prefix.length())) < incarnation;
            }).toList();
        }
    }

    /** Offset of a replica's word in the members file. */
    static int memberOffset(final int id) {
        return id * ControlLayout.LINE;
    }

    /** Deletes a directory and all below it, following no links. */
    static void deleteTree(final Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Before anything is made: a cluster that cannot have all its replicas is not begun. */
    private void requireRoom() throws IOException {
        Path fileSystem = memory;
        while (!Files.exists(fileSystem)) {
            fileSystem = fileSystem.getParent();
        }
        final long availableBytes = MappedFile.availableBytes(fileSystem);
        if (availableBytes < geometry.clusterBytes()) {
            throw new MemoryExhaustedException(fileSystem, geometry.clusterBytes(), availableBytes);
        }
    }

    private void create() throws IOException {
        requireRoom();
        Files.createDirectories(home, OWNER_ONLY);
        final Path creationLock = home.resolve("creation.lock");
        try {
            Files.createFile(creationLock);
        } catch (final FileAlreadyExistsException left) {
            // by an unfinished creation, or by one at work: its lock tells
        }
        try (LifetimeLock lock = LifetimeLock.tryAcquire(creationLock)) {
            if (lock == null) {
                throw new ClusterDirectoryException("another process is creating a cluster in " + home);
            }
            if (Files.exists(home.resolve(DESCRIPTOR))) {
                throw new ClusterDirectoryException("there is a cluster in " + home + " already; remove it first");
            }
            if (Files.exists(memory)) {
                throw new ClusterDirectoryException("memory directory " + memory + " exists already");
            }
            for (int id = 1; id <= geometry.replicaCount(); id++) {
                writeSynced(incarnationFile(id), counter(0));
                writeSynced(lockFile(id), "");
            }
            writeSynced(home.resolve(DESCRIPTOR), descriptor());
            Files.createDirectory(memory, OWNER_ONLY);
            MappedFile.create(memory.resolve(MEMBERS), MEMBERS_BYTES).unmap();
            lock.deleteAndClose();
        }
    }

    private void removeHoldingAllLocks(final List<LifetimeLock> locks) throws IOException {
        deleteTree(memory);
        Files.delete(home.resolve(DESCRIPTOR));
        sync(home);
        for (int id = 1; id <= geometry.replicaCount(); id++) {
            Files.deleteIfExists(incarnationFile(id));
        }
        for (final LifetimeLock lock : locks) {
            lock.deleteAndClose();
        }
        try (Stream<Path> rest = Files.list(home)) {
            if (rest.findAny().isEmpty()) {
                Files.delete(home);
            }
        }
    }

    private LifetimeLock acquire(final int id) throws IOException {
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            // somebody who only looks holds it for a moment
            final LifetimeLock lock = LifetimeLock.tryAcquire(lockFile(id));
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(LOCK_PAUSE_NS);
        }
        throw new ClusterDirectoryBusyException(home, id, pidOf(id));
    }

    private int raise(final int id) throws IOException {
        if (!hasMemory()) {
            throw new ClusterDirectoryException("the memory of the cluster in " + home + " is gone (" + memory
                + "): its majority is lost; remove the cluster and create a new one");
        }
        final int latest = latestIncarnation(id);
        if (latest >= LAST_INCARNATION) {
            throw new ClusterDirectoryException("replica " + id + " was started " + latest
                + " times, the most in one cluster; create a new one");
        }
        final int incarnation = latest + 1;
        final int announced = announced(id);
        if (incarnation <= announced) {
            throw new ClusterDirectoryException("the start counter of replica " + id + " was set back: it says "
                + latest + ", but incarnation " + announced + " has announced itself");
        }
        writeSynced(incarnationFile(id), counter(incarnation));
        return incarnation;
    }

    private int latestIncarnation(final int id) throws IOException {
        final String[] words = Files.readString(incarnationFile(id), StandardCharsets.UTF_8).strip().split(" ");
        if (words.length != 2 || !words[0].equals(Long.toHexString(geometry.clusterId()))) {
            throw new ClusterDirectoryException(incarnationFile(id) + " does not belong to this cluster");
        }
        return Integer.parseInt(words[1]);
    }

    private void requireSameCluster() {
        if (open(home).geometry.clusterId() != geometry.clusterId()) {
            throw new ClusterDirectoryException("the cluster in " + home + " has been replaced by another one");
        }
    }

    private String counter(final int incarnation) {
        return Long.toHexString(geometry.clusterId()) + " " + incarnation + "\n";
    }

    private String descriptor() {
        return "cluster-id=" + Long.toHexString(geometry.clusterId())
            + "\nreplica-count=" + geometry.replicaCount()
            + "\nslots=" + geometry.slots()
            + "\nslot-length-bytes=" + geometry.slotLengthBytes()
            + "\nretained=" + geometry.retained()
            + "\nsnapshot-capacity-bytes=" + geometry.snapshotCapacityBytes()
            + "\nspare-rings=" + geometry.spareRings()
            + "\nmemory=" + memory.toString().replace("\\", "\\\\") + "\n";
    }

    private Path lockFile(final int id) {
        return home.resolve("replica-" + id + ".lock");
    }

    private Path incarnationFile(final int id) {
        return home.resolve("replica-" + id + ".incarnation");
    }

    private static String value(final Properties values, final String key) {
        final String value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    /** After this returned, the file has this content whatever happens to the host. */
    private static void writeSynced(final Path file, final String content) throws IOException {
        final Path unfinished = file.resolveSibling("." + file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            final ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    private static void sync(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
