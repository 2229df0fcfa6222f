package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.OrderReplacedFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers ReplaceOrder; fills or a cancel may follow. The fields mean what the accessors of {@link
 * OrderReplacedFlyweight} mean.
 */
public final class OrderReplaced extends Message {
    /** Order. */
    public long orderId;
    /** Its name. */
    public long clOrdId;
    /** Lots really added. */
    public long delta;
    /** Ticks valid from now on; 0 = market order. */
    public long price;
    /** Lots open now; 0 = OrderCancelled follows. */
    public long leavesQuantity;
    /** Instrument. */
    public int instrumentId;

    @Override
    public int templateId() {
        return OrderReplacedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OrderReplacedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
        out.writeLong(clOrdId);
        out.writeLong(delta);
        out.writeLong(price);
        out.writeLong(leavesQuantity);
        out.writeInt(instrumentId);
        pad(out, 4);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        orderId = in.readLong();
        clOrdId = in.readLong();
        delta = in.readLong();
        price = in.readLong();
        leavesQuantity = in.readLong();
        instrumentId = in.readInt();
        in.readSkip(4);
    }
}
