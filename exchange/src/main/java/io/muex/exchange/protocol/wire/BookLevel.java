package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.Side;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * One visible price level, part of an answer to QueryBook. The fields mean what the accessors of {@link
 * BookLevelFlyweight} mean.
 */
public final class BookLevel extends Message {
    /** Ticks. */
    public long price;
    /** Lots open. */
    public long quantity;
    /** Orders at this price. */
    public int orders;
    /** 0 = best. */
    public int level;
    /** Instrument. */
    public int instrumentId;
    /** Buy or sell. */
    public Side side;

    @Override
    public int templateId() {
        return BookLevelFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return BookLevelFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(price);
        out.writeLong(quantity);
        out.writeInt(orders);
        out.writeInt(level);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        price = in.readLong();
        quantity = in.readLong();
        orders = in.readInt();
        level = in.readInt();
        instrumentId = in.readInt();
        side = Side.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
