package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.HashAudit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The check of replicas that the log proves wrong is fed histories that it must not accept, and such that it must. */
class DivergenceCheckerTest {
    private static final int WRONG = 2;
    private static final long AT = 70;
    private final DivergenceChecker checker = new DivergenceChecker(5);

    @Test
    void shouldNoticeAReplicaThatGoesOnBehindTheProof() {
        compare(0b01110, 7, 8, 7, 0, 0);
        assertDoesNotThrow(() -> checker.checkApplied(WRONG, 1, AT));
        violates("who is proved wrong stops", () -> checker.checkApplied(WRONG, 1, AT + 1));
        assertDoesNotThrow(() -> checker.checkApplied(1, 1, AT + 1), "the others go on");
        assertDoesNotThrow(() -> checker.checkApplied(WRONG, 2, AT + 1), "so does its next incarnation");
    }

    @Test
    void shouldNoticeAReplicaThatTellsReadersMoreOnceItKnows() {
        compare(0b01110, 7, 8, 7, 0, 0);
        assertDoesNotThrow(() -> checker.checkTold(WRONG, 1, AT), "it has not got there");
        violates("who is proved wrong tells", () -> checker.checkTold(WRONG, 1, AT + 1));
        checker.onHalted(WRONG, 1);
        violates("who is proved wrong tells", () -> checker.checkTold(WRONG, 1, AT));
        assertDoesNotThrow(() -> checker.checkTold(WRONG, 2, AT));
    }

    @Test
    void shouldTakeNobodyForWrongWhereNobodyCanSay() {
        compare(0b00110, 7, 8, 0, 0, 0);
        compare(0b01110, 7, 8, 9, 0, 0);
        compare(0b11110, 7, 8, 7, 8, 0);
        compare(0b01110, 7, 7, 7, 0, 0);
        for (int id = 1; id <= 5; id++) {
            final int replica = id;
            assertDoesNotThrow(() -> checker.checkApplied(replica, 1, AT + 1));
        }
    }

    /** Samples that are not there do not count, whatever lies in their place. */
    @Test
    void shouldFindTwoWrongAmongFive() {
        compare(0b111110, 7, 8, 7, 9, 7);
        violates("who is proved wrong stops", () -> checker.checkApplied(2, 1, AT + 1));
        violates("who is proved wrong stops", () -> checker.checkApplied(4, 1, AT + 1));
        compare(0b101010, 7, 7, 8, 7, 7);
        violates("who is proved wrong stops", () -> checker.checkApplied(3, 1, AT + 1));
    }

    @Test
    void shouldLetAReplicaGoOnWithTheStateOfAnother() {
        compare(0b01110, 7, 8, 7, 0, 0);
        checker.onLoaded(WRONG, 1);
        assertDoesNotThrow(() -> checker.checkApplied(WRONG, 1, AT + 1));
    }

    private void compare(final long present, final long... samples) {
        final long[] hashes = new long[samples.length + 1];
        System.arraycopy(samples, 0, hashes, 1, samples.length);
        final byte[] payload = new byte[HashAudit.payloadLength(samples.length)];
        HashAudit.encode(new UnsafeBuffer(payload), 64, present, hashes);
        checker.onChosen(AT, new Proposal(EntryKind.HASH, 1, payload), new int[] {0, 1, 1, 1, 1, 1});
    }

    private static void violates(final String what, final Executable history) {
        final Violation found = assertThrows(Violation.class, history);
        assertTrue(found.getMessage().startsWith(what), found.getMessage());
    }
}
