package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many commands a rate lets through. Time is handed in, also across the end of the clock's range. */
class CommandRateTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static int offer(final CommandRate rate, final int commands, final long nowNs) {
        int taken = 0;
        for (int i = 0; i < commands; i++) {
            if (rate.allows(nowNs)) {
                rate.count(nowNs);
                taken++;
            }
        }
        return taken;
    }

    @Test
    void shouldTakeABurstAtOnceAndThenTheRate() {
        final CommandRate rate = new CommandRate(100, 10);
        final long startNs = Long.MAX_VALUE - SECOND_NS / 2;
        assertEquals(10, offer(rate, 1_000, startNs));
        assertFalse(rate.allows(startNs + 9_999_999));
        assertEquals(1, offer(rate, 1_000, startNs + 10_000_000));
        int taken = 0;
        for (int step = 11; step <= 1_010; step++) {
            taken += offer(rate, 7, startNs + step * 1_000_000L);
        }
        assertEquals(100, taken, "of a second in which it was always asked for more");
        assertEquals(10, offer(rate, 1_000, startNs + 60 * SECOND_NS), "silence saves up a burst and no more");
    }

    @Test
    void shouldNotCountWhatItRefused() {
        final CommandRate rate = new CommandRate(1, 1);
        assertEquals(1, offer(rate, 1_000_000, 5));
        assertTrue(rate.allows(5 + SECOND_NS));
    }

    @Test
    void shouldNeverLetThroughMoreThanRateAndBurstInAnyInterval() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final int perSecond = 1 + random.nextInt(5_000);
        final int burst = 1 + random.nextInt(50);
        final CommandRate rate = new CommandRate(perSecond, burst);
        final long[] taken = new long[20_000];
        int count = 0;
        long nowNs = random.nextLong();
        while (count < taken.length) {
            nowNs += random.nextInt(3) == 0 ? random.nextInt(40_000_000) : random.nextInt(1_000);
            if (rate.allows(nowNs)) {
                rate.count(nowNs);
                taken[count++] = nowNs;
            }
        }
        for (int i = 0; i < count; i++) {
            for (final int many : new int[] {1, 7, 100, 5_000}) {
                if (i + burst + many < count) {
                    assertTrue(taken[i + burst + many] - taken[i] >= many * (SECOND_NS / perSecond),
                        "seed " + seed + ": " + (burst + many) + " commands from " + i);
                }
            }
        }
    }

    @Test
    void shouldLimitNothingWithoutARate() {
        assertEquals(1_000_000, offer(new CommandRate(0, 1), 1_000_000, 7));
    }
}
