package io.muex.mu.fabric.shm;

import java.util.concurrent.CountDownLatch;

import org.agrona.ErrorHandler;

/** A replica in this process as far as its memory goes: announced by a thread of its own, which lives until told. */
final class TestReplica implements AutoCloseable {
    private final ReplicaSeat seat;
    private final ShmRegions regions;
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Thread background;

    TestReplica(final ClusterDirectory cluster, final int id, final ErrorHandler errors) {
        seat = cluster.occupy(id);
        regions = ShmRegions.open(seat, errors);
        final CountDownLatch announced = new CountDownLatch(1);
        background = Thread.ofPlatform().start(() -> {
            regions.announce();
            announced.countDown();
            await(mayEnd);
        });
        await(announced);
    }

    ShmRegions regions() {
        return regions;
    }

    /** The thread that holds the mutexes ends without leaving: to the kernel and to peers that is a death. */
    void end() {
        mayEnd.countDown();
        try {
            background.join();
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        end();
        regions.close();
        seat.close();
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
