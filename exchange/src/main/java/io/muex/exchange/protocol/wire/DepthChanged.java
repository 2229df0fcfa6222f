package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.DepthChangedFlyweight;
import io.muex.exchange.protocol.Side;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Public: one price among the visible levels of a side is different after a command, comes into view or goes out of it.
 * The fields mean what the accessors of {@link DepthChangedFlyweight} mean.
 */
public final class DepthChanged extends Message {
    /** Ticks; tells which level. */
    public long price;
    /** Lots open; 0 = not visible any more. */
    public long quantity;
    /** Orders at this price; 0 = not visible any more. */
    public int orders;
    /** Instrument. */
    public int instrumentId;
    /** Buy or sell. */
    public Side side;

    @Override
    public int templateId() {
        return DepthChangedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return DepthChangedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(price);
        out.writeLong(quantity);
        out.writeInt(orders);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        pad(out, 7);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        price = in.readLong();
        quantity = in.readLong();
        orders = in.readInt();
        instrumentId = in.readInt();
        side = Side.of(in.readUnsignedByte());
        in.readSkip(7);
    }
}
