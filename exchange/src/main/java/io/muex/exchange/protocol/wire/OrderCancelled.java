package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * An order is gone without being filled completely. The fields mean what the accessors of {@link
 * OrderCancelledFlyweight} mean.
 */
public final class OrderCancelled extends Message {
    /** Order. */
    public long orderId;
    /** Its name. */
    public long clOrdId;
    /** Lots that were open. */
    public long quantity;
    /** Instrument. */
    public int instrumentId;
    /** Why. */
    public CancelReason reason;

    @Override
    public int templateId() {
        return OrderCancelledFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OrderCancelledFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
        out.writeLong(clOrdId);
        out.writeLong(quantity);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(reason == null ? ABSENT : reason.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        orderId = in.readLong();
        clOrdId = in.readLong();
        quantity = in.readLong();
        instrumentId = in.readInt();
        reason = CancelReason.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
