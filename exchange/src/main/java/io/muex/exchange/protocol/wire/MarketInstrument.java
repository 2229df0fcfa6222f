package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MarketInstrumentFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Market data: an instrument begins to exist, or a snapshot of it begins; its book is empty until levels follow.
 * The fields mean what the accessors of {@link MarketInstrumentFlyweight} mean.
 */
public final class MarketInstrument extends Message {
    /** Printable ASCII, 1 to 16 characters, filled up with zero bytes. */
    public String symbol = "";
    /** One tick in money is tickMantissa * 10^tickExponent, 1 or more. */
    public long tickMantissa;
    /** One lot in units is lotMantissa * 10^lotExponent, 1 or more. */
    public long lotMantissa;
    /** Ticks; 0 = not known. */
    public long marketPrice;
    /** Instrument. */
    public int instrumentId;
    /** Of the instrument. */
    public InstrumentStatus status;
    /** -18 to 18. */
    public int tickExponent;
    /** -18 to 18. */
    public int lotExponent;

    @Override
    public int templateId() {
        return MarketInstrumentFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketInstrumentFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        writeText(out, symbol);
        out.writeLong(tickMantissa);
        out.writeLong(lotMantissa);
        out.writeLong(marketPrice);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(status == null ? ABSENT : status.code());
        out.writeByte((byte) tickExponent);
        out.writeByte((byte) lotExponent);
        pad(out, 1);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        symbol = readText(in);
        tickMantissa = in.readLong();
        lotMantissa = in.readLong();
        marketPrice = in.readLong();
        instrumentId = in.readInt();
        status = InstrumentStatus.of(in.readUnsignedByte());
        tickExponent = in.readByte();
        lotExponent = in.readByte();
        in.readSkip(1);
    }
}
