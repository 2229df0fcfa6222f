package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.session.EventCursor;
import io.muex.mu.session.EventRing;
import io.muex.mu.session.SessionTable;
import io.muex.mu.session.SessionedStateMachine;
import org.agrona.concurrent.UnsafeBuffer;

/** What a replica tells one connected client: who leads, the events, and the sessions where events are gone. */
final class Egress {
    static final int LEADER = 3;
    static final int EVENT = 4;
    static final int EVENTS_GONE = 5;
    static final int SESSION_STATE = 6;
    static final int STATES_END = 7;
    static final int STATE_LENGTH = 32;
    private static final int BATCH = 16;
    private static final int MARGIN_SHIFT = 4;

    private final Simulation world;
    private final SessionedStateMachine machine;
    private final Wire wire;
    private final EventCursor cursor;
    private long announcedBallot;

    Egress(final Simulation world, final SessionedStateMachine machine, final Wire wire, final long fromEventSeq) {
        this.world = world;
        this.machine = machine;
        this.wire = wire;
        this.cursor = new EventCursor(machine.events(), fromEventSeq);
    }

    void seek(final long eventSeq) {
        cursor.seek(eventSeq);
    }

    int publish(final long now, final long ballot) {
        int sent = 0;
        if (ballot != announcedBallot) {
            announcedBallot = ballot;
            if (ballot != Ballot.NONE) {
                wire.send(now + world.drawDelay(), LEADER, null, ballot, machine.events().lastEventSeq());
            }
        }
        if (cursor.isGone()) {
            tellStates(now);
            sent++;
        }
        while (sent < BATCH && cursor.hasNext()) {
            final byte[] bytes = new byte[cursor.length()];
            machine.events().buffer().getBytes(cursor.offset(), bytes);
            wire.send(now + world.drawDelay(), EVENT, bytes, 0, 0);
            cursor.advance();
            sent++;
        }
        return sent;
    }

    /** The documented road of a reader that fell off: the state of every session, then the events still there. */
    private void tellStates(final long now) {
        final EventRing ring = machine.events();
        final long asOf = ring.lastEventSeq();
        final long first = ring.firstRetained() + (asOf - ring.firstRetained() >> MARGIN_SHIFT);
        wire.send(now + world.drawDelay(), EVENTS_GONE, null, first, asOf);
        final SessionTable table = machine.sessions();
        for (int i = 0; i < table.count(); i++) {
            final byte[] bytes = new byte[STATE_LENGTH];
            final UnsafeBuffer state = new UnsafeBuffer(bytes);
            state.putLong(0, table.session(i));
            state.putLong(8, table.lastApplied(i));
            state.putInt(16, table.connectionEpoch(i));
            state.putInt(20, table.openingEpoch(i));
            wire.send(now + world.drawDelay(), SESSION_STATE, bytes, asOf, i);
        }
        wire.send(now + world.drawDelay(), STATES_END, null, asOf, table.count());
        cursor.seek(first);
    }
}
