package io.muex.exchange.node;

import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.mu.session.EventRing;
import io.muex.mu.session.SessionTable;

/**
 * Tells a gateway that fell off the ring where every session stands, as of one moment: the table is copied then and
 * sent in as many steps as it takes. Allocates the copy; falling off is not the normal course of things. Replication
 * thread.
 */
final class SessionStates {
    /** A sixteenth of what is retained is given up, so that reading on has a start before the ring moves on. */
    private static final int MARGIN_SHIFT = 4;

    private final EventRing ring;
    private final SessionTable table;
    private final int replica;
    private long[] sessions = new long[0];
    private long[] lastApplied = new long[0];
    private int[] connectionEpoch = new int[0];
    private int[] openingEpoch = new int[0];
    private int sent;
    private long asOf;
    private long first;
    private boolean active;
    private boolean announced;

    SessionStates(final EventRing ring, final SessionTable table, final int replica) {
        this.ring = ring;
        this.table = table;
        this.replica = replica;
    }

    boolean isActive() {
        return active;
    }

    void stop() {
        active = false;
    }

    /** Copies the table. */
    void start() {
        final int count = table.count();
        sessions = new long[count];
        lastApplied = new long[count];
        connectionEpoch = new int[count];
        openingEpoch = new int[count];
        for (int i = 0; i < count; i++) {
            sessions[i] = table.session(i);
            lastApplied[i] = table.lastApplied(i);
            connectionEpoch[i] = table.connectionEpoch(i);
            openingEpoch[i] = table.openingEpoch(i);
        }
        asOf = ring.lastEventSeq();
        first = ring.firstRetained() + (asOf - ring.firstRetained() >> MARGIN_SHIFT);
        sent = 0;
        announced = false;
        active = true;
    }

    /** The event at which reading goes on afterwards. */
    long first() {
        return first;
    }

    /** Sends what there is room for; true when all is sent. */
    boolean step(final LinkPublication out) {
        announced = announced || announce(out);
        while (announced && sent < sessions.length) {
            final int room = (out.maxLength() - ReplicaLink.STATES_HEADER_LENGTH) / ReplicaLink.STATE_LENGTH;
            final int count = Math.min(sessions.length - sent, room);
            if (!out.claim(ReplicaLink.STATES_HEADER_LENGTH + count * ReplicaLink.STATE_LENGTH)) {
                return false;
            }
            ReplicaLink.encodeStates(out.buffer(), out.offset(), replica, asOf, count, sent);
            for (int i = 0; i < count; i++) {
                ReplicaLink.encodeState(out.buffer(), out.offset(), i, sessions[sent + i], lastApplied[sent + i],
                    connectionEpoch[sent + i], openingEpoch[sent + i]);
            }
            out.commit();
            sent += count;
        }
        if (!announced || !out.claim(ReplicaLink.STATES_END_LENGTH)) {
            return false;
        }
        ReplicaLink.encodeStatesEnd(out.buffer(), out.offset(), replica, asOf, sessions.length);
        out.commit();
        active = false;
        return true;
    }

    private boolean announce(final LinkPublication out) {
        if (!out.claim(ReplicaLink.EVENTS_GONE_LENGTH)) {
            return false;
        }
        ReplicaLink.encodeEventsGone(out.buffer(), out.offset(), replica, first, asOf);
        out.commit();
        return true;
    }
}
