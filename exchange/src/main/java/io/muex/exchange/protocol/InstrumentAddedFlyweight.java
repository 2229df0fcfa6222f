package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers AddInstrument with what is valid. */
public final class InstrumentAddedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 112;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 80;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int SYMBOL = HEADER_LENGTH;
    private static final int TICK_MANTISSA = HEADER_LENGTH + 16;
    private static final int LOT_MANTISSA = HEADER_LENGTH + 24;
    private static final int MIN_QUANTITY = HEADER_LENGTH + 32;
    private static final int MAX_QUANTITY = HEADER_LENGTH + 40;
    private static final int DAY_END_NS = HEADER_LENGTH + 48;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 56;
    private static final int DEPTH_LEVELS = HEADER_LENGTH + 60;
    private static final int MAX_ORDERS = HEADER_LENGTH + 64;
    private static final int MAX_LEVELS = HEADER_LENGTH + 68;
    private static final int PRICE_BAND = HEADER_LENGTH + 72;
    private static final int TICK_EXPONENT = HEADER_LENGTH + 76;
    private static final int LOT_EXPONENT = HEADER_LENGTH + 77;

    /** Points this flyweight at a message to be read. */
    public InstrumentAddedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public InstrumentAddedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Printable ASCII, 1 to 16 characters, filled up with zero bytes. Allocates: cold paths only. */
    public String symbol() {
        return text(SYMBOL, SYMBOL_LENGTH);
    }

    /** Sets {@link #symbol()}; throws {@link IllegalArgumentException} if it does not fit. */
    public InstrumentAddedFlyweight symbol(final String value) {
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
    public InstrumentAddedFlyweight symbolWords(final long word0, final long word1) {
        longAt(SYMBOL, word0);
        longAt(SYMBOL + Long.BYTES, word1);
        return this;
    }

    /** One tick in money is tickMantissa * 10^tickExponent, 1 or more. */
    public long tickMantissa() {
        return longAt(TICK_MANTISSA);
    }

    /** Sets {@link #tickMantissa()}. */
    public InstrumentAddedFlyweight tickMantissa(final long value) {
        longAt(TICK_MANTISSA, value);
        return this;
    }

    /** One lot in units is lotMantissa * 10^lotExponent, 1 or more. */
    public long lotMantissa() {
        return longAt(LOT_MANTISSA);
    }

    /** Sets {@link #lotMantissa()}. */
    public InstrumentAddedFlyweight lotMantissa(final long value) {
        longAt(LOT_MANTISSA, value);
        return this;
    }

    /** Smallest quantity of a new order in lots, 1 or more. */
    public long minQuantity() {
        return longAt(MIN_QUANTITY);
    }

    /** Sets {@link #minQuantity()}. */
    public InstrumentAddedFlyweight minQuantity(final long value) {
        longAt(MIN_QUANTITY, value);
        return this;
    }

    /** Largest quantity of a new order in lots; not less than minQuantity. */
    public long maxQuantity() {
        return longAt(MAX_QUANTITY);
    }

    /** Sets {@link #maxQuantity()}. */
    public InstrumentAddedFlyweight maxQuantity(final long value) {
        longAt(MAX_QUANTITY, value);
        return this;
    }

    /** End of the trading day, nanoseconds after midnight UTC, 0 to 86,399,999,999,999; DAY orders expire then. */
    public long dayEndNs() {
        return longAt(DAY_END_NS);
    }

    /** Sets {@link #dayEndNs()}. */
    public InstrumentAddedFlyweight dayEndNs(final long value) {
        longAt(DAY_END_NS, value);
        return this;
    }

    /** 1 to maxInstruments of Genesis, not used before. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public InstrumentAddedFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Visible price levels per side, 0 to 64; 0 = publishes no depth. */
    public int depthLevels() {
        return intAt(DEPTH_LEVELS);
    }

    /** Sets {@link #depthLevels()}. */
    public InstrumentAddedFlyweight depthLevels(final int value) {
        intAt(DEPTH_LEVELS, value);
        return this;
    }

    /** Live orders of this book, 1 or more. */
    public int maxOrders() {
        return intAt(MAX_ORDERS);
    }

    /** Sets {@link #maxOrders()}. */
    public InstrumentAddedFlyweight maxOrders(final int value) {
        intAt(MAX_ORDERS, value);
        return this;
    }

    /** Price levels of this book, 1 or more. */
    public int maxLevels() {
        return intAt(MAX_LEVELS);
    }

    /** Sets {@link #maxLevels()}. */
    public InstrumentAddedFlyweight maxLevels(final int value) {
        intAt(MAX_LEVELS, value);
        return this;
    }

    /** Largest distance of a limit price from the market price in 1/10,000 of it, 1 to 10,000; 0 = no band. */
    public int priceBand() {
        return intAt(PRICE_BAND);
    }

    /** Sets {@link #priceBand()}. */
    public InstrumentAddedFlyweight priceBand(final int value) {
        intAt(PRICE_BAND, value);
        return this;
    }

    /** -18 to 18. */
    public int tickExponent() {
        return (byte) byteAt(TICK_EXPONENT);
    }

    /** Sets {@link #tickExponent()}. */
    public InstrumentAddedFlyweight tickExponent(final int value) {
        byteAt(TICK_EXPONENT, value);
        return this;
    }

    /** -18 to 18. */
    public int lotExponent() {
        return (byte) byteAt(LOT_EXPONENT);
    }

    /** Sets {@link #lotExponent()}. */
    public InstrumentAddedFlyweight lotExponent(final int value) {
        byteAt(LOT_EXPONENT, value);
        return this;
    }
}
