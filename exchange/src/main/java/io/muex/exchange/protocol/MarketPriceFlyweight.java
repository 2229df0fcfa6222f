package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Market data: an operator set the market price. A trade sets it too, without this message. */
public final class MarketPriceFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 205;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 16;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int PRICE = HEADER_LENGTH;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 8;

    /** Points this flyweight at a message to be read. */
    public MarketPriceFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MarketPriceFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Ticks. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public MarketPriceFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MarketPriceFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }
}
