package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.MarketTradeFlyweight;
import io.muex.exchange.protocol.Side;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Market data: one trade.
 * The fields mean what the accessors of {@link MarketTradeFlyweight} mean.
 */
public final class MarketTrade extends Message {
    /** Given by the exchange, dense from 1. */
    public long tradeId;
    /** Ticks. */
    public long price;
    /** Lots traded. */
    public long quantity;
    /** Instrument. */
    public int instrumentId;
    /** Of the active order: the taker bought or sold. */
    public Side side;

    @Override
    public int templateId() {
        return MarketTradeFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketTradeFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(tradeId);
        out.writeLong(price);
        out.writeLong(quantity);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        tradeId = in.readLong();
        price = in.readLong();
        quantity = in.readLong();
        instrumentId = in.readInt();
        side = Side.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
