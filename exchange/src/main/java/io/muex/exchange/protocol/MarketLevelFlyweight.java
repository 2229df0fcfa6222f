package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Market data: what rests at one price. Replaces what was known of this price before. */
public final class MarketLevelFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 202;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 32;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int PRICE = HEADER_LENGTH;
    private static final int QUANTITY = HEADER_LENGTH + 8;
    private static final int ORDERS = HEADER_LENGTH + 16;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 20;
    private static final int SIDE = HEADER_LENGTH + 24;

    /** Points this flyweight at a message to be read. */
    public MarketLevelFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MarketLevelFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Ticks; tells which level. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public MarketLevelFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Lots open; 0 = the level is gone. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public MarketLevelFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }

    /** Orders at this price; 0 = the level is gone. */
    public int orders() {
        return intAt(ORDERS);
    }

    /** Sets {@link #orders()}. */
    public MarketLevelFlyweight orders(final int value) {
        intAt(ORDERS, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MarketLevelFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Buy or sell. Null if the message holds a number that means nothing. */
    public Side side() {
        return Side.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public MarketLevelFlyweight side(final Side value) {
        byteAt(SIDE, value.code());
        return this;
    }
}
