package io.muex.mu.session;

import static io.muex.mu.session.CommandEnvelope.COMMAND;
import static io.muex.mu.session.CommandEnvelope.DISCONNECT;
import static io.muex.mu.session.CommandEnvelope.ESTABLISH;
import static io.muex.mu.session.CommandEnvelope.GENESIS;
import static io.muex.mu.session.CommandEnvelope.HEADER_LENGTH;
import static io.muex.mu.session.CommandEnvelope.INTERNAL;
import static io.muex.mu.session.CommandEnvelope.NO_SESSION;
import static io.muex.mu.session.CommandEnvelope.OPEN_SESSION;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.session.SessionCommands.Capacities;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Turns an application into a state machine that executes every numbered command of every session exactly once and
 * answers each by events. Replication thread only; allocates at GENESIS and when a snapshot is loaded, never else.
 * <p>
 * The checks, in this order, all before the first change: well-formed; GENESIS has been; cluster; session open; its
 * connection; its number. A number already applied is passed over in silence, because its answer is in the stream of
 * events already; every other refusal is an event, {@link SessionEvents#REJECTED}. Commands before GENESIS are passed
 * over: there is nowhere yet to put an event.
 */
public final class SessionedStateMachine implements StateMachine {
    private static final int SNAPSHOT_VERSION = 1;

    private final SessionApplication application;
    private final SessionTable sessions = new SessionTable();
    private final EventRing events = new EventRing();
    private final HashSamples samples = new HashSamples();
    private final Answers answers = new Answers(events);
    private Capacities capacities;
    private long clusterId;
    private long repeats;
    private long passedOver;

    /** Wraps {@code application}, which must not have been used before. */
    public SessionedStateMachine(final SessionApplication application) {
        this.application = Objects.requireNonNull(application);
    }

    @Override
    public void onCommand(
        final long index, final long timestampNs, final DirectBuffer buffer, final int offset, final int length) {
        samples.onCommand(index, events.hash());
        final boolean wellFormed = CommandEnvelope.check(buffer, offset, length);
        if (capacities == null) {
            if (wellFormed && CommandEnvelope.kind(buffer, offset) == GENESIS) {
                onGenesis(timestampNs, buffer, offset, length);
            } else {
                passedOver++;
            }
            return;
        }
        answers.begin(timestampNs);
        if (!wellFormed) {
            onMalformed(buffer, offset, length);
        } else if (CommandEnvelope.clusterId(buffer, offset) != clusterId) {
            address(buffer, offset);
            refuse(SessionReject.WRONG_CLUSTER, buffer, offset, SessionTable.NOT_FOUND);
        } else {
            final int kind = CommandEnvelope.kind(buffer, offset);
            if (kind == INTERNAL) {
                application.onInternal(timestampNs, buffer, offset + HEADER_LENGTH, length - HEADER_LENGTH, answers);
            } else if (kind == DISCONNECT) {
                onDisconnect(timestampNs, buffer, offset);
            } else if (kind == GENESIS) {
                refuse(SessionReject.ALREADY_CREATED, buffer, offset, SessionTable.NOT_FOUND);
            } else {
                onSessionCommand(kind, timestampNs, buffer, offset, length);
            }
        }
        events.publish();
    }

    /** The events, for egress. The same object for the life of the machine. */
    public EventRing events() {
        return events;
    }

    /** The sessions, to look at. The same object for the life of the machine. */
    public SessionTable sessions() {
        return sessions;
    }

    /** The latest samples of the hash, to compare with other replicas. */
    public HashSamples samples() {
        return samples;
    }

    /** True after GENESIS. */
    public boolean isCreated() {
        return capacities != null;
    }

    /** Id of the cluster; 0 before GENESIS. */
    public long clusterId() {
        return clusterId;
    }

    /** Commands that had been applied before and were passed over, since this object was made. */
    public long repeats() {
        return repeats;
    }

    /** Commands before GENESIS that were passed over, since this object was made. */
    public long passedOver() {
        return passedOver;
    }

    @Override
    public long stateHash() {
        return events.hash();
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putInt(SNAPSHOT_VERSION);
        out.putInt(isCreated() ? 1 : 0);
        samples.writeSnapshot(out);
        if (isCreated()) {
            out.putLong(clusterId);
            out.putInt(capacities.maxSessions());
            out.putInt(capacities.maxEvents());
            out.putInt(capacities.eventBytes());
            sessions.writeSnapshot(out);
            events.writeSnapshot(out);
            application.writeSnapshot(out);
        }
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        final int version = in.getInt();
        if (version != SNAPSHOT_VERSION) {
            throw new IllegalStateException("snapshot of version " + version + ", this is " + SNAPSHOT_VERSION);
        }
        final boolean created = in.getInt() != 0;
        if (isCreated() && !created) {
            throw new IllegalStateException("snapshot from before GENESIS for a machine beyond it");
        }
        samples.loadSnapshot(in);
        if (created) {
            clusterId = in.getLong();
            reset(new Capacities(in.getInt(), in.getInt(), in.getInt()));
            sessions.loadSnapshot(in);
            events.loadSnapshot(in);
            application.loadSnapshot(in);
        }
    }

    private void reset(final Capacities logged) {
        capacities = logged;
        sessions.reset(logged.maxSessions());
        events.reset(logged.maxEvents(), logged.eventBytes());
    }

    private void onGenesis(final long timestampNs, final DirectBuffer buffer, final int offset, final int length) {
        final int body = offset + HEADER_LENGTH;
        reset(SessionCommands.capacities(buffer, body));
        clusterId = CommandEnvelope.clusterId(buffer, offset);
        answers.begin(timestampNs);
        final int created = answers.answer(SessionEvents.CREATED, SessionEvents.CREATED_LENGTH);
        SessionEvents.encodeCreated(answers.buffer(), created, clusterId, capacities);
        final int count = SessionCommands.sessionCount(buffer, body);
        final int part = SessionCommands.sessionAt(body, count);
        if (!application.onGenesis(timestampNs, buffer, part, offset + length - part, answers)) {
            capacities = null;
            clusterId = 0;
            events.reset(SessionCommands.LEAST_EVENTS, SessionCommands.LEAST_EVENT_BYTES);
            passedOver++;
            return;
        }
        for (int i = 0; i < count; i++) {
            final int at = SessionCommands.sessionAt(body, i);
            sessions.open(SessionCommands.subject(buffer, at), SessionCommands.role(buffer, at));
            application.onSessionOpened(
                SessionCommands.subject(buffer, at), SessionCommands.role(buffer, at), timestampNs, answers);
        }
        events.publish();
    }

    private void onMalformed(final DirectBuffer buffer, final int offset, final int length) {
        if (length >= HEADER_LENGTH) {
            address(buffer, offset);
            refuse(SessionReject.MALFORMED, buffer, offset, SessionTable.NOT_FOUND);
        } else {
            final int body = answers.answer(SessionEvents.REJECTED, SessionEvents.REJECTED_LENGTH);
            SessionEvents.encodeRefused(answers.buffer(), body, SessionReject.MALFORMED, 0, 0, 0);
        }
    }

    private void onSessionCommand(
        final int kind, final long timestampNs, final DirectBuffer buffer, final int offset, final int length) {
        final long session = CommandEnvelope.session(buffer, offset);
        final long number = CommandEnvelope.number(buffer, offset);
        final int position = sessions.find(session);
        answers.address(session, number);
        if (position == SessionTable.NOT_FOUND) {
            refuse(SessionReject.UNKNOWN_SESSION, buffer, offset, position);
        } else if (kind == ESTABLISH) {
            onEstablish(buffer, offset, position);
        } else if (CommandEnvelope.connectionEpoch(buffer, offset) != sessions.connectionEpoch(position)
            || !sessions.isEstablished(position)) {
            refuse(SessionReject.STALE_CONNECTION, buffer, offset, position);
        } else if (number <= sessions.lastApplied(position)) {
            repeats++;
        } else if (number > sessions.lastApplied(position) + 1) {
            refuse(SessionReject.NOT_APPLIED, buffer, offset, position);
        } else {
            sessions.applied(position, number);
            final int body = offset + HEADER_LENGTH;
            if (kind == COMMAND) {
                application.onCommand(session, number, timestampNs, buffer, body, length - HEADER_LENGTH, answers);
            } else if (kind == OPEN_SESSION) {
                onOpenSession(timestampNs, buffer, offset, position);
            } else {
                onCloseSession(timestampNs, buffer, offset, position);
            }
            answers.end();
        }
    }

    private void onEstablish(final DirectBuffer buffer, final int offset, final int position) {
        final long attempt = CommandEnvelope.number(buffer, offset);
        if (attempt != sessions.attempt(position)) {
            final int present = sessions.connectionEpoch(position);
            if (CommandEnvelope.connectionEpoch(buffer, offset) != present) {
                refuse(SessionReject.STALE_CONNECTION, buffer, offset, position);
                return;
            }
            if (present == Integer.MAX_VALUE) {
                refuse(SessionReject.EPOCHS_EXHAUSTED, buffer, offset, position);
                return;
            }
            sessions.establish(position, attempt);
        }
        SessionEvents.encodeEstablished(answers.buffer(),
            answers.answer(SessionEvents.ESTABLISHED, SessionEvents.ESTABLISHED_LENGTH),
            sessions.lastApplied(position), sessions.connectionEpoch(position));
        answers.end();
    }

    /**
     * Nothing of the connection is executed any more from here on: a gateway that stood still and wakes up cannot enter
     * orders for a client that is gone. What names a connection that is not the present one is passed over in silence:
     * the session was established again, or closed, before this came.
     */
    private void onDisconnect(final long timestampNs, final DirectBuffer buffer, final int offset) {
        final long session = CommandEnvelope.session(buffer, offset);
        final int position = sessions.find(session);
        if (position == SessionTable.NOT_FOUND
            || CommandEnvelope.connectionEpoch(buffer, offset) != sessions.connectionEpoch(position)) {
            repeats++;
            return;
        }
        if (sessions.isEstablished(position)) {
            sessions.disconnect(position);
            SessionEvents.encodeEstablished(answers.buffer(),
                answers.tell(session, SessionEvents.DISCONNECTED, SessionEvents.ESTABLISHED_LENGTH),
                sessions.lastApplied(position), sessions.connectionEpoch(position));
        }
        application.onSessionDisconnected(session, timestampNs, answers);
    }

    private void onOpenSession(
        final long timestampNs, final DirectBuffer buffer, final int offset, final int position) {
        final long opened = SessionCommands.subject(buffer, offset + HEADER_LENGTH);
        final long role = SessionCommands.role(buffer, offset + HEADER_LENGTH);
        if (!mayOpen(sessions.role(position), role)) {
            refuse(SessionReject.NOT_PERMITTED, buffer, offset, position);
        } else if (sessions.find(opened) != SessionTable.NOT_FOUND) {
            refuse(SessionReject.ALREADY_OPEN, buffer, offset, position);
        } else if (sessions.isFull()) {
            refuse(SessionReject.SESSION_TABLE_FULL, buffer, offset, position);
        } else {
            sessions.open(opened, role);
            application.onSessionOpened(opened, role, timestampNs, answers);
            final int body = answers.answer(SessionEvents.SESSION_OPENED, SessionEvents.OPENED_LENGTH);
            SessionEvents.encodeSubject(answers.buffer(), body, opened);
            SessionEvents.encodeRole(answers.buffer(), body, role);
        }
    }

    private static boolean mayOpen(final long opener, final long role) {
        return (opener & SessionCommands.OPERATOR) != 0
            || (opener & SessionCommands.GATEWAY) != 0
            && (role & (SessionCommands.OPERATOR | SessionCommands.GATEWAY)) == 0;
    }

    /** An operator cannot remove its own session, so that one who may open sessions always remains. */
    private void onCloseSession(
        final long timestampNs, final DirectBuffer buffer, final int offset, final int position) {
        final long closed = SessionCommands.subject(buffer, offset + HEADER_LENGTH);
        final int closedPosition = sessions.find(closed);
        if ((sessions.role(position) & SessionCommands.OPERATOR) == 0 || closedPosition == position) {
            refuse(SessionReject.NOT_PERMITTED, buffer, offset, position);
        } else if (closedPosition == SessionTable.NOT_FOUND) {
            refuse(SessionReject.NOT_OPEN, buffer, offset, position);
        } else {
            application.onSessionClosed(closed, timestampNs, answers);
            sessions.remove(closedPosition);
            final int body = answers.answer(SessionEvents.SESSION_CLOSED, SessionEvents.CLOSED_LENGTH);
            SessionEvents.encodeSubject(answers.buffer(), body, closed);
        }
    }

    private void address(final DirectBuffer buffer, final int offset) {
        answers.address(CommandEnvelope.session(buffer, offset), CommandEnvelope.number(buffer, offset));
    }

    private void refuse(
        final SessionReject reason, final DirectBuffer buffer, final int offset, final int position) {
        final MutableDirectBuffer ring = answers.buffer();
        final int body = answers.answer(SessionEvents.REJECTED, SessionEvents.REJECTED_LENGTH);
        SessionEvents.encodeRefused(ring, body, reason, CommandEnvelope.kind(buffer, offset),
            CommandEnvelope.connectionEpoch(buffer, offset), CommandEnvelope.clusterId(buffer, offset));
        if (position != SessionTable.NOT_FOUND) {
            SessionEvents.encodePresent(
                ring, body, sessions.lastApplied(position) + 1, sessions.connectionEpoch(position));
        }
        if (reason != SessionReject.NOT_APPLIED && !reason.isApplied()) {
            answers.end();
        }
    }

    /** The events of the running command. */
    private static final class Answers implements EventSink {
        private final EventRing ring;
        private long session;
        private long number;
        private long timestampNs;
        private long lastAnswer;

        Answers(final EventRing ring) {
            this.ring = ring;
        }

        void begin(final long newTimestampNs) {
            timestampNs = newTimestampNs;
            address(NO_SESSION, 0);
        }

        void address(final long newSession, final long newNumber) {
            session = newSession;
            number = newNumber;
            lastAnswer = 0;
        }

        int answer(final int kind, final int bodyLength) {
            lastAnswer = ring.append(session, number, timestampNs, kind, bodyLength);
            return ring.bodyOffset(lastAnswer);
        }

        /**
         * Marks the last answer. If there was none, or so many events followed it that the ring has lost it, DONE is
         * the last answer.
         */
        void end() {
            if (lastAnswer == 0 || !ring.mark(lastAnswer, EventEnvelope.LAST)) {
                answer(SessionEvents.DONE, 0);
                ring.mark(lastAnswer, EventEnvelope.LAST);
            }
        }

        @Override
        public int claimAnswer(final int kind, final int bodyLength) {
            check(kind);
            return answer(kind, bodyLength);
        }

        /** Tells a session what it did not ask for; returns where the body goes. */
        int tell(final long addressed, final int kind, final int bodyLength) {
            return ring.bodyOffset(ring.append(addressed, 0, timestampNs, kind, bodyLength));
        }

        @Override
        public int claimUnsolicited(final long addressed, final int kind, final int bodyLength) {
            check(kind);
            return tell(addressed, kind, bodyLength);
        }

        @Override
        public MutableDirectBuffer buffer() {
            return ring.writable();
        }

        private static void check(final int kind) {
            if (kind <= 0 || kind >= SessionEvents.FIRST_KIND) {
                throw new IllegalArgumentException("event kind " + kind + " is not the application's");
            }
        }
    }
}
