package io.muex.load.drill.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.drill.kind.DrillKind;
import io.muex.load.drill.kind.DrillStep;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomStepsTest {
    private static final int STEPS = 2_000;

    @Test
    void shouldDrawTheSameForTheSameSeed() {
        assertEquals(draw(7, true, true), draw(7, true, true));
        assertNotEquals(draw(7, true, true), draw(8, true, true));
    }

    @Test
    void shouldDrawEveryKindButTheOneThatLosesTheCluster() {
        final Set<DrillKind> drawn = kinds(draw(1, true, true));
        assertEquals(EnumSet.complementOf(EnumSet.of(DrillKind.KILL_MAJORITY)), drawn);
    }

    @Test
    void shouldLeaveOutWhatTheClusterCannotDo() {
        final Set<DrillKind> drawn = kinds(draw(1, false, false));
        assertFalse(drawn.contains(DrillKind.STUCK_APPLICATION));
        assertFalse(drawn.contains(DrillKind.PAUSE_ALL_FOLLOWERS));
        assertTrue(drawn.contains(DrillKind.KILL_LEADER));
    }

    @Test
    void shouldEndWhenEnoughWereKilled() {
        final RandomSteps steps = new RandomSteps(3, 5, true, true);
        assertTrue(steps.next(4) != null);
        assertNull(steps.next(5));
        assertNull(steps.next(6));
    }

    private static List<DrillStep> draw(final long seed, final boolean canStall, final boolean hasSmallRing) {
        final RandomSteps steps = new RandomSteps(seed, 1, canStall, hasSmallRing);
        final List<DrillStep> drawn = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            drawn.add(steps.next(0));
        }
        return drawn;
    }

    private static Set<DrillKind> kinds(final List<DrillStep> steps) {
        return steps.stream().map(DrillStep::kind).collect(Collectors.toCollection(
            () -> EnumSet.noneOf(DrillKind.class)));
    }
}
