package io.muex.gateway;

import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The connections of a gateway: by slot, by session and by the publication they send on. A session has at most one; the
 * newest takes it over. One thread.
 */
final class ClientTable implements AutoCloseable {
    private final GatewaySettings settings;
    private final MediaConnection media;
    private final Tally<GatewayCounter> tally;
    private final ClientConnection[] slots;
    private final Long2ObjectHashMap<ClientConnection> bySession = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<ClientConnection> bySender = new Long2ObjectHashMap<>();
    private int end;
    private int count;

    ClientTable(final GatewaySettings settings, final MediaConnection media, final Tally<GatewayCounter> tally) {
        this.settings = settings;
        this.media = media;
        this.tally = tally;
        slots = new ClientConnection[settings.maxConnections()];
    }

    /** Slots from this one on are empty. */
    int end() {
        return end;
    }

    /** Connection in a slot, or null. */
    ClientConnection at(final int slot) {
        return slot >= 0 && slot < end ? slots[slot] : null;
    }

    ClientConnection ofSession(final long session) {
        return bySession.get(session);
    }

    ClientConnection ofSender(final long sender) {
        return bySender.get(sender);
    }

    /**
     * The connection for a client that has proved who it is; null if there is no place, or its attempt is older than
     * the present connection of the same client.
     */
    ClientConnection admit(final long session, final SessionRole role, final long connectionId, final int stream,
        final String channel, final long nowNs) {
        final ClientConnection present = bySession.get(session);
        if (present != null && ClientLink.isSameClient(present.connectionId(), connectionId)
            && present.connectionId() >= connectionId) {
            return null;
        }
        final int slot = freeSlot();
        if (slot < 0) {
            return null;
        }
        if (present != null) {
            present.closing(LinkReject.TAKEN_OVER);
            bySession.remove(session);
            tally.increment(GatewayCounter.TAKEN_OVER);
        }
        final ClientConnection connection = new ClientConnection(
            slot, settings, media, session, connectionId, role);
        connection.out().open(channel, stream);
        connection.heard(nowNs);
        connection.read(nowNs);
        slots[slot] = connection;
        end = Math.max(end, slot + 1);
        bySession.put(session, connection);
        tally.set(GatewayCounter.CONNECTIONS, ++count);
        return connection;
    }

    private int freeSlot() {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] == null) {
                return slot;
            }
        }
        return -1;
    }

    /** The client sends on this publication from now on, if it shows what it must. */
    boolean attach(final DirectBuffer buffer, final int offset, final long sender) {
        final long connectionId = ClientLink.connectionId(buffer, offset);
        for (int slot = 0; slot < end; slot++) {
            final ClientConnection connection = slots[slot];
            if (connection != null && connection.connectionId() == connectionId && connection.closing() == null
                && connection.mayAttach(buffer, ClientLink.attachProof(offset))) {
                connection.attach(sender);
                bySender.put(sender, connection);
                return true;
            }
        }
        return false;
    }

    /** Forgets a connection. */
    void remove(final ClientConnection connection) {
        if (bySession.get(connection.session()) == connection) {
            bySession.remove(connection.session());
        }
        bySender.values().remove(connection);
        slots[connection.slot()] = null;
        while (end > 0 && slots[end - 1] == null) {
            end--;
        }
        connection.close();
        tally.set(GatewayCounter.CONNECTIONS, --count);
    }

    /** The session is free for another connection; this one only says goodbye. */
    void release(final ClientConnection connection, final LinkReject code) {
        if (bySession.get(connection.session()) == connection) {
            bySession.remove(connection.session());
        }
        connection.closing(code);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null) {
                slots[slot].close();
            }
        }
    }
}
