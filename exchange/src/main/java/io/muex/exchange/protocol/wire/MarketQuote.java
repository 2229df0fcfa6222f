package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MarketQuoteFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Market data, conflated: best bid and offer and the market price of an instrument; levels follow.
 * The fields mean what the accessors of {@link MarketQuoteFlyweight} mean.
 */
public final class MarketQuote extends Message {
    /** Ticks; 0 = no bid. */
    public long bidPrice;
    /** Lots at the best bid. */
    public long bidQuantity;
    /** Ticks; 0 = no offer. */
    public long askPrice;
    /** Lots at the best offer. */
    public long askQuantity;
    /** Ticks; 0 = not known. */
    public long marketPrice;
    /** Orders at the best bid. */
    public int bidOrders;
    /** Orders at the best offer. */
    public int askOrders;
    /** Instrument. */
    public int instrumentId;
    /** Of the instrument. */
    public InstrumentStatus status;

    @Override
    public int templateId() {
        return MarketQuoteFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MarketQuoteFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(bidPrice);
        out.writeLong(bidQuantity);
        out.writeLong(askPrice);
        out.writeLong(askQuantity);
        out.writeLong(marketPrice);
        out.writeInt(bidOrders);
        out.writeInt(askOrders);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(status == null ? ABSENT : status.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        bidPrice = in.readLong();
        bidQuantity = in.readLong();
        askPrice = in.readLong();
        askQuantity = in.readLong();
        marketPrice = in.readLong();
        bidOrders = in.readInt();
        askOrders = in.readInt();
        instrumentId = in.readInt();
        status = InstrumentStatus.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
