package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.ReduceOrderFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Takes quantity off a live order, which keeps its rank. All of it or more = cancel. The fields mean what the accessors
 * of {@link ReduceOrderFlyweight} mean.
 */
public final class ReduceOrder extends Message {
    /** Order of this session. */
    public long clOrdId;
    /** Lots to take off, 1 or more. */
    public long quantity;

    @Override
    public int templateId() {
        return ReduceOrderFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return ReduceOrderFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(clOrdId);
        out.writeLong(quantity);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        clOrdId = in.readLong();
        quantity = in.readLong();
    }
}
