package io.muex.load.drill.run;

import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.TakeOver;
import io.muex.mu.Ballot;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes every take-over, whoever caused it, to tell leaders that were replaced although nothing was wrong with them. A
 * thread of its own looks, with an observer of its own.
 */
final class LeaderWatch implements AutoCloseable {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ClusterObserver observer;
    private final List<TakeOver> seen = new ArrayList<>();
    private final int firstLeader;
    private final Thread thread;
    private volatile boolean running = true;
    private long latest;

    /**
     * Begins to watch.
     *
     * @param observer closed with this watch
     */
    LeaderWatch(final ClusterObserver observer) {
        this.observer = observer;
        latest = observer.highestLeadingBallot();
        firstLeader = Ballot.id(latest);
        thread = Thread.ofPlatform().daemon().name("muex-leader-watch").start(this::run);
    }

    private void run() {
        while (running) {
            try {
                observer.takeOverAfter(latest).ifPresent(this::note);
            } catch (final ClusterDirectoryException changing) {
                // A replica is being started or removed at this moment; the next look sees it.
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private synchronized void note(final TakeOver takeOver) {
        latest = takeOver.ballot();
        seen.add(takeOver);
    }

    /** Take-overs by another replica than the one before, in order. */
    synchronized List<TakeOver> changes() {
        final List<TakeOver> changes = new ArrayList<>();
        int leader = firstLeader;
        for (final TakeOver takeOver : seen) {
            if (takeOver.leader() != leader) {
                leader = takeOver.leader();
                changes.add(takeOver);
            }
        }
        return changes;
    }

    @Override
    public void close() {
        running = false;
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        observer.close();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
