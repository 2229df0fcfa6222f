package io.muex.gateway.client;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.mu.session.CommandEnvelope;

/** Writes the commands of one session to whatever gateway its path leads to. One thread. */
final class Outgoing {
    private final long session;
    private final GatewayPath path;
    private final CommandQueue queue;

    Outgoing(final long session, final GatewayPath path, final CommandQueue queue) {
        this.session = session;
        this.path = path;
        this.queue = queue;
    }

    /** Sends a command of the queue; false if there is no room for it now. */
    boolean send(final long number, final long clusterId, final int connectionEpoch) {
        final LinkPublication data = path.data();
        final int length = queue.length(number);
        if (!data.claim(LinkHeader.LENGTH + CommandEnvelope.HEADER_LENGTH + length)) {
            return false;
        }
        final int at = data.offset() + LinkHeader.LENGTH;
        LinkHeader.encode(data.buffer(), data.offset(), ClientLink.COMMAND, 0);
        CommandEnvelope.encode(data.buffer(), at, queue.kind(number), clusterId, session, connectionEpoch, number);
        data.buffer().putBytes(at + CommandEnvelope.HEADER_LENGTH, queue.buffer(), queue.offset(number), length);
        data.commit();
        return true;
    }

    /** Claims the session: the first command of every connection, and again with what a refusal taught. */
    boolean claim(final long attempt, final long clusterId, final int connectionEpoch) {
        final LinkPublication data = path.data();
        if (!data.claim(LinkHeader.LENGTH + CommandEnvelope.HEADER_LENGTH)) {
            return false;
        }
        LinkHeader.encode(data.buffer(), data.offset(), ClientLink.COMMAND, 0);
        CommandEnvelope.encode(data.buffer(), data.offset() + LinkHeader.LENGTH, CommandEnvelope.ESTABLISH, clusterId,
            session, connectionEpoch, attempt);
        data.commit();
        return true;
    }
}
