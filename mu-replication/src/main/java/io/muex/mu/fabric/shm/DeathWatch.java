package io.muex.mu.fabric.shm;

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
    private static final long JOIN_MS = 5_000;

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
                over = awaitEnd(peer, deadline) ? peer.incarnation() : over;
            } catch (final RuntimeException failure) {
                over = peer.incarnation();
                errors.onError(failure);
            } finally {
                peer.endWatch();
            }
        }
    }

    private boolean awaitEnd(final IncarnationRegions peer, final MemorySegment deadline) {
        final long mutex = peer.control() + ControlLayout.mutex(regions.selfId());
        while (running) {
            final int result = RobustMutex.lock(mutex, deadline, PIECE_MS);
            if (result == RobustMutex.FREE || result == RobustMutex.HOLDER_DIED) {
                onEnd(peer, mutex, result);
                return true;
            }
            if (result != RobustMutex.STILL_HELD) {
                throw new IllegalStateException("replica " + peer.id() + " cannot be watched: error " + result);
            }
        }
        return false;
    }

    private void onEnd(final IncarnationRegions peer, final long mutex, final int result) {
        final boolean left = memory.getAcquire(peer.control() + ControlLayout.LEAVING) != 0;
        memory.putRelease(peer.control() + ControlLayout.DEAD, 1);
        memory.fullFence();
        try {
            listener.onDeath(peer.id(), peer.incarnation(), left);
        } finally {
            if (result == RobustMutex.HOLDER_DIED) {
                RobustMutex.repair(mutex);
            }
            RobustMutex.unlock(mutex);
        }
    }
}
