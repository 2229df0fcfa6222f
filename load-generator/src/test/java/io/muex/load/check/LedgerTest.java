package io.muex.load.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.trace.TraceOperation;
import io.muex.load.EventsForTests;
import io.muex.gateway.client.CommandOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each thing that can go wrong is done to a good run of five commands, and must be found; the good run must pass. */
class LedgerTest {
    private static final long SESSION = 7;
    private static final int COMMANDS = 5;

    private static final TraceOperation OPERATION = new TraceOperation(TraceOperation.Kind.CANCEL, 1, 0, 0, 0, 0, 0);

    private final Ledger ledger = new Ledger();
    private long eventSeq = 100;

    @Test
    void shouldPassAGoodRun() {
        submitAll();
        for (int number = 1; number <= COMMANDS; number++) {
            report(number, false);
            report(number, true);
            report(0, false);
        }
        assertTrue(ledger.holds());
        assertEquals(COMMANDS, ledger.commandsSubmitted());
        assertEquals(COMMANDS, ledger.commandsAnswered());
        assertEquals(3 * COMMANDS, ledger.reports());
        assertEquals(List.of(), ledger.findings());
    }

    @Test
    void shouldFindACommandWithoutAnswer() {
        submitAll();
        answer(1, 2, 4, 5);
        expect(1, 0, 0);
    }

    @Test
    void shouldFindACommandWhoseLastReportIsMissing() {
        submitAll();
        answer(1, 2, 3, 4);
        report(5, false);
        expect(1, 0, 0);
    }

    @Test
    void shouldNotBelieveTheClientThatSaysAnswered() {
        submitAll();
        answer(1, 2, 3, 4);
        ledger.onSettled(SESSION, 5, CommandOutcome.ANSWERED);
        expect(1, 0, 0);
    }

    @Test
    void shouldFindASecondAnswer() {
        submitAll();
        answer(1, 2, 3, 4, 5, 3);
        expect(0, 1, 0);
    }

    @Test
    void shouldFindAReportBehindTheLastOne() {
        submitAll();
        answer(1, 2, 3, 4, 5);
        report(5, false);
        expect(0, 1, 0);
    }

    @Test
    void shouldFindARepeatedEvent() {
        submitAll();
        answer(1, 2, 3, 4, 5);
        eventSeq -= 3;
        report(0, false);
        expect(0, 1, 0);
    }

    @Test
    void shouldFindAnAnswerToWhatWasNeverSent() {
        submitAll();
        answer(1, 2, 3, 4, 5, 6);
        expect(0, 1, 0);
    }

    @Test
    void shouldFindAnswersOutOfOrder() {
        submitAll();
        answer(1, 3, 2, 4, 5);
        expect(0, 0, 1);
    }

    @Test
    void shouldFindEventsOutOfOrder() {
        submitAll();
        answer(1, 2, 3);
        eventSeq++;
        answer(4);
        eventSeq -= 2;
        answer(5);
        expect(0, 0, 1);
    }

    @Test
    void shouldCountWhatWasToldApart() {
        submitAll();
        answer(1, 2);
        ledger.onSettled(SESSION, 3, CommandOutcome.NOT_EXECUTED);
        ledger.onSettled(SESSION, 4, CommandOutcome.DETAILS_GONE);
        ledger.onSettled(SESSION, 5, CommandOutcome.UNKNOWN);
        assertEquals(1, ledger.notExecuted());
        assertEquals(1, ledger.answeredWithoutDetails());
        expect(2, 0, 0);
    }

    @Test
    void shouldAcceptANumberAgainThatWasNotUsedUp() {
        submitAll();
        answer(1, 2, 3, 4);
        ledger.onSettled(SESSION, 5, CommandOutcome.NOT_EXECUTED);
        ledger.onSubmitted(SESSION, 5, OPERATION, 0, 0);
        answer(5);
        assertTrue(ledger.holds());
        assertEquals(6, ledger.commandsSubmitted());
    }

    @Test
    void shouldCheckButNotCountWhatThePlayerSendsOnItsOwn() {
        submitAll();
        ledger.onSubmitted(SESSION, 6, null, 0, 0);
        answer(1, 2, 3, 4, 5, 6);
        assertTrue(ledger.holds());
        ledger.onSubmitted(SESSION, 7, null, 0, 0);
        expect(1, 0, 0);
        assertEquals(COMMANDS, ledger.commandsSubmitted());
        assertEquals(COMMANDS, ledger.commandsAnswered());
        assertEquals(2, ledger.ownCommands());
    }

    @Test
    void shouldKeepSessionsApart() {
        submitAll();
        ledger.onSubmitted(8, 1_000_001, OPERATION, 0, 0);
        ledger.onReport(EventsForTests.report(eventSeq++, 8, 1_000_001, true));
        answer(1, 2, 3, 4, 5);
        ledger.onReport(EventsForTests.report(eventSeq++, 0, 0, false));
        assertTrue(ledger.holds());
    }

    @Test
    void shouldFindAnAnswerThatWentToTheWrongSession() {
        submitAll();
        answer(1, 2, 3, 4);
        ledger.onReport(EventsForTests.report(eventSeq++, 8, 5, true));
        expect(1, 1, 0);
    }

    private void submitAll() {
        for (int number = 1; number <= COMMANDS; number++) {
            ledger.onSubmitted(SESSION, number, OPERATION, 0, 0);
        }
    }

    private void answer(final int... numbers) {
        for (final int number : numbers) {
            report(number, true);
        }
    }

    private void report(final long number, final boolean isLast) {
        ledger.onReport(EventsForTests.report(eventSeq++, SESSION, number, isLast));
    }

    private void expect(final long lost, final long duplicated, final long reordered) {
        assertFalse(ledger.holds());
        assertEquals(lost, ledger.lost(), ledger.findings()::toString);
        assertEquals(duplicated, ledger.duplicated(), ledger.findings()::toString);
        assertEquals(reordered, ledger.reordered(), ledger.findings()::toString);
    }
}
