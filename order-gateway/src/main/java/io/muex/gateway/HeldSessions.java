package io.muex.gateway;

import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.ReplicaLink;
import java.util.concurrent.TimeUnit;

/**
 * Tells the leader again and again which connections have a client here. What the leader does not hear of for its
 * grace, from no gateway, is over; so this gateway need not live to say so. A client that says goodbye is told at once.
 * If a message finds no room the next one says the same.
 */
final class HeldSessions {
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Sessions in one message; with them it is shorter than the shortest that any channel takes. */
    private static final int BATCH = 64;

    private final int gatewayId;
    private final ClientTable clients;
    private final ClusterSide cluster;
    private long toldBallot;
    private long nextNs = System.nanoTime();

    HeldSessions(final GatewaySettings settings, final ClientTable clients, final ClusterSide cluster) {
        this.gatewayId = settings.gatewayId();
        this.clients = clients;
        this.cluster = cluster;
    }

    /** Tells what is due: every quarter of a second, and at once to a new leader. */
    void step(final long nowNs) {
        final LinkPublication out = cluster.toLeader();
        if (out == null || nowNs - nextNs < 0 && toldBallot == cluster.ballot()) {
            return;
        }
        nextNs = nowNs + INTERVAL_NS;
        toldBallot = cluster.ballot();
        int slot = 0;
        while (slot < clients.end()) {
            slot = tell(out, slot);
        }
    }

    /** Tells of connections from {@code from} on and returns where to go on. */
    private int tell(final LinkPublication out, final int from) {
        int count = 0;
        int end = from;
        while (end < clients.end() && count < BATCH) {
            count += isHeld(clients.at(end++)) ? 1 : 0;
        }
        if (count == 0 || !out.claim(length(count))) {
            return end;
        }
        ReplicaLink.encodeSessions(out.buffer(), out.offset(), gatewayId, count);
        int i = 0;
        for (int slot = from; slot < end; slot++) {
            final ClientConnection connection = clients.at(slot);
            if (isHeld(connection)) {
                ReplicaLink.encodeHeld(out.buffer(), out.offset(), i++, connection.session(),
                    connection.connectionEpoch(), true);
            }
        }
        out.commit();
        return end;
    }

    /** The client of this connection goes and does not come back by itself. */
    void onGoodbye(final ClientConnection connection) {
        final LinkPublication out = cluster.toLeader();
        if (out != null && isHeld(connection) && out.claim(length(1))) {
            ReplicaLink.encodeSessions(out.buffer(), out.offset(), gatewayId, 1);
            ReplicaLink.encodeHeld(
                out.buffer(), out.offset(), 0, connection.session(), connection.connectionEpoch(), false);
            out.commit();
        }
    }

    private static boolean isHeld(final ClientConnection connection) {
        return connection != null && connection.isEstablished() && connection.closing() == null;
    }

    private static int length(final int count) {
        return ReplicaLink.SESSIONS_HEADER_LENGTH + count * ReplicaLink.SESSION_LENGTH;
    }
}
