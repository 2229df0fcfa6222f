package io.muex.gateway.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How a client slows down. Time is handed in. */
class ThrottleTest {
    private static final long MILLI_NS = 1_000_000;
    private final Throttle throttle = new Throttle();

    @Test
    void shouldWaitLongerEachTimeUntilSomethingIsAnswered() {
        long nowNs = Long.MAX_VALUE - 3;
        for (final int pauseMs : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
            throttle.onRefused(nowNs, 5, 6);
            assertTrue(throttle.isPausing(nowNs + pauseMs * MILLI_NS - 1));
            nowNs += pauseMs * MILLI_NS;
            assertFalse(throttle.isPausing(nowNs));
        }
        throttle.onAnswer();
        throttle.onRefused(nowNs, 5, 6);
        assertFalse(throttle.isPausing(nowNs + MILLI_NS));
    }

    @Test
    void shouldExplainTheRefusalsOfWhatWasUnderWayBehindAndNoOther() {
        throttle.onRefused(1, 5, 8);
        assertFalse(throttle.explains(6, 4), "that one misses another");
        assertFalse(throttle.explains(5, 5));
        assertTrue(throttle.explains(6, 5));
        assertTrue(throttle.explains(7, 5));
        assertFalse(throttle.explains(6, 5), "once each");
        throttle.onRefused(1, 5, 8);
        throttle.reset();
        assertFalse(throttle.explains(6, 5), "another connection");
        assertFalse(throttle.isPausing(1));
    }
}
