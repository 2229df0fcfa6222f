package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.Resubmission;
import io.muex.mu.session.SessionEvents;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose session it is, as a gateway learns it from events and, where those are gone, from states. Nobody listens. */
class ReportsTest {
    private static final long SESSION = 10;
    private static final long CLIENT = ClientLink.freshClient();
    private final Tally<GatewayCounter> tally = new Tally<>(GatewayCounter.class);
    private final MediaConnection media = new MediaConnection(Path.of("no-driver-here"), "test");
    private final ClientTable table =
        new ClientTable(GatewaySettings.ofLocal("test", 1, Path.of("no-driver-here"), 3,
            TestKeys.CLUSTER, TestKeys.source()), media, tally);
    private final Reports reports = new Reports(table, tally);
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[64]);
    private final ClientConnection connection =
        table.admit(SESSION, SessionRole.TRADER, ClientLink.nth(CLIENT, 0), 1, "aeron:ipc", 1);

    @AfterEach
    void close() {
        table.close();
        media.close();
    }

    @Test
    void shouldEstablishTheConnectionWhoseClaimWasAnswered() {
        claim(0);
        onEstablished(attempt(0), 1, 7);
        assertTrue(connection.isEstablished());
        assertEquals(1, connection.connectionEpoch());
        assertEquals(8, connection.expected());
        connection.commandTaken();
        onEstablished(attempt(0), 1, 7);
        assertEquals(9, connection.expected(), "a copy of the claim was answered once more");
    }

    @Test
    void shouldGiveASessionUpToAnotherClientAndNotToAnotherClaimOfTheSame() {
        claim(0);
        onEstablished(attempt(0), 1, 7);
        onEstablished(attempt(1), 2, 7);
        assertNull(connection.closing(), "its client came by another gateway");
        assertSame(connection, table.ofSession(SESSION));
        onEstablished(-ClientLink.nth(ClientLink.freshClient(), 0), 3, 7);
        assertEquals(LinkReject.TAKEN_OVER, connection.closing());
        assertNull(table.ofSession(SESSION));
    }

    @Test
    void shouldGiveASessionUpWhoseStateSaysThatSomebodyHasIt() {
        claim(0);
        onEstablished(attempt(0), 2, 7);
        settle(attempt(0), 0, Resubmission.Outcome.ANSWERED);
        reports.onSessionState(SESSION, 1);
        reports.onSessionState(SESSION, 2);
        reports.onSessionState(SESSION + 1, 9);
        assertNull(connection.closing(), "older than what was read, its own, another session's");
        reports.onSessionState(SESSION, 3);
        assertEquals(LinkReject.TAKEN_OVER, connection.closing());
        assertNull(table.ofSession(SESSION));
    }

    @Test
    void shouldTakeNothingMoreWhileAClaimIsUnderWayThatMayHaveRaisedTheEpochItself() {
        claim(0);
        onEstablished(attempt(0), 1, 7);
        settle(attempt(0), 0, Resubmission.Outcome.ANSWERED);
        connection.commandTaken();
        claim(1);
        reports.onSessionState(SESSION, 2);
        assertNull(connection.closing());
        assertFalse(connection.isEstablished(), "whatever the client sends under epoch 1 is stale");
        settle(8, 1, Resubmission.Outcome.UNKNOWN);
        assertEquals(0, connection.unanswered());
        assertFalse(connection.isRenewDue(), "it claims already");
        onEstablished(attempt(1), 2, 8);
        settle(attempt(1), 1, Resubmission.Outcome.ANSWERED);
        assertEquals(2, connection.connectionEpoch());
        assertEquals(9, connection.expected());
        assertFalse(connection.isAttemptPending());
        assertSame(connection, table.ofSession(SESSION));
    }

    @Test
    void shouldAskForANewClaimWhenACommandWasNotAnsweredAndCountThoseOfItsOwnEpochOnly() {
        claim(0);
        onEstablished(attempt(0), 2, 7);
        settle(attempt(0), 1, Resubmission.Outcome.ANSWERED);
        connection.commandTaken();
        connection.commandTaken();
        settle(8, 1, Resubmission.Outcome.NOT_EXECUTED);
        assertEquals(2, connection.unanswered(), "that was the former connection's number 8");
        assertFalse(connection.isRenewDue());
        settle(8, 2, Resubmission.Outcome.ANSWERED);
        assertEquals(1, connection.unanswered());
        assertFalse(connection.isRenewDue());
        settle(9, 2, Resubmission.Outcome.APPLIED_DETAILS_GONE);
        assertEquals(0, connection.unanswered());
        assertTrue(connection.isRenewDue());
    }

    private void claim(final int n) {
        connection.attempting(attempt(n));
    }

    private static long attempt(final int n) {
        return -ClientLink.nth(CLIENT, n);
    }

    private void settle(final long number, final int epoch, final Resubmission.Outcome outcome) {
        reports.onSettled(SESSION, epoch, number, outcome);
    }

    /** As the layout of events says, since only a replica writes them. */
    private void onEstablished(final long attempt, final int epoch, final long lastApplied) {
        event.setMemory(0, 64, (byte) 0);
        event.putLong(0, 1, ByteOrder.LITTLE_ENDIAN);
        event.putLong(8, SESSION, ByteOrder.LITTLE_ENDIAN);
        event.putLong(16, attempt, ByteOrder.LITTLE_ENDIAN);
        event.putInt(32, 16, ByteOrder.LITTLE_ENDIAN);
        event.putInt(36, SessionEvents.ESTABLISHED | EventEnvelope.LAST << 16, ByteOrder.LITTLE_ENDIAN);
        event.putLong(EventEnvelope.HEADER_LENGTH, lastApplied, ByteOrder.LITTLE_ENDIAN);
        event.putInt(EventEnvelope.HEADER_LENGTH + 8, epoch, ByteOrder.LITTLE_ENDIAN);
        reports.onEvent(event, 0, 56);
        reports.onEventsEnd();
    }
}
