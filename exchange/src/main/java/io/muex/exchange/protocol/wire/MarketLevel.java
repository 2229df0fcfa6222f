package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.MarketLevelFlyweight;
import io.muex.exchange.protocol.Side;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Market data: what rests at one price. Replaces what was known of this price before.
 * The fields mean what the accessors of {@link MarketLevelFlyweight} mean.
 */
public final class MarketLevel extends Message {
    /** Ticks; tells which level. */
    public long price;
    /** Lots open; 0 = the level is gone. */
    public long quantity;
    /** Orders at this price; 0 = the level is gone. */
    public int orders;
    /** Instrument. */
    public int instrumentId;
    /** Buy or sell. */
    public Side side;

    @Override
    public int templateId() {
        return MarketLevelFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketLevelFlyweight.BLOCK_LENGTH;
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
