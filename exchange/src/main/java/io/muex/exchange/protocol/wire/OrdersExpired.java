package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.OrdersExpiredFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers Expire, after the OrderCancelled events. The fields mean what the accessors of {@link OrdersExpiredFlyweight}
 * mean.
 */
public final class OrdersExpired extends Message {
    /** As in the command. */
    public long timeNs;
    /** Orders expired by this command. */
    public int expired;
    /** 1 = at least one more order is due: send it again; else 0. */
    public int remaining;

    @Override
    public int templateId() {
        return OrdersExpiredFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OrdersExpiredFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(timeNs);
        out.writeInt(expired);
        out.writeInt(remaining);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        timeNs = in.readLong();
        expired = in.readInt();
        remaining = in.readInt();
    }
}
