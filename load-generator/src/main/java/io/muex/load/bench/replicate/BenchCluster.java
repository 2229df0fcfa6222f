package io.muex.load.bench.replicate;

import io.muex.load.bench.BenchDirectory;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import io.muex.mu.DetectorConfig;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.replica.MuReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A cluster whose replica 1 lives in this process and leads, and whose followers are processes of their own. All of it
 * is gone after {@link #close}, or with the directory of the benchmark should this process be killed. One thread, which
 * must step the leader whenever it waits.
 */
final class BenchCluster implements AutoCloseable {
    /** Slow to suspect: a leader that prepares the next measurement must not be deposed meanwhile. */
    static final DetectorConfig DETECTOR = DetectorConfig.ofReadInterval(TimeUnit.SECONDS.toNanos(2));

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int LEADER = 1;
    /** While followers stand still the leader may go on for this part of a ring. */
    private static final int SHARE_WITHOUT_READERS = 2;
    private static final long SESSIONS_SNAPSHOT_BYTES = 16 << 20;

    private final Path home;
    private final Path shared;
    private final int replicas;
    private final int snapshotBytes;
    private final ChildGroup followers;
    private ClusterDirectory directory;
    private ClusterObserver observer;
    private Board board;
    private MuReplica leader;

    private BenchCluster(final int replicas, final int snapshotBytes) throws IOException {
        this.replicas = replicas;
        this.snapshotBytes = snapshotBytes;
        this.home = Files.createTempDirectory(BenchDirectory.PREFIX);
        this.shared = BenchDirectory.memoryOf(home);
        ClusterDirectories.makePrivate(shared);
        this.followers = new ChildGroup(home.resolve("logs"), GRACE);
    }

    /**
     * Starts a cluster and returns when its replica 1 leads and all others are written.
     *
     * @param replicas      in the cluster
     * @param slots         of every ring
     * @param slotLength    bytes
     * @param machine       of the leader
     * @param snapshotBytes how long a snapshot of a follower is; -1 for followers with a machine of sessions
     */
    static BenchCluster start(final int replicas, final int slots, final int slotLength, final StateMachine machine,
                              final int snapshotBytes) throws IOException, InterruptedException {
        final BenchCluster cluster = new BenchCluster(replicas, snapshotBytes);
        try {
            cluster.begin(slots, slotLength, machine);
            return cluster;
        } catch (final IOException | InterruptedException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private void begin(final int slots, final int slotLength, final StateMachine machine)
        throws IOException, InterruptedException {
        final long id = System.nanoTime() | 1;
        final long capacity =
            snapshotBytes < 0 ? SESSIONS_SNAPSHOT_BYTES : Math.max(1 << 16, snapshotBytes + (1 << 12));
        board = Board.create(shared.resolve("board"));
        board.tell(Reading.PARKED, -1);
        directory = ClusterDirectory.create(home.resolve("home"), shared.resolve("memory"),
            new ClusterGeometry(id, replicas, slots, slotLength, Math.min(4_096, slots / 4), capacity, 2));
        // First, so that nobody else can come to lead.
        observer = new ClusterObserver(directory);
        leader = new MuReplica(ShmFabric.open(directory.occupy(LEADER), Throwable::printStackTrace), machine, DETECTOR,
            Throwable::printStackTrace);
        leader.start();
        for (int follower = LEADER + 1; follower <= replicas; follower++) {
            startFollower(follower);
        }
        for (final ChildProcess follower : followers.children()) {
            follower.awaitReady(PATIENCE);
        }
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!leader.proposer().isLeading() || slowest() < leader.appliedIndex()) {
            step();
            requireTime(deadline, "replica 1 did not come to lead all others");
        }
    }

    private void startFollower(final int id) throws IOException {
        followers.start("follower-" + id, JvmCommand.of(ProcessKind.CLIENT, FollowerProcess.class.getName())
            .option("-Xms16m").option("-Xmx64m")
            .arguments(directory.home().toString(), Integer.toString(id), shared.resolve("board").toString(),
                Integer.toString(snapshotBytes)));
    }

    /** Kills a follower and starts it anew; returns when it runs, not when it has caught up. */
    void restart(final int id) throws IOException, InterruptedException {
        final ChildProcess old = followers.child("follower-" + id).orElseThrow();
        old.kill();
        old.awaitEnd(GRACE);
        startFollower(id);
    }

    /** Whether a follower that was restarted runs. */
    boolean isRunning(final int id) {
        return directory.isRunning(id);
    }

    MuReplica leader() {
        return leader;
    }

    Board board() {
        return board;
    }

    ClusterDirectory directory() {
        return directory;
    }

    int replicas() {
        return replicas;
    }

    /** One duty cycle of the leader while nothing is measured. */
    void step() {
        if (leader.step() == 0) {
            Thread.yield();
        }
    }

    /** Sets how and where followers read and waits until they do. */
    void read(final Reading reading, final int cpu) {
        board.tell(reading, cpu);
        settle(TimeUnit.MILLISECONDS.toNanos(20));
    }

    /** Steps the leader for a while. */
    void settle(final long forNs) {
        final long until = System.nanoTime() + forNs;
        while (System.nanoTime() - until < 0) {
            step();
        }
    }

    /**
     * How many commands may be appended at a stretch while followers read that way. Those that do not read at all are
     * first made to catch up.
     */
    long allowance(final Reading reading) {
        if (reading != Reading.NONE_READING) {
            return Long.MAX_VALUE;
        }
        board.tell(Reading.PARKED, board.cpu());
        catchUp();
        read(reading, board.cpu());
        return directory.geometry().slots() / SHARE_WITHOUT_READERS;
    }

    /** Waits until every follower has applied what the leader has. */
    void catchUp() {
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (slowest() < leader.appliedIndex()) {
            step();
            requireTime(deadline, "followers did not catch up: " + leader.appliedIndex() + " against " + slowest());
        }
    }

    /** The lowest applied index of all followers. */
    long slowest() {
        long slowest = Long.MAX_VALUE;
        for (int id = LEADER + 1; id <= replicas; id++) {
            slowest = Math.min(slowest, observer.status(id).appliedIndex());
        }
        return slowest;
    }

    /** Snapshots that followers had to load so far: each stands for one that the leader lost from its log. */
    long dropped() {
        long count = 0;
        for (int id = LEADER + 1; id <= replicas; id++) {
            count += board.snapshotsLoaded(id);
        }
        return count;
    }

    /** Whether every follower that applied as much as the leader has the leader's state. All must have caught up. */
    boolean agrees() {
        final long hash = leader.stateHash();
        boolean agrees = true;
        for (int id = LEADER + 1; id <= replicas; id++) {
            agrees &= observer.status(id).appliedIndex() == leader.appliedIndex()
                && observer.status(id).stateHash() == hash;
        }
        return agrees;
    }

    private void requireTime(final long deadline, final String otherwise) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException(otherwise + "; logs in " + home);
        }
    }

    @Override
    public void close() throws IOException {
        if (leader != null) {
            leader.close();
        }
        followers.close();
        if (observer != null) {
            observer.close();
        }
        if (board != null) {
            board.close();
        }
        ClusterDirectories.remove(shared);
        ClusterDirectories.remove(home);
    }
}
