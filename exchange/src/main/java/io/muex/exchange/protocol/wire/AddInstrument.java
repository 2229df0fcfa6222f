package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Operator: creates an instrument with an empty book, open for trading. The fields mean what the accessors of {@link
 * AddInstrumentFlyweight} mean.
 */
public final class AddInstrument extends Message {
    /** Printable ASCII, 1 to 16 characters, filled up with zero bytes. */
    public String symbol = "";
    /** One tick in money is tickMantissa * 10^tickExponent, 1 or more. */
    public long tickMantissa;
    /** One lot in units is lotMantissa * 10^lotExponent, 1 or more. */
    public long lotMantissa;
    /** Smallest quantity of a new order in lots, 1 or more. */
    public long minQuantity;
    /** Largest quantity of a new order in lots; not less than minQuantity. */
    public long maxQuantity;
    /** End of the trading day, nanoseconds after midnight UTC, 0 to 86,399,999,999,999; DAY orders expire then. */
    public long dayEndNs;
    /** 1 to maxInstruments of Genesis, not used before. */
    public int instrumentId;
    /** Visible price levels per side, 0 to 64; 0 = publishes no depth. */
    public int depthLevels;
    /** Live orders of this book, 1 or more. */
    public int maxOrders;
    /** Price levels of this book, 1 or more. */
    public int maxLevels;
    /** Largest distance of a limit price from the market price in 1/10,000 of it, 1 to 10,000; 0 = no band. */
    public int priceBand;
    /** -18 to 18. */
    public int tickExponent;
    /** -18 to 18. */
    public int lotExponent;

    @Override
    public int templateId() {
        return AddInstrumentFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return AddInstrumentFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        writeText(out, symbol);
        out.writeLong(tickMantissa);
        out.writeLong(lotMantissa);
        out.writeLong(minQuantity);
        out.writeLong(maxQuantity);
        out.writeLong(dayEndNs);
        out.writeInt(instrumentId);
        out.writeInt(depthLevels);
        out.writeInt(maxOrders);
        out.writeInt(maxLevels);
        out.writeInt(priceBand);
        out.writeByte((byte) tickExponent);
        out.writeByte((byte) lotExponent);
        pad(out, 2);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        symbol = readText(in);
        tickMantissa = in.readLong();
        lotMantissa = in.readLong();
        minQuantity = in.readLong();
        maxQuantity = in.readLong();
        dayEndNs = in.readLong();
        instrumentId = in.readInt();
        depthLevels = in.readInt();
        maxOrders = in.readInt();
        maxLevels = in.readInt();
        priceBand = in.readInt();
        tickExponent = in.readByte();
        lotExponent = in.readByte();
        in.readSkip(2);
    }
}
