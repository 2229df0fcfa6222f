package io.muex.deploy.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.muex.load.cluster.ReplicaStatus;
import io.muex.mu.Role;

class DisputeAdviceTest {
    private static ReplicaStatus replica(final int id, final boolean isAlive, final long haltedAt,
        final long diverged) {
        return new ReplicaStatus(id, 1, isAlive, Role.FOLLOWER, 0, true, 0, 9000, 9000, 9000, 77, haltedAt, diverged);
    }

    @Test
    void shouldSayWhichVerbEndsADisputeAndWhatIsLost() {
        final String advice = DisputeAdvice.of(
            List.of(replica(1, true, 0, 8192), replica(2, true, 0, 8192), replica(3, false, 0, 8192)), 2).orElseThrow();
        assertTrue(advice.startsWith("DISPUTE at index 8192, shown by 1, 2:"), advice);
        assertTrue(advice.contains("muex replica ID"), advice);
        assertTrue(advice.contains("at least 2 that vote"), advice);
        assertTrue(advice.contains("Nothing committed is lost"), advice);
        assertTrue(advice.contains("muex down"), advice);
    }

    @Test
    void shouldSayNothingWhereThereIsNoDisputeOrItsPartiesAreGone() {
        assertEquals(Optional.empty(), DisputeAdvice.of(List.of(replica(1, true, 0, 0), replica(2, true, 0, 0)), 2));
        assertEquals(Optional.empty(),
            DisputeAdvice.of(List.of(replica(1, false, 0, 8192), replica(2, true, 8192, 8192)), 2));
    }
}
