package io.muex.mu.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** From offer to settlement, through apply, append, cursor and resubmission, not one byte is allocated. */
final class SessionAllocationTest {
    private static final int COMMANDS = 200_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LENGTH = CommandEnvelope.HEADER_LENGTH + 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final SessionedStateMachine machine = new SessionedStateMachine(new Echo());
    private final EventCursor cursor = new EventCursor(machine.events(), 1);
    private final Resubmission client =
        new Resubmission(64, 128, 0, (session, epoch, number, outcome) -> this.settled++);
    private Object leak;
    private long settled;
    private long index;
    private long number;
    private long ballot;

    @Test
    void shouldAllocateNothingOnTheRoadOfACommand() {
        begin();
        run(COMMANDS, false);
        final long allocated = run(COMMANDS, false);
        assertEquals(2L * COMMANDS + 1, settled);
        assertTrue(allocated < COMMANDS / 100, "allocated " + allocated + " bytes in " + COMMANDS + " commands");
    }

    @Test
    void shouldNoticeAnAllocationPerCommand() {
        begin();
        run(1_000, true);
        assertTrue(run(COMMANDS, true) >= 16L * COMMANDS);
        assertTrue(leak != null);
    }

    private void begin() {
        final int genesis = SessionCommands.encodeGenesis(buffer, 0, 5,
            new SessionCommands.Capacities(16, 1024, 1 << 16), new long[]{1, SessionCommands.OPERATOR}, new byte[0]);
        machine.onCommand(index++, 0, buffer, 0, genesis);
        client.onLeaderAnnounced(1, ++ballot, 0);
        client.offer(buffer, 0, SessionCommands.encodeEstablish(buffer, 0, 5, 1, 0, -1));
        road();
    }

    /** Bytes allocated by this thread. */
    private long run(final int count, final boolean leaking) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, 5, 1, 1, ++number);
            client.offer(buffer, 0, LENGTH);
            road();
            if (i % 1_000 == 0) {
                client.onLeaderAnnounced(1, ++ballot, client.lastEventSeq());
                machine.onCommand(index++, 0, buffer, 0, LENGTH);
                machine.onCommand(index++, 0, buffer, 0, 3);
                road();
            }
            if (leaking) {
                leak = new Object();
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private void road() {
        while (client.hasCommand()) {
            machine.onCommand(index++, 0, client.commandBuffer(), client.commandOffset(), client.commandLength());
            client.onCommandSent();
        }
        while (cursor.hasNext()) {
            client.onEvent(machine.events().buffer(), cursor.offset());
            cursor.advance();
        }
    }

    /** Answers every command and tells somebody else. */
    private static final class Echo implements SessionApplication {
        @Override
        public boolean onGenesis(
            final long timestampNs, final DirectBuffer body, final int offset, final int length, final EventSink sink) {
            return true;
        }

        @Override
        public void onCommand(final long session, final long number, final long timestampNs, final DirectBuffer body,
            final int offset, final int length, final EventSink sink) {
            sink.buffer().putLong(sink.claimAnswer(1, 8), body.getLong(offset));
            sink.buffer().putLong(sink.claimUnsolicited(2, 2, 24), number);
        }

        @Override
        public void onInternal(
            final long timestampNs, final DirectBuffer body, final int offset, final int length, final EventSink sink) {
        }

        @Override
        public void onSessionOpened(
            final long session, final long role, final long timestampNs, final EventSink sink) {
        }

        @Override
        public void onSessionClosed(final long session, final long timestampNs, final EventSink sink) {
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
        }
    }
}
