package io.muex.mu.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import org.agrona.concurrent.UnsafeBuffer;
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

    @Test
    void shouldLetNoOlderIncarnationReplaceANewerOne() {
        final Membership membership = new Membership(3);
        assertFalse(membership.admit(2, 1, 5), "it is a member already");
        assertEquals(0, membership.admittedAt(2));
        assertTrue(membership.admit(2, 4, 10));
        assertFalse(membership.admit(2, 3, 20), "an admission that was overtaken");
        assertFalse(membership.admit(2, 4, 30), "an admission that is in the log twice");
        assertFalse(membership.admit(0, 9, 40));
        assertFalse(membership.admit(4, 9, 40));
        assertEquals(4, membership.incarnation(2));
        assertEquals(10, membership.admittedAt(2));
        assertEquals(1, membership.incarnation(1));
    }

    @Test
    void shouldBeTheSameAfterASnapshot() {
        final Membership membership = new Membership(3);
        membership.admit(2, 4, 10);
        membership.admit(3, 2, 11);
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[256]);
        final SnapshotWriter out = new SnapshotWriter().wrap(bytes, 0, bytes.capacity());
        membership.write(out);
        final Membership restored = new Membership(3);
        restored.admit(1, 7, 3);
        restored.load(new SnapshotReader().wrap(bytes, 0, out.length()));
        for (int id = 1; id <= 3; id++) {
            assertEquals(membership.incarnation(id), restored.incarnation(id));
            assertEquals(membership.admittedAt(id), restored.admittedAt(id));
        }
    }
}
