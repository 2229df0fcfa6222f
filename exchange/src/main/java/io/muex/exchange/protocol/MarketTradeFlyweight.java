package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Market data: one trade. */
public final class MarketTradeFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 201;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 32;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TRADE_ID = HEADER_LENGTH;
    private static final int PRICE = HEADER_LENGTH + 8;
    private static final int QUANTITY = HEADER_LENGTH + 16;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 24;
    private static final int SIDE = HEADER_LENGTH + 28;

    /** Points this flyweight at a message to be read. */
    public MarketTradeFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MarketTradeFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Given by the exchange, dense from 1. */
    public long tradeId() {
        return longAt(TRADE_ID);
    }

    /** Sets {@link #tradeId()}. */
    public MarketTradeFlyweight tradeId(final long value) {
        longAt(TRADE_ID, value);
        return this;
    }

    /** Ticks. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public MarketTradeFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Lots traded. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public MarketTradeFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MarketTradeFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Of the active order: the taker bought or sold. Null if the message holds a number that means nothing. */
    public Side side() {
        return Side.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public MarketTradeFlyweight side(final Side value) {
        byteAt(SIDE, value.code());
        return this;
    }
}
