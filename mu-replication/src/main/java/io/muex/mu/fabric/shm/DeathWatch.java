package io.muex.mu.fabric.shm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

import org.agrona.ErrorHandler;

import io.muex.mu.fabric.Memory;
import io.muex.mu.log.ControlLayout;

/**
 * Learns from the kernel that a peer has died: one daemon thread per peer waits for the robust mutex that the peer's
 * granting thread holds for this replica. It takes no processor time while the peer lives, and no pause of the peer can
 * fool it. When the wait ends, the incarnation is over, whether its holder died or left on purpose: either way its
 * memory has lost the thread that answers for it. The watch stores DEAD in its control region, sticky and for all to
 * see, and then tells its listener.
 */
public final class DeathWatch implements AutoCloseable {
    /** Told of a death. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The incarnation is over and marked DEAD. Called on the watching thread; hand over and return.
         *
         * @param left whether it said before that it would leave.
         */
        void onDeath(int id, int incarnation, boolean left);
    }

    /** A wait in the kernel cannot be interrupted, so it is cut into pieces, only for {@link #close}. */
    private static final long PIECE_MS = 100;
    private static final int PAGE = 4_096;
    private static final long JOIN_MS = 5_000;
    private static final int REHEARSALS = 3;

    private final ShmRegions regions;
    private final Memory memory = new MappedMemory();
    private final Listener listener;
    private final ErrorHandler errors;
    private final Thread[] watchers;
    private volatile boolean running = true;

    private DeathWatch(final ShmRegions regions, final Listener listener, final ErrorHandler errors) {
        this.regions = regions;
        this.listener = listener;
        this.errors = errors;
        this.watchers = new Thread[regions.replicaCount() + 1];
    }

    /**
     * Begins to watch every peer, now and whenever a new incarnation of it announces itself.
     *
     * @param errors told when a peer cannot be watched; watching thread.
     */
    public static DeathWatch start(final ShmRegions regions, final Listener listener, final ErrorHandler errors) {
        final DeathWatch watch = new DeathWatch(regions, listener, errors);
        watch.rehearse();
        for (int id = 1; id < watch.watchers.length; id++) {
            if (id != regions.selfId()) {
                final int peer = id;
                watch.watchers[id] = Thread.ofPlatform().daemon()
                    .name("muex-watch-" + regions.selfId() + "-" + id).unstarted(() -> watch.watch(peer));
            }
        }
        regions.onMapped(id -> LockSupport.unpark(watch.watchers[id]));
        for (final Thread watcher : watch.watchers) {
            if (watcher != null) {
                watcher.start();
            }
        }
        return watch;
    }

    /** Ends all watching; returns when the threads have ended, which takes up to a tenth of a second. */
    @Override
    public void close() {
        running = false;
        for (final Thread watcher : watchers) {
            LockSupport.unpark(watcher);
        }
        try {
            for (final Thread watcher : watchers) {
                if (watcher != null) {
                    watcher.join(JOIN_MS);
                }
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lives through the end of a few threads that nobody misses. What a virtual machine does for the first time it has
     * to resolve and link first; when a leader has died, that took a quarter of a millisecond of processor time before
     * anybody was told, and as much again afterwards.
     */
    private void rehearse() {
        try (Arena arena = Arena.ofConfined()) {
            final long control = arena.allocate(ControlLayout.LENGTH, PAGE).address();
            final long mutex = control + ControlLayout.mutex(regions.selfId());
            final MemorySegment deadline = RobustMutex.deadline();
            for (int n = 0; n < REHEARSALS; n++) {
                final Thread mortal = Thread.ofPlatform().start(() -> {
                    RobustMutex.initialise(mutex);
                    RobustMutex.lock(mutex, RobustMutex.deadline(), PIECE_MS);
                });
                mortal.join();
                awaitEnd(control, deadline, (id, incarnation, left) -> { }, 0, 0);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(final int id) {
        final MemorySegment deadline = RobustMutex.deadline();
        int over = 0;
        while (running) {
            final IncarnationRegions peer = regions.newest(id);
            if (peer == null || peer.incarnation() == over || !peer.beginWatch()) {
                LockSupport.park(this);
                continue;
            }
            try {
                over = awaitEnd(peer.control(), deadline, listener, id, peer.incarnation())
                    ? peer.incarnation() : over;
            } catch (final RuntimeException failure) {
                over = peer.incarnation();
                errors.onError(failure);
            } finally {
                peer.endWatch();
            }
        }
    }

    private boolean awaitEnd(final long control, final MemorySegment deadline, final Listener told, final int id,
        final int incarnation) {
        final long mutex = control + ControlLayout.mutex(regions.selfId());
        while (running) {
            final int result = RobustMutex.lock(mutex, deadline, PIECE_MS);
            if (result == RobustMutex.FREE || result == RobustMutex.HOLDER_DIED) {
                onEnd(control, told, id, incarnation);
                if (result == RobustMutex.HOLDER_DIED) {
                    RobustMutex.repair(mutex);
                }
                RobustMutex.unlock(mutex);
                return true;
            }
            if (result != RobustMutex.STILL_HELD) {
                throw new IllegalStateException("replica " + id + " cannot be watched: error " + result);
            }
        }
        return false;
    }

    private void onEnd(final long control, final Listener told, final int id, final int incarnation) {
        final boolean left = memory.getAcquire(control + ControlLayout.LEAVING) != 0;
        memory.putRelease(control + ControlLayout.DEAD, 1);
        memory.fullFence();
        try {
            told.onDeath(id, incarnation, left);
        } catch (final RuntimeException failure) {
            errors.onError(failure);
        }
    }
}
