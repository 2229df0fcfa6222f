package io.muex.exchange.protocol.link;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a thread learns from its yields that it has to share its core with one that computes. */
class PacedIdleTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LOST = 4 * MS;

    private final PacedIdle idle = new PacedIdle();

    @Test
    void shouldYieldWhileYieldsAreShort() {
        idle.onYielded(0, MS);
        assertFalse(idle.isCrowded(MS));
    }

    @Test
    void shouldNapForAWhileAfterAYieldThatCostATick() {
        idle.onYielded(0, LOST);
        assertTrue(idle.isCrowded(LOST));
        assertTrue(idle.isCrowded(LOST + 10 * MS - 1));
        assertFalse(idle.isCrowded(LOST + 10 * MS));
    }

    @Test
    void shouldYieldInACrowdWhileThereIsWorkAlmostEveryTime() {
        final PacedIdle loaded = new PacedIdle(10 * MS, MS, () -> LOST);
        for (int i = 0; i < 100; i++) {
            loaded.idle(1);
            loaded.idle(0);
        }
        loaded.onYielded(0, LOST);
        assertFalse(loaded.isCrowded(LOST), "the others on the core do what this thread waits for");
        for (int i = 0; i < 100; i++) {
            loaded.idle(0);
        }
        assertTrue(loaded.isCrowded(LOST), "little work is left");
    }

    @Test
    void shouldNapLongerEachTimeWhileTheCrowdStaysAndForgetItAfterwards() {
        long nowNs = 1_000 * MS;
        for (long nap = 10; nap <= 160; nap *= 2) {
            idle.onYielded(nowNs, nowNs + LOST);
            nowNs += LOST + nap * MS;
            assertTrue(idle.isCrowded(nowNs - 1), nap + " ms");
            assertFalse(idle.isCrowded(nowNs), nap + " ms");
        }
        nowNs += 1_000 * MS;
        idle.onYielded(nowNs, nowNs + LOST);
        assertFalse(idle.isCrowded(nowNs + LOST + 10 * MS), "the long time without a loss is forgotten");
    }

    @Test
    void shouldNotStayAwakeForAnswersThatDoNotCome() {
        final long[] now = {7};
        final PacedIdle owed = new PacedIdle(10 * MS, MS, () -> now[0]);
        assertFalse(owed.isOwedForLong(3, 5), "it has just been answered");
        assertFalse(owed.isOwedForLong(3, 5));
        now[0] += 200_000;
        assertFalse(owed.isOwedForLong(3, 5));
        now[0]++;
        assertTrue(owed.isOwedForLong(3, 5));
        assertTrue(owed.isOwedForLong(9, 5), "more questions are no answer");
        assertFalse(owed.isOwedForLong(8, 6));
        now[0] += MS;
        assertFalse(owed.isOwedForLong(8, 6), "counted from when it is owed again");
        now[0] += MS;
        assertTrue(owed.isOwedForLong(8, 6));
        assertFalse(owed.isOwedForLong(0, 6), "who asks nothing is owed nothing");
    }

    @Test
    void shouldNeverNapLongerThanAnOrderMayWaitWhenCrowded() {
        long nowNs = 1;
        for (int i = 0; i < 20; i++) {
            idle.onYielded(nowNs, nowNs + LOST);
            nowNs += LOST + 160 * MS;
            assertFalse(idle.isCrowded(nowNs), "a crowd is looked for again after 160 ms at the latest");
        }
    }
}
