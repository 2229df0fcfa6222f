package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.ExpireFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Proposed by the leader, not taken from sessions: expires due orders in the order of (expiry, order id), a bounded
 * number per command. The fields mean what the accessors of {@link ExpireFlyweight} mean.
 */
public final class Expire extends Message {
    /** Orders with expiry at or before this are due, nanoseconds since the epoch. */
    public long timeNs;

    @Override
    public int templateId() {
        return ExpireFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return ExpireFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(timeNs);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        timeNs = in.readLong();
    }
}
