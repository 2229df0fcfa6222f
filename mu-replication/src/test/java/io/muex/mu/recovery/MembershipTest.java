package io.muex.mu.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 6, 8, 10, 11})
    void shouldRefuseSizesThatGainNothing(final int replicas) {
        final String reason =
            assertThrows(IllegalArgumentException.class, () -> new Membership(replicas)).getMessage();
        assertTrue(reason.contains("must be") && reason.endsWith("(is " + replicas + ")"), reason);
    }

    @Test
    void shouldNeedMoreThanHalf() {
        assertEquals(2, new Membership(3).majority());
        assertEquals(3, new Membership(5).majority());
        assertEquals(4, new Membership(7).majority());
        assertEquals(5, new Membership(9).majority());
    }
}
