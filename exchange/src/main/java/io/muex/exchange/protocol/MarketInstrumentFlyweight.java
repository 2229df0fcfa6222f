package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Market data: an instrument begins to exist, or a snapshot of it begins; its book is empty until levels follow. */
public final class MarketInstrumentFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 203;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 48;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int SYMBOL = HEADER_LENGTH;
    private static final int TICK_MANTISSA = HEADER_LENGTH + 16;
    private static final int LOT_MANTISSA = HEADER_LENGTH + 24;
    private static final int MARKET_PRICE = HEADER_LENGTH + 32;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 40;
    private static final int STATUS = HEADER_LENGTH + 44;
    private static final int TICK_EXPONENT = HEADER_LENGTH + 45;
    private static final int LOT_EXPONENT = HEADER_LENGTH + 46;

    /** Points this flyweight at a message to be read. */
    public MarketInstrumentFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MarketInstrumentFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Printable ASCII, 1 to 16 characters, filled up with zero bytes. */
    public String symbol() {
        return text(SYMBOL, SYMBOL_LENGTH);
    }

    /** Sets {@link #symbol()}; throws {@link IllegalArgumentException} if it does not fit. */
    public MarketInstrumentFlyweight symbol(final String value) {
        text(SYMBOL, SYMBOL_LENGTH, value);
        return this;
    }

    /** First 8 characters of the symbol as they stand in the message. */
    public long symbolWord0() {
        return longAt(SYMBOL);
    }

    /** Last 8 characters of the symbol as they stand in the message. */
    public long symbolWord1() {
        return longAt(SYMBOL + Long.BYTES);
    }

    /** Sets the symbol from two words as they stand in a message. */
    public MarketInstrumentFlyweight symbolWords(final long word0, final long word1) {
        longAt(SYMBOL, word0);
        longAt(SYMBOL + Long.BYTES, word1);
        return this;
    }

    /** One tick in money is tickMantissa * 10^tickExponent, 1 or more. */
    public long tickMantissa() {
        return longAt(TICK_MANTISSA);
    }

    /** Sets {@link #tickMantissa()}. */
    public MarketInstrumentFlyweight tickMantissa(final long value) {
        longAt(TICK_MANTISSA, value);
        return this;
    }

    /** One lot in units is lotMantissa * 10^lotExponent, 1 or more. */
    public long lotMantissa() {
        return longAt(LOT_MANTISSA);
    }

    /** Sets {@link #lotMantissa()}. */
    public MarketInstrumentFlyweight lotMantissa(final long value) {
        longAt(LOT_MANTISSA, value);
        return this;
    }

    /** Ticks; 0 = not known. */
    public long marketPrice() {
        return longAt(MARKET_PRICE);
    }

    /** Sets {@link #marketPrice()}. */
    public MarketInstrumentFlyweight marketPrice(final long value) {
        longAt(MARKET_PRICE, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MarketInstrumentFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Of the instrument. Null if the message holds a number that means nothing. */
    public InstrumentStatus status() {
        return InstrumentStatus.of(byteAt(STATUS));
    }

    /** Sets {@link #status()}. */
    public MarketInstrumentFlyweight status(final InstrumentStatus value) {
        byteAt(STATUS, value.code());
        return this;
    }

    /** -18 to 18. */
    public int tickExponent() {
        return (byte) byteAt(TICK_EXPONENT);
    }

    /** Sets {@link #tickExponent()}. */
    public MarketInstrumentFlyweight tickExponent(final int value) {
        byteAt(TICK_EXPONENT, value);
        return this;
    }

    /** -18 to 18. */
    public int lotExponent() {
        return (byte) byteAt(LOT_EXPONENT);
    }

    /** Sets {@link #lotExponent()}. */
    public MarketInstrumentFlyweight lotExponent(final int value) {
        byteAt(LOT_EXPONENT, value);
        return this;
    }
}
