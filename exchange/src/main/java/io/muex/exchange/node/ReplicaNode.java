package io.muex.exchange.node;

import io.muex.exchange.config.Profile;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.ReplicaView;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/**
 * A replica process: its replication thread, and whatever threads its engine has. The one place that decides about
 * threads and how they idle.
 * <p>
 * A leader yields while commands flow and sleeps a millisecond at a time after 10 ms of silence. A follower always
 * sleeps: it only has to keep up, and nobody waits for it; while a leader is being replaced it stays awake. With
 * {@link Profile#DEDICATED} nobody ever sleeps. The death
 * of the media driver does not concern a replica beyond that no gateway reaches it until there is another.
 */
public final class ReplicaNode implements AutoCloseable {
    private static final long FOLLOWER_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long QUIET_PARK_NS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long URGENT_PARK_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int QUIET_AFTER = 100;
    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long JOIN_MS = 5_000;

    private final ReplicaEngine engine;
    private final Profile profile;
    private final NodeAgent agent;
    private final ErrorHandler onFatal;
    private final Thread thread;
    private volatile boolean running = true;
    private int quietNaps;
    private boolean isFresh;
    private long freshUntilNs;

    /**
     * A replica that has not begun.
     *
     * @param config  what it must know
     * @param engine  what replicates; closed with this node
     * @param onFatal told on any thread when this replica must not go on; the process should end at once
     */
    public ReplicaNode(final NodeConfig config, final ReplicaEngine engine, final ErrorHandler onFatal) {
        this(config, engine, Profile.SMALL, onFatal);
    }

    /** The same for another {@code profile} of idling. */
    public ReplicaNode(final NodeConfig config, final ReplicaEngine engine, final Profile profile,
                       final ErrorHandler onFatal) {
        this.engine = engine;
        this.profile = profile;
        this.onFatal = onFatal;
        agent = new NodeAgent(config, engine);
        thread = Thread.ofPlatform().name("muex-" + agent.roleName()).unstarted(this::run);
    }

    /** Shows the replica to its peers and begins. Returns when it is announced. */
    public void start() {
        engine.start();
        thread.start();
    }

    private void run() {
        final PacedIdle idle = new PacedIdle();
        try {
            while (running) {
                final int work = agent.doWork();
                if (profile == Profile.DEDICATED) {
                    Thread.onSpinWait();
                } else if (agent.isLeading()) {
                    lead(work, idle);
                } else {
                    isFresh = true;
                    freshUntilNs = 0;
                    follow(work);
                }
            }
        } catch (final Throwable fatal) {
            onFatal.onError(fatal);
        } finally {
            agent.close();
        }
    }

    /**
     * Who has just begun to lead naps and does not yield: what is left of its predecessor is being taken apart, and on
     * the same core a yield gives that half a millisecond and more, whereas who wakes up displaces it.
     */
    private void lead(final int work, final PacedIdle idle) {
        if (!isFresh) {
            idle.idle(work);
        } else if (work == 0) {
            final long nowNs = System.nanoTime();
            freshUntilNs = freshUntilNs == 0 ? nowNs + FRESH_NS : freshUntilNs;
            isFresh = nowNs - freshUntilNs < 0;
            LockSupport.parkNanos(URGENT_PARK_NS);
        }
    }

    private void follow(final int work) {
        if (work > 0) {
            quietNaps = 0;
        } else if (engine.isUrgent(System.nanoTime())) {
            LockSupport.parkNanos(URGENT_PARK_NS);
        } else {
            LockSupport.parkNanos(quietNaps++ < QUIET_AFTER ? FOLLOWER_PARK_NS : QUIET_PARK_NS);
        }
    }

    /** What may be looked at while it runs. Any thread. */
    public ReplicaView view() {
        return engine.view();
    }

    /** What was counted. Any thread. */
    public Tally<NodeCounter> tally() {
        return agent.tally();
    }

    /** Leaves the cluster on purpose and waits for the threads to end. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            agent.close();
        } else {
            try {
                thread.join(JOIN_MS);
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        engine.close();
    }
}
