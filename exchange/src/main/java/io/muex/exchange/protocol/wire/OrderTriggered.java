package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * A stop order was reached and is an ordinary order from now on. The fields mean what the accessors of {@link
 * OrderTriggeredFlyweight} mean.
 */
public final class OrderTriggered extends Message {
    /** Order. */
    public long orderId;
    /** Its name. */
    public long clOrdId;
    /** Instrument. */
    public int instrumentId;

    @Override
    public int templateId() {
        return OrderTriggeredFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OrderTriggeredFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
        out.writeLong(clOrdId);
        out.writeInt(instrumentId);
        pad(out, 4);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        orderId = in.readLong();
        clOrdId = in.readLong();
        instrumentId = in.readInt();
        in.readSkip(4);
    }
}
