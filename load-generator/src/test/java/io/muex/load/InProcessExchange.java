package io.muex.load;

import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.SessionRoles;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.load.play.OrderPort;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventCursor;
import io.muex.mu.session.EventEnvelope;
import io.muex.gateway.client.CommandOutcome;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionEvents;
import io.muex.mu.session.SessionedStateMachine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The real exchange behind its sessions, without replication and network: commands wait in a log until they are
 * applied, so that several are under way, and events reach their session's port only when it polls.
 */
public final class InProcessExchange {
    private static final long CLUSTER = 99;
    private static final int MAX_ORDERS = 1 << 17;

    private final SessionedStateMachine machine = ExchangeApplication.newStateMachine();
    private final Queue<UnsafeBuffer> log = new ArrayDeque<>();
    private final List<Port> ports = new ArrayList<>();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1_024]);
    private long index;

    /** An exchange with sessions 1 to {@code sessions}, all of them operators'. */
    public InProcessExchange(final int sessions) {
        this(sessions, MAX_ORDERS, 256);
    }

    /** An exchange with less room. */
    public InProcessExchange(final int sessions, final int maxOrders, final int maxInstruments) {
        final GenesisFlyweight genesis = new GenesisFlyweight();
        final byte[] bytes = new byte[GenesisFlyweight.LENGTH];
        genesis.wrapForWrite(new UnsafeBuffer(bytes), 0).maxOrders(maxOrders).maxLevels(maxOrders)
            .maxInstruments(maxInstruments).maxOpenOrders(maxOrders);
        final long[] roles = new long[2 * sessions];
        for (int i = 0; i < sessions; i++) {
            roles[2 * i] = i + 1;
            roles[2 * i + 1] = SessionRoles.OPERATOR;
        }
        apply(scratch, SessionCommands.encodeGenesis(
            scratch, 0, CLUSTER, SessionCommands.Capacities.ofSessions(sessions), roles, bytes));
        for (int session = 1; session <= sessions; session++) {
            apply(scratch, SessionCommands.encodeEstablish(scratch, 0, CLUSTER, session, 0, -1));
            ports.add(new Port(session));
        }
    }

    private void apply(final DirectBuffer buffer, final int length) {
        machine.onCommand(index, 1_000 + index, buffer, 0, length);
        index++;
    }

    /** The ports, one for each session. */
    public List<Port> ports() {
        return ports;
    }

    /** Applies up to {@code limit} commands that wait in the log; returns how many. */
    public int applySome(final int limit) {
        int applied = 0;
        while (applied < limit && !log.isEmpty()) {
            final UnsafeBuffer command = log.remove();
            apply(command, command.capacity());
            applied++;
        }
        return applied;
    }

    /** One session's way in and out. */
    public final class Port implements OrderPort {
        private static final int POLL_LIMIT = 8;

        private final long session;
        private final EventCursor cursor;
        private int connectionEpoch;
        private long number = 1;

        private int room = 64;

        Port(final long session) {
            this.session = session;
            cursor = new EventCursor(machine.events(), 1);
            while (cursor.hasNext()) {
                final int at = cursor.offset();
                if (EventEnvelope.kind(machine.events().buffer(), at) == SessionEvents.ESTABLISHED) {
                    connectionEpoch = SessionEvents.connectionEpoch(machine.events().buffer(), at);
                }
                cursor.advance();
            }
        }

        /** Sets how many commands the log takes before this port says not now. */
        public void room(final int commands) {
            room = commands;
        }

        @Override
        public long session() {
            return session;
        }

        @Override
        public long submit(final DirectBuffer buffer, final int offset, final int length) {
            if (log.size() >= room) {
                return NOT_NOW;
            }
            final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandEnvelope.HEADER_LENGTH + length]);
            CommandEnvelope.encode(
                command, 0, CommandEnvelope.COMMAND, CLUSTER, session, connectionEpoch, number);
            command.putBytes(CommandEnvelope.HEADER_LENGTH, buffer, offset, length);
            log.add(command);
            return number++;
        }

        @Override
        public int poll(final Sink sink) {
            int work = applySome(2);
            for (int i = 0; i < POLL_LIMIT && cursor.hasNext(); i++) {
                final DirectBuffer events = machine.events().buffer();
                final int at = cursor.offset();
                if (EventEnvelope.session(events, at) == session) {
                    sink.onEvent(events, at);
                    if (EventEnvelope.isLast(events, at)) {
                        sink.onSettled(EventEnvelope.number(events, at), CommandOutcome.ANSWERED);
                    }
                }
                cursor.advance();
                work++;
            }
            return work;
        }
    }
}
