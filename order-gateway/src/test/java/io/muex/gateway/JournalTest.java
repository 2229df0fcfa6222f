package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muex.gateway.client.CommandOutcome;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The journal that all other tests rely on notices what it is there to notice. */
class JournalTest {
    private final Journal journal = new Journal();

    @Test
    void shouldTakeWhatIsInOrder() {
        assertDoesNotThrow(() -> {
            report(5, 1, false);
            report(6, 1, true);
            journal.onSettled(1, CommandOutcome.ANSWERED);
            report(9, 2, true);
            journal.onSettled(2, CommandOutcome.ANSWERED);
        });
    }

    @Test
    void shouldNoticeARepeatedReport() {
        report(5, 1, true);
        assertThrows(AssertionError.class, () -> report(5, 1, true));
    }

    @Test
    void shouldNoticeAnAnswerAfterTheLast() {
        report(5, 1, true);
        assertThrows(AssertionError.class, () -> report(6, 1, true));
    }

    @Test
    void shouldNoticeReorderedAnswers() {
        report(5, 2, true);
        assertThrows(AssertionError.class, () -> report(6, 1, true));
    }

    @Test
    void shouldNoticeASecondOutcome() {
        report(5, 1, true);
        journal.onSettled(1, CommandOutcome.ANSWERED);
        assertThrows(AssertionError.class, () -> journal.onSettled(1, CommandOutcome.ANSWERED));
    }

    @Test
    void shouldNoticeAnOutcomeThatNoReportBearsOut() {
        assertThrows(AssertionError.class, () -> journal.onSettled(1, CommandOutcome.ANSWERED));
        report(5, 2, true);
        assertThrows(AssertionError.class, () -> journal.onSettled(2, CommandOutcome.NOT_EXECUTED));
    }

    private void report(final long eventSeq, final long number, final boolean last) {
        final UnsafeBuffer event = new UnsafeBuffer(new byte[EventEnvelope.HEADER_LENGTH]);
        event.putLong(0, eventSeq, ByteOrder.LITTLE_ENDIAN);
        event.putLong(16, number, ByteOrder.LITTLE_ENDIAN);
        event.putShort(36, (short) SessionEvents.DONE, ByteOrder.LITTLE_ENDIAN);
        event.putShort(38, (short) (last ? EventEnvelope.LAST : 0), ByteOrder.LITTLE_ENDIAN);
        journal.onReport(event, 0);
    }
}
