package io.muex.mu.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.session.Resubmission.OfferResult;
import io.muex.mu.session.Resubmission.Reading;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ResubmissionTest {
    private static final long CLUSTER = 5;
    private static final long ALICE = 10;
    private static final long BOB = 11;
    private static final int APPLICATION_KIND = 1;

    private final List<String> settled = new ArrayList<>();
    private final Resubmission client = new Resubmission(4, 64, 0, (session, epoch, number, outcome) ->
        settled.add(session + "/" + epoch + "/" + number + " " + outcome));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    @Test
    void shouldSendNothingBeforeALeaderIsKnown() {
        offer(ALICE, 1, 1);
        assertEquals(List.of(), send());
        client.onLeaderAnnounced(2, 100, 0);
        assertEquals(2, client.leader());
        assertEquals(List.of("10:1"), send());
        assertEquals(List.of(), send(), "never twice under one ballot");
    }

    @Test
    void shouldKeepTheBytesOfACommandUntilItIsAnswered() {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, ALICE, 1, 1);
        buffer.putStringWithoutLengthAscii(32, "buy 10");
        assertEquals(OfferResult.ACCEPTED, client.offer(buffer, 0, 38));
        buffer.setMemory(0, 64, (byte) 0);
        client.onLeaderAnnounced(1, 100, 0);
        assertTrue(client.hasCommand());
        assertEquals(38, client.commandLength());
        assertEquals("buy 10", client.commandBuffer().getStringWithoutLengthAscii(client.commandOffset() + 32, 6));
    }

    @Test
    void shouldResendUnansweredCommandsInOriginalOrderBeforeAnyNewOne() {
        client.onLeaderAnnounced(1, 100, 0);
        offer(ALICE, 1, 1);
        offer(BOB, 1, 1);
        offer(ALICE, 1, 2);
        assertEquals(List.of("10:1", "11:1", "10:2"), send());
        answer(1, BOB, 1, true);
        client.onLeaderAnnounced(2, 200, 1);
        offer(BOB, 1, 2);
        assertEquals(List.of("10:1", "10:2", "11:2"), send());
        assertEquals(List.of("11/1/1 ANSWERED"), settled);
    }

    @Test
    void shouldReadUpToWhatTheLeaderAnnouncedBeforeItSends() {
        client.onLeaderAnnounced(1, 100, 0);
        offer(ALICE, 1, 1);
        offer(ALICE, 1, 2);
        send();
        client.takeReadRequest();
        client.onLeaderAnnounced(2, 200, 2);
        assertTrue(client.takeReadRequest());
        assertFalse(client.takeReadRequest(), "asked once");
        assertEquals(1, client.readFrom());
        assertEquals(List.of(), send());
        answer(1, ALICE, 1, true);
        assertEquals(List.of(), send());
        answer(2, BOB, 0, false);
        assertEquals(List.of("10:2"), send());
    }

    @Test
    void shouldIgnoreDeposedLeadersAndRepeatedAnnouncements() {
        client.onLeaderAnnounced(2, 200, 0);
        offer(ALICE, 1, 1);
        send();
        client.onLeaderAnnounced(1, 100, 0);
        client.onLeaderAnnounced(2, 200, 0);
        assertEquals(2, client.leader());
        assertEquals(List.of(), send());
    }

    @Test
    void shouldResendWhenTheLeaderIsAnnouncedAgainAfterABrokenConnection() {
        client.onLeaderAnnounced(2, 200, 0);
        offer(ALICE, 1, 1);
        send();
        client.onDisconnected(3);
        assertEquals(2, client.leader(), "another replica's connection does not matter");
        client.onDisconnected(2);
        assertEquals(Resubmission.NO_REPLICA, client.leader());
        assertEquals(List.of(), send());
        client.onLeaderAnnounced(2, 200, 0);
        assertEquals(List.of("10:1"), send());
    }

    @Test
    void shouldTakeEventsFromAnybodyOnceAndInOrder() {
        assertEquals(Reading.NEXT, answer(1, BOB, 0, false));
        assertEquals(Reading.REPEATED, answer(1, BOB, 0, false));
        assertEquals(Reading.GAP, answer(3, BOB, 0, false));
        assertTrue(client.takeReadRequest());
        assertEquals(2, client.readFrom());
        for (int i = 1; i < Resubmission.ASK_AGAIN_AFTER; i++) {
            assertEquals(Reading.GAP, answer(3 + i, BOB, 0, false));
            assertFalse(client.takeReadRequest(), "asked for this place already");
        }
        assertEquals(Reading.GAP, answer(999, BOB, 0, false));
        assertTrue(client.takeReadRequest(), "the request must have been lost");
        assertEquals(Reading.NEXT, answer(2, BOB, 0, false));
        assertEquals(2, client.lastEventSeq());
    }

    @Test
    void shouldWaitForTheLastAnswer() {
        offer(ALICE, 1, 1);
        answer(1, ALICE, 1, false);
        assertEquals(1, client.unanswered());
        answer(2, ALICE, 0, true);
        answer(3, BOB, 1, true);
        assertEquals(1, client.unanswered());
        answer(4, ALICE, 1, true);
        assertEquals(0, client.unanswered());
        assertEquals(List.of("10/1/1 ANSWERED"), settled);
    }

    @Test
    void shouldBeBusyWhenFullAndFreeAgainAsSoonAsAnythingIsSettled() {
        for (int i = 1; i <= 4; i++) {
            assertEquals(OfferResult.ACCEPTED, offer(ALICE, 1, i));
        }
        assertEquals(OfferResult.BUSY, offer(ALICE, 1, 5));
        assertEquals(OfferResult.ALREADY_OFFERED, offer(ALICE, 1, 4));
        answer(1, ALICE, 3, true);
        assertEquals(OfferResult.ACCEPTED, offer(ALICE, 1, 5));
        client.onLeaderAnnounced(1, 100, 0);
        assertEquals(List.of("10:1", "10:2", "10:4", "10:5"), send());
    }

    @Test
    void shouldRefuseWhatApplyWouldRefuse() {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.INTERNAL, CLUSTER, 0, 0, 0);
        assertEquals(OfferResult.MALFORMED, client.offer(buffer, 0, 32));
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, ALICE, 1, 1);
        assertEquals(OfferResult.MALFORMED, client.offer(buffer, 0, 65));
        assertEquals(OfferResult.MALFORMED, client.offer(buffer, 0, 31));
    }

    @Test
    void shouldResendFromTheMissingCommandAndEachOnlyOnce() {
        client.onLeaderAnnounced(1, 100, 0);
        for (int i = 1; i <= 4; i++) {
            offer(ALICE, 1, i);
        }
        send();
        refuse(1, ALICE, 2, 1, SessionReject.NOT_APPLIED, 1);
        assertEquals(List.of("10:1", "10:2"), send());
        refuse(2, ALICE, 3, 1, SessionReject.NOT_APPLIED, 1);
        refuse(3, ALICE, 4, 1, SessionReject.NOT_APPLIED, 1);
        assertEquals(List.of("10:3", "10:4"), send());
        assertEquals(List.of(), settled);
    }

    @Test
    void shouldGiveUpACommandWhosePredecessorWasNeverOffered() {
        client.onLeaderAnnounced(1, 100, 0);
        offer(ALICE, 1, 3);
        send();
        refuse(1, ALICE, 3, 1, SessionReject.NOT_APPLIED, 2);
        assertEquals(List.of("10/1/3 UNKNOWN"), settled);
    }

    @Test
    void shouldNotSearchForeverWhenAClientLeavesOutManyNumbers() {
        client.onLeaderAnnounced(1, 100, 0);
        offer(ALICE, 1, 1);
        offer(ALICE, 1, Long.MAX_VALUE);
        send();
        refuse(1, ALICE, Long.MAX_VALUE, 1, SessionReject.NOT_APPLIED, 1);
        assertEquals(List.of("10/1/9223372036854775807 UNKNOWN"), settled);
    }

    @Test
    void shouldTakeOnlyARefusalOfItsOwnCommandForAnAnswer() {
        offer(ALICE, 2, 1);
        refuse(1, ALICE, 1, 1, SessionReject.STALE_CONNECTION, 1);
        assertEquals(List.of(), settled, "an older connection's command of the same number");
        refuse(2, ALICE, 1, 2, SessionReject.STALE_CONNECTION, 1);
        assertEquals(List.of("10/2/1 ANSWERED"), settled);
    }

    @Test
    void shouldKnowWhatWasNeverExecutedAsSoonAsAnotherConnectionIsEstablished() {
        offer(ALICE, 1, 7);
        offer(ALICE, 1, 8);
        offer(BOB, 1, 8);
        final int body = event(1, ALICE, -5, SessionEvents.ESTABLISHED, SessionEvents.ESTABLISHED_LENGTH, true);
        SessionEvents.encodeEstablished(buffer, body, 6, 2);
        client.onEvent(buffer, 0);
        assertEquals(List.of("10/1/7 NOT_EXECUTED", "10/1/8 NOT_EXECUTED"), settled);
        answer(2, ALICE, 7, true);
        assertEquals(1, client.unanswered(), "that was the other connection's number 7");
    }

    @Test
    void shouldDecideBySessionStateWhatItCanNoLongerRead() {
        client.onLeaderAnnounced(1, 100, 20);
        offer(ALICE, 2, 7);
        offer(ALICE, 2, 8);
        offer(BOB, 3, 1);
        offer(12, 1, 1);
        client.onEventsGone(15, 20);
        client.onSessionState(20, 0, ALICE, 0, 2, 7);
        client.onSessionState(20, 1, BOB, 0, 4, 0);
        assertEquals(0, client.lastEventSeq(), "stays where it is until everything was told");
        client.onSessionStatesEnd(20, 2);
        assertEquals(14, client.lastEventSeq());
        for (int seq = 15; seq <= 20; seq++) {
            assertEquals(List.of(), settled);
            assertEquals(List.of(), send());
            answer(seq, 99, 0, false);
        }
        assertEquals(List.of("10/2/7 APPLIED_DETAILS_GONE", "11/3/1 NOT_EXECUTED", "12/1/1 UNKNOWN"), settled);
        assertEquals(List.of("10:8"), send());
    }

    @Test
    void shouldStillTakeAnAnswerThatIsRetained() {
        offer(ALICE, 2, 7);
        client.onEventsGone(15, 20);
        client.onSessionState(20, 0, ALICE, 0, 2, 7);
        client.onSessionStatesEnd(20, 1);
        answer(15, ALICE, 7, true);
        assertEquals(List.of("10/2/7 ANSWERED"), settled);
    }

    @Test
    void shouldAskAgainWhenASessionStateWasLost() {
        client.takeReadRequest();
        client.onEventsGone(15, 20);
        client.onSessionState(20, 1, ALICE, 0, 2, 7);
        client.onSessionStatesEnd(20, 2);
        assertTrue(client.takeReadRequest());
        assertEquals(1, client.readFrom());
    }

    @Test
    void shouldKeepWhatOneGapDecidedThroughTheNext() {
        offer(ALICE, 2, 7);
        offer(BOB, 2, 7);
        client.onEventsGone(15, 20);
        client.onSessionState(20, 0, ALICE, 0, 2, 7);
        client.onSessionState(20, 1, BOB, 0, 3, 6);
        client.onSessionStatesEnd(20, 2);
        answer(15, 99, 0, false);
        assertEquals(List.of(), settled);
        client.onEventsGone(30, 35);
        client.onSessionState(35, 0, ALICE, 0, 3, 9);
        client.onSessionState(35, 1, BOB, 0, 3, 9);
        client.onSessionStatesEnd(35, 2);
        assertEquals(List.of("10/2/7 APPLIED_DETAILS_GONE", "11/2/7 NOT_EXECUTED"), settled);
    }

    @Test
    void shouldNotBelieveARefusalOfWhatWasExecutedBehindAGap() {
        offer(ALICE, 2, 7);
        client.onEventsGone(15, 20);
        client.onSessionState(20, 0, ALICE, 0, 3, 9);
        client.onSessionStatesEnd(20, 1);
        refuse(15, ALICE, 7, 2, SessionReject.STALE_CONNECTION, 10);
        assertEquals(List.of("10/2/7 UNKNOWN"), settled);
    }

    @Test
    void shouldNotTellAReopenedSessionsOldCommandThatItWasNotExecuted() {
        offer(ALICE, 2, 7);
        client.onEventsGone(15, 14);
        client.onSessionState(14, 0, ALICE, 2, 3, 0);
        client.onSessionStatesEnd(14, 1);
        assertEquals(List.of("10/2/7 UNKNOWN"), settled);
    }

    @Test
    void shouldNotTakeTheRefusalOfAnotherClustersCommandForAnAnswer() {
        offer(ALICE, 1, 1);
        final int body = event(1, ALICE, 1, SessionEvents.REJECTED, SessionEvents.REJECTED_LENGTH, true);
        SessionEvents.encodeRefused(buffer, body, SessionReject.WRONG_CLUSTER, CommandEnvelope.COMMAND, 1, CLUSTER + 1);
        assertEquals(Reading.NEXT, client.onEvent(buffer, 0));
        assertEquals(1, client.unanswered(), "a stray with the same session, number and epoch");
        assertEquals(List.of(), settled);
    }

    @Test
    void shouldNotGiveUpCommandsWhenTheirOwnConnectionIsConfirmedOnceMore() {
        offer(ALICE, 2, 7);
        offer(ALICE, 2, 8);
        established(1, ALICE, 6, 2);
        assertEquals(List.of(), settled, "a copy of the latest attempt was answered again");
        established(2, ALICE, 6, 3);
        assertEquals(List.of("10/2/7 NOT_EXECUTED", "10/2/8 NOT_EXECUTED"), settled);
    }

    @Test
    void shouldNotCallUnexecutedWhatANewConnectionFindsApplied() {
        offer(ALICE, 2, 7);
        offer(ALICE, 2, 8);
        established(1, ALICE, 7, 3);
        assertEquals(List.of("10/2/8 NOT_EXECUTED"), settled);
        answer(2, ALICE, 7, true);
        assertEquals(0, client.unanswered());
    }

    @Test
    void shouldSendNothingUntilTheEventsBehindAGapAreRead() {
        client.onLeaderAnnounced(1, 100, 0);
        offer(ALICE, 2, 7);
        offer(ALICE, 2, 8);
        send();
        client.onEventsGone(15, 17);
        client.onSessionState(17, 0, ALICE, 0, 2, 7);
        client.onSessionStatesEnd(17, 1);
        offer(BOB, 1, 1);
        for (int seq = 15; seq <= 17; seq++) {
            assertEquals(List.of(), send(), "the answer may still come");
            answer(seq, 99, 0, false);
        }
        assertEquals(List.of("10/2/7 APPLIED_DETAILS_GONE"), settled);
        assertEquals(List.of("10:8", "11:1"), send(), "what the old leader had may have been lost");
    }

    @Test
    void shouldBelieveTheStatesOfOneTellingOnly() {
        offer(ALICE, 2, 7);
        client.onEventsGone(15, 14);
        client.onSessionState(14, 0, ALICE, 0, 2, 7);
        client.onEventsGone(25, 24); // another replica begins to tell
        client.onSessionState(14, 0, ALICE, 0, 2, 7); // the first one goes on from its beginning
        client.onSessionState(24, 0, BOB, 0, 1, 0);
        client.onSessionStatesEnd(14, 2);
        assertEquals(0, client.lastEventSeq(), "the first telling is void");
        client.onSessionState(24, 1, 99, 0, 1, 0);
        client.onSessionStatesEnd(24, 2);
        assertEquals(24, client.lastEventSeq());
        assertEquals(List.of("10/2/7 UNKNOWN"), settled, "the second telling knows of no such session");
    }

    @Test
    void shouldNotGoBackToWhatItHasRead() {
        for (int seq = 1; seq <= 20; seq++) {
            answer(seq, 99, 0, false);
        }
        offer(ALICE, 2, 7);
        client.onEventsGone(15, 18);
        client.onSessionState(18, 0, ALICE, 0, 2, 7);
        client.onSessionStatesEnd(18, 1);
        assertEquals(20, client.lastEventSeq());
        assertEquals(Reading.REPEATED, answer(20, ALICE, 7, true));
        assertEquals(1, client.unanswered());
        assertEquals(Reading.NEXT, answer(21, ALICE, 7, true));
        assertEquals(List.of("10/2/7 ANSWERED"), settled);
    }

    private void established(final long seq, final long session, final long lastApplied, final int epoch) {
        final int body = event(seq, session, -5, SessionEvents.ESTABLISHED, SessionEvents.ESTABLISHED_LENGTH, true);
        SessionEvents.encodeEstablished(buffer, body, lastApplied, epoch);
        client.onEvent(buffer, 0);
    }

    private OfferResult offer(final long session, final int epoch, final long number) {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, session, epoch, number);
        return client.offer(buffer, 0, CommandEnvelope.HEADER_LENGTH);
    }

    private List<String> send() {
        final List<String> sent = new ArrayList<>();
        while (client.hasCommand()) {
            sent.add(CommandEnvelope.session(client.commandBuffer(), client.commandOffset()) + ":"
                + CommandEnvelope.number(client.commandBuffer(), client.commandOffset()));
            client.onCommandSent();
        }
        return sent;
    }

    private Reading answer(final long seq, final long session, final long number, final boolean last) {
        event(seq, session, number, APPLICATION_KIND, 0, last);
        return client.onEvent(buffer, 0);
    }

    private void refuse(final long seq, final long session, final long number, final int epoch,
        final SessionReject reason, final long expected) {
        final boolean last = reason != SessionReject.NOT_APPLIED;
        final int body = event(seq, session, number, SessionEvents.REJECTED, SessionEvents.REJECTED_LENGTH, last);
        SessionEvents.encodeRefused(buffer, body, reason, CommandEnvelope.COMMAND, epoch, CLUSTER);
        SessionEvents.encodePresent(buffer, body, expected, epoch);
        client.onEvent(buffer, 0);
    }

    private int event(final long seq, final long session, final long number, final int kind, final int bodyLength,
        final boolean last) {
        EventEnvelope.encode(buffer, 0, seq, session, number, 0, kind, bodyLength);
        EventEnvelope.mark(buffer, 0, last ? EventEnvelope.LAST : 0);
        return EventEnvelope.HEADER_LENGTH;
    }
}
