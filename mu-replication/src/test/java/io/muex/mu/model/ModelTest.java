package io.muex.mu.model;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** No run of the protocol in a small world breaks it: every reachable state is visited. */
class ModelTest {
    private static final int MOST = 8_000_000;

    @Test
    void shouldHoldInEveryStateOfSmallWorlds() {
        for (final Scope scope : List.of(Scope.of(1, 2), Scope.of(1, 2).withHistory().withSnapshots(),
            Scope.of(1, 2).withCrash().withFineSteps())) {
            final Explorer.Result result = explore(scope, MOST);
            assertNull(result.violation(), () -> String.join("\n", result.trace()));
            assertTrue(result.complete(), scope.toString());
        }
    }

    @Test
    void shouldHoldAsFarAsLargerWorldsAreVisited() {
        for (final Scope scope : List.of(Scope.of(1, 2).withRestart().steered("12", 3),
            Scope.of(1, 3).withHistory().steered("121", 0), Scope.of(2, 2))) {
            final Explorer.Result result = explore(scope, 2_000_000);
            assertNull(result.violation(), () -> String.join("\n", result.trace()));
        }
    }

    private static Explorer.Result explore(final Scope scope, final int most) {
        final long begin = System.nanoTime();
        final Explorer.Result result = new Explorer(scope, most).explore();
        System.out.printf("model, %s: %s, %.1f s%n", scope, result, (System.nanoTime() - begin) / 1e9);
        return result;
    }
}
