package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Market data: an instrument was halted or resumed. */
public final class MarketStatusFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 204;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int INSTRUMENT_ID = HEADER_LENGTH;
    private static final int STATUS = HEADER_LENGTH + 4;

    /** Points this flyweight at a message to be read. */
    public MarketStatusFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MarketStatusFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MarketStatusFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Valid from now on. Null if the message holds a number that means nothing. */
    public InstrumentStatus status() {
        return InstrumentStatus.of(byteAt(STATUS));
    }

    /** Sets {@link #status()}. */
    public MarketStatusFlyweight status(final InstrumentStatus value) {
        byteAt(STATUS, value.code());
        return this;
    }
}
