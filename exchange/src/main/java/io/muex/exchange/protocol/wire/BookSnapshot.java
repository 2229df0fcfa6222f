package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/** Ends the answer to QueryBook. The fields mean what the accessors of {@link BookSnapshotFlyweight} mean. */
public final class BookSnapshot extends Message {
    /** Ticks; 0 = not known. */
    public long marketPrice;
    /** Instrument. */
    public int instrumentId;
    /** Levels of the buy side that were sent. */
    public int bidLevels;
    /** Levels of the sell side that were sent. */
    public int askLevels;
    /** Of the instrument. */
    public InstrumentStatus status;

    @Override
    public int templateId() {
        return BookSnapshotFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return BookSnapshotFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(marketPrice);
        out.writeInt(instrumentId);
        out.writeInt(bidLevels);
        out.writeInt(askLevels);
        out.writeUnsignedByte(status == null ? ABSENT : status.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        marketPrice = in.readLong();
        instrumentId = in.readInt();
        bidLevels = in.readInt();
        askLevels = in.readInt();
        status = InstrumentStatus.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
