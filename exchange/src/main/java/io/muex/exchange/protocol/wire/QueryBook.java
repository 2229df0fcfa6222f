package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.QueryBookFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Asks for the visible book as of this place in the log: answered by BookLevel events and one BookSnapshot. The fields
 * mean what the accessors of {@link QueryBookFlyweight} mean.
 */
public final class QueryBook extends Message {
    /** Instrument. */
    public int instrumentId;
    /** Price levels per side, 1 or more; at most 64 are answered. */
    public int levels;

    @Override
    public int templateId() {
        return QueryBookFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return QueryBookFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeInt(instrumentId);
        out.writeInt(levels);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        instrumentId = in.readInt();
        levels = in.readInt();
    }
}
