package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The second telling of the rules of exactly once, and that it notices who keeps to others. */
class SessionRulesTest {
    private static final long CLUSTER = 7;
    private static final long ALICE = 2;
    private final SessionRules rules = new SessionRules();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    @Test
    void shouldExecuteTheNextCommandOfThePresentConnectionOnly() {
        assertFalse(command(CLUSTER, ALICE, 1, 1), "nothing before GENESIS");
        create();
        assertFalse(command(CLUSTER, ALICE, 0, 1), "no connection yet");
        establish(0, -5);
        assertFalse(command(CLUSTER, ALICE, 1, 2), "the first is missing");
        assertTrue(command(CLUSTER, ALICE, 1, 1));
        assertFalse(command(CLUSTER, ALICE, 1, 1), "a repeat");
        assertFalse(command(CLUSTER + 1, ALICE, 1, 2), "of another cluster");
        assertFalse(command(CLUSTER, 99, 1, 2), "of no session");
        establish(0, -6);
        assertTrue(command(CLUSTER, ALICE, 1, 2), "a claim of an epoch that is over changes nothing");
        establish(1, -6);
        establish(1, -6);
        assertFalse(command(CLUSTER, ALICE, 1, 3), "of the former connection");
        assertFalse(command(CLUSTER, ALICE, 3, 3), "of one that never was");
        assertTrue(command(CLUSTER, ALICE, 2, 3));
        assertEquals(new SessionRules.Holding(2, -6, 3), rules.holding(buffer, CommandEnvelope.HEADER_LENGTH));
    }

    @Test
    void shouldNoticeWhoExecutesSomethingElse() {
        assertDoesNotThrow(() -> SessionRules.check(3, true, true));
        assertDoesNotThrow(() -> SessionRules.check(3, false, false));
        assertThrows(Violation.class, () -> SessionRules.check(3, true, false));
        assertThrows(Violation.class, () -> SessionRules.check(3, false, true));
        final SessionRules.Holding expected = new SessionRules.Holding(2, -6, 3);
        assertDoesNotThrow(() -> SessionRules.checkHolding(3, expected, 2, 3));
        assertThrows(Violation.class, () -> SessionRules.checkHolding(3, expected, 1, 3));
        assertThrows(Violation.class, () -> SessionRules.checkHolding(3, expected, 2, 4));
    }

    private void create() {
        final int length = SessionCommands.encodeGenesis(buffer, 0, CLUSTER,
            new SessionCommands.Capacities(8, 64, 4096), new long[]{1, SessionCommands.OPERATOR, ALICE, 0},
            new byte[8]);
        assertFalse(rules.take(buffer, length));
    }

    private void establish(final int epoch, final long attempt) {
        assertFalse(rules.take(buffer, SessionCommands.encodeEstablish(buffer, 0, CLUSTER, ALICE, epoch, attempt)));
    }

    private boolean command(final long cluster, final long session, final int epoch, final long number) {
        return rules.take(buffer,
            CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, cluster, session, epoch, number));
    }
}
