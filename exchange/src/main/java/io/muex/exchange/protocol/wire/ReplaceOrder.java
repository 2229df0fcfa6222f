package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Changes quantity and price of a live order, which goes behind all orders of its rank and is matched again. The fields
 * mean what the accessors of {@link ReplaceOrderFlyweight} mean.
 */
public final class ReplaceOrder extends Message {
    /** Order of this session; the name stays. */
    public long clOrdId;
    /** Lots to add to the open quantity, any number; clamped so that not less than nothing stays open. */
    public long delta;
    /** Ticks; 0 = unchanged. */
    public long newPrice;

    @Override
    public int templateId() {
        return ReplaceOrderFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return ReplaceOrderFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(clOrdId);
        out.writeLong(delta);
        out.writeLong(newPrice);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        clOrdId = in.readLong();
        delta = in.readLong();
        newPrice = in.readLong();
    }
}
