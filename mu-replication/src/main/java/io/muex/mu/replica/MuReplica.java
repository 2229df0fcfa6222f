package io.muex.mu.replica;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.Role;
import io.muex.mu.StateMachine;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.replication.PlaneBoard;
import io.muex.mu.replication.ReplicationPlane;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.OffsetEpochNanoClock;

/**
 * One incarnation of one replica. The owner steps the replication plane with {@link #step} on a thread of its own and
 * proposes on that same thread; the background plane runs on a thread that this class starts.
 */
public final class MuReplica implements ReplicaView, AutoCloseable {
    private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Not a yield: whoever yields beside the remains of a process that is torn down loses 4 ms at a time. */
    private static final long URGENT_PARK_NS = TimeUnit.MICROSECONDS.toNanos(20);
    /** Who only has to grant: a nap of 20 us costs as much of a processor as it sleeps. */
    private static final long ORPHANED_PARK_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long URGENT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long WALL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long JOIN_MS = 5_000;

    private final FabricHost host;
    private final Fabric fabric;
    private final ReplicationPlane replication;
    private final BackgroundPlane background;
    private final PlaneBoard board;
    private final ErrorHandler onFatal;
    private final long restNs;
    private final OffsetEpochNanoClock replicationClock = new OffsetEpochNanoClock();
    private final Thread backgroundThread;
    private volatile boolean running = true;
    private volatile boolean announced;
    private long wallReadNs = System.nanoTime() - 2 * WALL_INTERVAL_NS;
    private long wallOffsetNs;
    private volatile long urgentUntilNs;
    private boolean leaderless; // background thread
    private volatile Thread owner;

    /**
     * Puts a replica together; {@link #start} shows it to its peers.
     *
     * @param host     memory of this incarnation; closed with this replica
     * @param machine  what is replicated; used on the thread that calls {@link #step} only
     * @param detector how peers are suspected
     * @param onFatal  told when this replica must not go on; the process should end. Either plane's thread
     */
    public MuReplica(final FabricHost host, final StateMachine machine, final DetectorConfig detector,
                     final ErrorHandler onFatal) {
        this.host = host;
        this.fabric = host.fabric();
        this.onFatal = onFatal;
        this.restNs = Math.min(PARK_NS, detector.longestRestNs());
        final int replicas = fabric.replicaCount();
        this.board = new PlaneBoard(replicas);
        final ReplicatedState state = new ReplicatedState(machine,
            new HashAudit(replicas, fabric.selfId(), fabric.selfIncarnation(), HashAudit.INTERVAL));
        // Incarnation 1 exists only through the creation of the cluster; every later one has to be admitted.
        this.replication = new ReplicationPlane(fabric, state, board, fabric.selfIncarnation() == 1);
        final long seed = Ballot.of(1, fabric.selfIncarnation(), fabric.selfId()) * 0x9E3779B97F4A7C15L | 1;
        this.background = new BackgroundPlane(fabric, detector, board, seed);
        this.backgroundThread = Thread.ofPlatform().name("muex-background-" + fabric.selfId())
            .unstarted(this::runBackground);
    }

    /** Shows this replica to its peers and begins to watch them. Returns when it is announced. */
    public void start() {
        backgroundThread.start();
        while (!announced && backgroundThread.isAlive()) {
            Thread.onSpinWait();
        }
        host.watch(this::wake);
        // Nobody has died; but the first time takes longer than the others.
        wake();
    }

    /**
     * One duty cycle of the replication plane.
     *
     * @return amount of work done
     * @throws io.muex.mu.replication.ReplicaHaltedException when this replica must not go on
     */
    public int step() {
        return step(System.nanoTime());
    }

    /**
     * The same for an owner that has just read the clock for a duty cycle of its own.
     *
     * @param nowNs monotonic time
     */
    public int step(final long nowNs) {
        if (owner == null) {
            owner = Thread.currentThread();
        }
        return replication.doWork(nowNs, wallNs(nowNs));
    }

    /** Wall-clock time at {@code nowNs} without reading a second clock each time. */
    private long wallNs(final long nowNs) {
        if (nowNs - wallReadNs > WALL_INTERVAL_NS) {
            wallReadNs = nowNs;
            wallOffsetNs = replicationClock.nanoTime() - nowNs;
        }
        return nowNs + wallOffsetNs;
    }

    /**
     * Whether the owner should not park now: a leader is handing over, or this replica has just begun to ask for
     * permission. Says nothing of a replica that leads, and nothing is urgent for one that only follows: on two cores
     * whoever stays awake for nothing keeps the new leader from its work.
     *
     * @param nowNs monotonic time
     */
    public boolean isUrgent(final long nowNs) {
        final boolean asking = board.candidacy() != Ballot.NONE && fabric.own(ControlLayout.LEADING) == Ballot.NONE;
        return board.isMoveExpected() || asking && nowNs - board.suspectedAtNs() < URGENT_NS;
    }

    private void wake() {
        urgentUntilNs = System.nanoTime() + URGENT_NS;
        LockSupport.unpark(backgroundThread);
        LockSupport.unpark(owner);
    }

    private void runBackground() {
        final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
        try {
            host.announce();
            announced = true;
            while (running) {
                final long nowNs = System.nanoTime();
                final int before = reasonsToWake();
                final int work = background.doWork(nowNs, clock.nanoTime());
                leaderless = !background.knowsLeader();
                if ((reasonsToWake() & ~before) != 0) {
                    LockSupport.unpark(owner);
                }
                if (work == 0) {
                    idle(nowNs);
                }
            }
            host.leave();
        } catch (final Throwable fatal) {
            onFatal.onError(fatal);
        }
    }

    /** What the owner could not see while it sleeps: one bit for each reason to wake it when it comes up. */
    private int reasonsToWake() {
        return (board.candidacy() != Ballot.NONE ? 1 : 0) | (board.isMoveExpected() ? 2 : 0)
            | (board.handOver() != Ballot.NONE ? 4 : 0);
    }

    /** Between the death of a leader and the next one, and while permission is asked for, everybody answers at once. */
    private void idle(final long nowNs) {
        final boolean orphaned = leaderless && nowNs - urgentUntilNs < 0;
        final long parkNs = isUrgent(nowNs) ? URGENT_PARK_NS : orphaned ? ORPHANED_PARK_NS : restNs;
        LockSupport.parkNanos(Math.min(restNs, parkNs));
    }

    /** Where the owner proposes. */
    public Proposer proposer() {
        return replication;
    }

    /** How many voters, this replica included, are alive as far as it knows. */
    public int aliveVoters() {
        return board.aliveVoters();
    }

    /** The replica that should lead as this one sees it, 0 if there is none. */
    public int view() {
        return background.view();
    }

    @Override
    public int id() {
        return fabric.selfId();
    }

    @Override
    public int incarnation() {
        return fabric.selfIncarnation();
    }

    @Override
    public Role role() {
        return Role.of((int) fabric.own(ControlLayout.ROLE));
    }

    @Override
    public long leadingBallot() {
        return fabric.own(ControlLayout.LEADING);
    }

    @Override
    public long appliedIndex() {
        return fabric.own(ControlLayout.APPLIED);
    }

    @Override
    public long commitIndex() {
        return fabric.own(ControlLayout.COMMIT);
    }

    @Override
    public long stateHash() {
        return fabric.own(ControlLayout.STATE_HASH);
    }

    /** Leaves the cluster on purpose. The owner has stopped calling {@link #step}. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(backgroundThread);
        try {
            backgroundThread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        host.close();
    }
}
