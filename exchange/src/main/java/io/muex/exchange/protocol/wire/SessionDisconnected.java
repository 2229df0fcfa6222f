package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.SessionDisconnectedFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Gateway or operator: the client of a session is gone. Cancels its orders if it asked for that, else changes nothing.
 * The fields mean what the accessors of {@link SessionDisconnectedFlyweight} mean.
 */
public final class SessionDisconnected extends Message {
    /** The session that lost its client. */
    public long targetSession;

    @Override
    public int templateId() {
        return SessionDisconnectedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return SessionDisconnectedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(targetSession);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        targetSession = in.readLong();
    }
}
