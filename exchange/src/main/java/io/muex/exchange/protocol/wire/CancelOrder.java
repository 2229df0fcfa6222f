package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.CancelOrderFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/** Cancels a live order. The fields mean what the accessors of {@link CancelOrderFlyweight} mean. */
public final class CancelOrder extends Message {
    /** Order of this session. */
    public long clOrdId;

    @Override
    public int templateId() {
        return CancelOrderFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return CancelOrderFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(clOrdId);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        clOrdId = in.readLong();
    }
}
