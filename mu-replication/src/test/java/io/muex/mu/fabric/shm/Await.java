package io.muex.mu.fabric.shm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Assertions;

/** Waits for a condition by looking at it again and again, never by the clock alone. */
public final class Await {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = 100_000;

    private Await() {
    }

    /** Returns once {@code condition} holds; fails after twenty seconds. */
    public static void until(final String what, final BooleanSupplier condition) {
        Assertions.assertTrue(within(DEADLINE_NS, condition), () -> "still waiting: " + what);
    }

    /** Whether {@code condition} came to hold in time. */
    public static boolean within(final long timeoutNs, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > timeoutNs) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return true;
    }
}
