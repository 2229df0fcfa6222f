package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.MarketPriceSetFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/** Answers SetMarketPrice. The fields mean what the accessors of {@link MarketPriceSetFlyweight} mean. */
public final class MarketPriceSet extends Message {
    /** Ticks. */
    public long price;
    /** Instrument. */
    public int instrumentId;

    @Override
    public int templateId() {
        return MarketPriceSetFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketPriceSetFlyweight.BLOCK_LENGTH;
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
