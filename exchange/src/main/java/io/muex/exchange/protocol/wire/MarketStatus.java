package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MarketStatusFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Market data: an instrument was halted or resumed.
 * The fields mean what the accessors of {@link MarketStatusFlyweight} mean.
 */
public final class MarketStatus extends Message {
    /** Instrument. */
    public int instrumentId;
    /** Valid from now on. */
    public InstrumentStatus status;

    @Override
    public int templateId() {
        return MarketStatusFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketStatusFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeInt(instrumentId);
        out.writeUnsignedByte(status == null ? ABSENT : status.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        instrumentId = in.readInt();
        status = InstrumentStatus.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
