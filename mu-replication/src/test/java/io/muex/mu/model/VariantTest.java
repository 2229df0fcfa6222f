package io.muex.mu.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readings of the protocol that look right and are not must be found out by the model. */
class VariantTest {
    private static final int MOST = 2_000_000;

    /** The smallest world in which a reading goes wrong. */
    static Scope scope(final Variant variant) {
        final Scope small = Scope.of(1, 2);
        final Scope returning = small.withRestart().steered("12", 3);
        final Scope longer = Scope.of(2, 2).withRestart().steered("12", 3);
        return (switch (variant) {
            case NO_INHERITANCE -> Scope.of(1, 3).steered("123", 0);
            case RESEND_IN_PLACE, ADOPT_BY_FOLLOWER_ORDER -> Scope.of(1, 3).steered("121", 0);
            case LEARNER_BEFORE_ADMIT, ADMIT_WITH_NEWCOMER -> returning;
            case LEARNER_BEFORE_APPLIED -> Scope.of(1, 3).withRestart().steered("121", 3);
            case DEAD_UNCHECKED, STALE_GRANT -> longer;
            case HISTORY_BELOW_SNAPSHOT -> small.withHistory().withSnapshots();
            case HISTORY_UP_TO_BASE -> Scope.of(1, 3).withHistory().steered("121", 0);
            default -> small;
        }).with(variant);
    }

    @ParameterizedTest
    // These two take more states than a build should; they are found by hand, see docs/MODEL.md.
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"INTACT", "LEARNER_BEFORE_APPLIED", "STALE_GRANT"})
    void shouldFindOutWrongReading(final Variant variant) {
        final long begin = System.nanoTime();
        final Explorer.Result result = new Explorer(scope(variant), MOST).explore();
        System.out.printf("%s%n  (%s): %s, %.1f s%n", variant.reading, scope(variant), result,
            (System.nanoTime() - begin) / 1e9);
        result.trace().forEach(line -> System.out.println("    " + line));
        assertNotNull(result.violation(), variant.reading);
    }

    @Test
    void shouldReadTheSameTraceTwice() {
        final Scope scope = scope(Variant.NO_INHERITANCE);
        final Explorer.Result first = new Explorer(scope, MOST).explore();
        assertEquals(first, new Explorer(scope, MOST).explore());
        assertNull(new Explorer(Scope.of(1, 1), MOST).explore().violation());
    }
}
