package io.muex.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Guessing gets slower, and never so slow that the true owner does not get in. */
class SessionLocksTest {
    private static final long SESSION = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final SessionLocks locks = new SessionLocks();
    private long now = -5 * SECOND;

    private boolean fail(final int times) {
        boolean locked = false;
        for (int i = 0; i < times; i++) {
            locked |= locks.failed(SESSION, now);
        }
        return locked;
    }

    @Test
    void shouldLockAfterFiveFailuresAndOpenAgain() {
        assertFalse(fail(4));
        assertFalse(locks.isLocked(SESSION, now));
        assertTrue(fail(1));
        assertTrue(locks.isLocked(SESSION, now));
        assertFalse(locks.isLocked(SESSION + 1, now), "others are not concerned");
        now += SECOND - 1;
        assertTrue(locks.isLocked(SESSION, now));
        now += 1;
        assertFalse(locks.isLocked(SESSION, now));
    }

    @Test
    void shouldLockForLongerAndLongerUpToSixteenSeconds() {
        for (final long expected : new long[] {1, 2, 4, 8, 16, 16, 16}) {
            assertTrue(fail(5));
            long seconds = 0;
            while (locks.isLocked(SESSION, now)) {
                now += SECOND;
                seconds++;
            }
            assertEquals(expected, seconds);
            now += SECOND;
        }
    }

    @Test
    void shouldStayOpenForASecondAfterEachLockWhateverAStrangerDoes() {
        final long seed = System.nanoTime();
        final java.util.Random random = new java.util.Random(seed);
        long openNs = 0;
        long longestNs = 0;
        long closedNs = 0;
        long shortestNs = Long.MAX_VALUE;
        final long step = TimeUnit.MILLISECONDS.toNanos(10);
        boolean wasLocked = false;
        for (int i = 0; i < 60_000; i++) {
            now += step;
            if (random.nextInt(3) > 0 && !locks.isLocked(SESSION, now)) {
                fail(1 + random.nextInt(20));
            }
            final boolean isLocked = locks.isLocked(SESSION, now);
            if (isLocked) {
                closedNs += step;
                longestNs = Math.max(longestNs, closedNs);
                if (!wasLocked && longestNs > step) {
                    shortestNs = Math.min(shortestNs, openNs);
                }
                openNs = 0;
            } else {
                openNs += step;
                closedNs = 0;
            }
            wasLocked = isLocked;
        }
        assertTrue(longestNs <= 16 * SECOND, "seed " + seed + ": locked for " + longestNs);
        assertTrue(longestNs > 15 * SECOND, "seed " + seed + ": the stranger was kept waiting");
        assertTrue(shortestNs >= SECOND - step, "seed " + seed + ": open for only " + shortestNs);
    }

    @Test
    void shouldForgetFailuresAfterASuccessAndAfterAMinute() {
        fail(4);
        locks.succeeded(SESSION);
        assertFalse(fail(4));
        now += 61 * SECOND;
        assertFalse(fail(4));
        assertTrue(fail(1));
    }

    @Test
    void shouldRememberABoundedNumberOfSessionsAndForgetNoLock() {
        assertTrue(fail(5));
        for (long other = 1_000; other < 1_000_000; other++) {
            locks.failed(other, now);
        }
        assertTrue(locks.isLocked(SESSION, now));
    }
}
