package io.muex.load.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
    @Test
    void shouldReadWhatPeopleWrite() {
        assertEquals(new FaultPlan(FaultPlan.Kind.KILL_LEADER, 3, 0), FaultPlan.parse("kill", 3));
        assertEquals(new FaultPlan(FaultPlan.Kind.PAUSE_LEADER, 1, 2_000_000_000L), FaultPlan.parse("pause:2s", 1));
        assertEquals(new FaultPlan(FaultPlan.Kind.PAUSE_LEADER, 2, 300_000_000L), FaultPlan.parse("pause:300ms", 2));
        assertEquals(new FaultPlan(FaultPlan.Kind.STOP_FOLLOWER, 1, 0), FaultPlan.parse("stop-follower", 5));
        assertEquals(FaultPlan.none(), FaultPlan.parse("kill", 0));
        assertEquals(FaultPlan.none(), FaultPlan.parse("none", 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kil", "pause", "pause:", "pause:0s", "pause:2m", "pause:-1s", "pause:9999999s",
        "KILL"})
    void shouldSayWhatAFaultIs(final String text) {
        final IllegalArgumentException wrong =
            assertThrows(IllegalArgumentException.class, () -> FaultPlan.parse(text, 1));
        assertTrue(wrong.getMessage().contains("pause:2s"), wrong.getMessage());
    }

    @Test
    void shouldSpreadFaultsEvenly() {
        final FaultPlan plan = FaultPlan.parse("kill", 3);
        assertEquals(250, plan.dueAfter(1, 1_000));
        assertEquals(500, plan.dueAfter(2, 1_000));
        assertEquals(750, plan.dueAfter(3, 1_000));
        assertEquals(Long.MAX_VALUE / 4, plan.dueAfter(1, Long.MAX_VALUE), 2);
    }
}
