package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.MarketPriceFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Market data: an operator set the market price. A trade sets it too, without this message.
 * The fields mean what the accessors of {@link MarketPriceFlyweight} mean.
 */
public final class MarketPrice extends Message {
    /** Ticks. */
    public long price;
    /** Instrument. */
    public int instrumentId;

    @Override
    public int templateId() {
        return MarketPriceFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketPriceFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(price);
        out.writeInt(instrumentId);
        pad(out, 4);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        price = in.readLong();
        instrumentId = in.readInt();
        in.readSkip(4);
    }
}
