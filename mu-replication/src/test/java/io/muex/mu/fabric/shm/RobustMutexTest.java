package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RobustMutexTest {
    private static final long SHORT_MS = 20;
    private static final long LONG_MS = 10_000;

    private final Arena arena = Arena.ofShared();
    private final long mutex = arena.allocate(RobustMutex.LENGTH, 64).address();
    private final MemorySegment deadline = RobustMutex.deadline();

    @BeforeEach
    void initialise() {
        RobustMutex.initialise(mutex);
    }

    @AfterEach
    void release() {
        arena.close();
    }

    @Test
    void shouldTellThatItsHolderDied() throws InterruptedException {
        holdAndEnd(false);
        assertEquals(RobustMutex.HOLDER_DIED, RobustMutex.lock(mutex, deadline, LONG_MS));
        RobustMutex.repair(mutex);
        RobustMutex.unlock(mutex);
        assertEquals(RobustMutex.FREE, RobustMutex.lock(mutex, deadline, LONG_MS), "told once");
        RobustMutex.unlock(mutex);
    }

    @Test
    void shouldBeFreeWhenItsHolderUnlockedIt() throws InterruptedException {
        holdAndEnd(true);
        assertEquals(RobustMutex.FREE, RobustMutex.lock(mutex, deadline, LONG_MS));
        RobustMutex.unlock(mutex);
    }

    @Test
    void shouldTellTheNextOneWhenTheOneWhoWasToldDiedBeforeRepairing() throws InterruptedException {
        holdAndEnd(false);
        holdAndEnd(false);
        assertEquals(RobustMutex.HOLDER_DIED, RobustMutex.lock(mutex, deadline, LONG_MS));
        RobustMutex.repair(mutex);
        RobustMutex.unlock(mutex);
    }

    @Test
    void shouldGiveUpInTimeWhileItIsHeld() throws InterruptedException {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final Thread holder = Thread.ofPlatform().start(() -> {
            RobustMutex.lock(mutex, RobustMutex.deadline(), LONG_MS);
            held.countDown();
            awaitUninterrupted(mayEnd);
            RobustMutex.unlock(mutex);
        });
        held.await();
        assertEquals(RobustMutex.STILL_HELD, RobustMutex.lock(mutex, deadline, SHORT_MS));
        mayEnd.countDown();
        assertEquals(RobustMutex.FREE, RobustMutex.lock(mutex, deadline, LONG_MS));
        RobustMutex.unlock(mutex);
        holder.join();
    }

    private void holdAndEnd(final boolean unlock) throws InterruptedException {
        final Thread holder = Thread.ofPlatform().start(() -> {
            RobustMutex.lock(mutex, RobustMutex.deadline(), LONG_MS);
            if (unlock) {
                RobustMutex.unlock(mutex);
            }
        });
        holder.join();
    }

    private static void awaitUninterrupted(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
