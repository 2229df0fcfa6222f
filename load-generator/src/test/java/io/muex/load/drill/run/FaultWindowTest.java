package io.muex.load.drill.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muex.load.cluster.TakeOver;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultWindowTest {
    @Test
    void shouldCountChangesOfLeaderThatNoFaultExplains() {
        final List<FaultWindow> windows =
            List.of(new FaultWindow(100, 200, true), new FaultWindow(300, 400, false));
        assertEquals(0, FaultWindow.unexplained(List.of(suspectedAt(100), suspectedAt(200)), windows));
        assertEquals(1, FaultWindow.unexplained(List.of(suspectedAt(99)), windows), "before the fault");
        assertEquals(1, FaultWindow.unexplained(List.of(suspectedAt(201)), windows), "after it");
        assertEquals(1, FaultWindow.unexplained(List.of(suspectedAt(350)), windows),
            "during one that concerns no leader");
    }

    private static TakeOver suspectedAt(final long ns) {
        return new TakeOver(1, 1, ns, ns, ns, ns, ns);
    }
}
