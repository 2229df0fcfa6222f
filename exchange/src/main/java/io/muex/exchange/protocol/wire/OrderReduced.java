package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.OrderReducedFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/** Answers ReduceOrder. The fields mean what the accessors of {@link OrderReducedFlyweight} mean. */
public final class OrderReduced extends Message {
    /** Order. */
    public long orderId;
    /** Its name. */
    public long clOrdId;
    /** Lots taken off. */
    public long quantity;
    /** Lots still open, 1 or more. */
    public long leavesQuantity;
    /** Instrument. */
    public int instrumentId;

    @Override
    public int templateId() {
        return OrderReducedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OrderReducedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
        out.writeLong(clOrdId);
        out.writeLong(quantity);
        out.writeLong(leavesQuantity);
        out.writeInt(instrumentId);
        pad(out, 4);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        orderId = in.readLong();
        clOrdId = in.readLong();
        quantity = in.readLong();
        leavesQuantity = in.readLong();
        instrumentId = in.readInt();
        in.readSkip(4);
    }
}
