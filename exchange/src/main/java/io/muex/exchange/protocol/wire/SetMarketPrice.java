package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.SetMarketPriceFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Operator: sets the reference price of an instrument; stop orders it reaches are triggered. The fields mean what the
 * accessors of {@link SetMarketPriceFlyweight} mean.
 */
public final class SetMarketPrice extends Message {
    /** Ticks, 1 or more. */
    public long price;
    /** Instrument. */
    public int instrumentId;

    @Override
    public int templateId() {
        return SetMarketPriceFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return SetMarketPriceFlyweight.BLOCK_LENGTH;
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
