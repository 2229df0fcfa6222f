package io.muex.load.bench.replicate;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventSink;
import io.muex.mu.session.SessionApplication;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionedStateMachine;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands of sessions, taken in turn, and the machine that executes each exactly once and answers it by an event: what
 * the session layer adds to replication. One thread.
 */
final class Sessions implements Commands {
    private static final long CLUSTER = 5;
    private static final int BODY = 32;
    private static final int EVENTS = 1 << 16;
    private static final int EVENT_BYTES = 1 << 22;

    private final int count;
    private final long[] number;
    private int turn;

    /** A number of sessions. */
    Sessions(final int count) {
        this.count = count;
        this.number = new long[count + 1];
    }

    /** A machine for any number of them, which tells {@code clock} of every command that it executes. */
    static SessionedStateMachine machine(final ApplyClock clock) {
        return new SessionedStateMachine(new Echo(clock));
    }

    /** The first command of the log: makes the first session. */
    static int genesis(final int session, final int mostSessions, final UnsafeBuffer buffer) {
        return SessionCommands.encodeGenesis(buffer, 0, CLUSTER,
            new SessionCommands.Capacities(mostSessions, EVENTS, EVENT_BYTES),
            new long[] {session, SessionCommands.OPERATOR}, new byte[0]);
    }

    /** Opens one more session, as the first one's operator. */
    int openAnother(final int session, final UnsafeBuffer buffer) {
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.OPEN_SESSION, CLUSTER, 1, 1, ++number[1]);
        return SessionCommands.encodeOpenSession(buffer, 0, session, SessionCommands.OPERATOR);
    }

    /** A session's claim on its connection, which comes before its first command. */
    static int establish(final int session, final UnsafeBuffer buffer) {
        return SessionCommands.encodeEstablish(buffer, 0, CLUSTER, session, 0, -1);
    }

    @Override
    public int next(final UnsafeBuffer buffer) {
        turn = turn == count ? 1 : turn + 1;
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, CLUSTER, turn, 1, ++number[turn]);
        buffer.putLong(CommandEnvelope.HEADER_LENGTH, number[turn]);
        return CommandEnvelope.HEADER_LENGTH + BODY;
    }

    /** Answers every command with its first word. */
    private static final class Echo implements SessionApplication {
        private final ApplyClock clock;

        private Echo(final ApplyClock clock) {
            this.clock = clock;
        }

        @Override
        public boolean onGenesis(final long timestampNs, final DirectBuffer buffer, final int offset,
                                 final int length, final EventSink sink) {
            return true;
        }

        @Override
        public void onCommand(final long session, final long number, final long timestampNs,
                              final DirectBuffer buffer, final int offset, final int length, final EventSink sink) {
            sink.buffer().putLong(sink.claimAnswer(1, Long.BYTES), buffer.getLong(offset));
            clock.onCommand();
        }

        @Override
        public void onInternal(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                               final EventSink sink) {
            // The leader proposes nothing by itself here.
        }

        @Override
        public void onSessionOpened(final long session, final long role, final long timestampNs,
                                    final EventSink sink) {
            // Nothing to keep.
        }

        @Override
        public void onSessionClosed(final long session, final long timestampNs, final EventSink sink) {
            // Nothing was kept.
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            // No state.
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            // No state.
        }
    }
}
