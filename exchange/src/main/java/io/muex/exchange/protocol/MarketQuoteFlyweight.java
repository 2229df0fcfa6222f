package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Market data, conflated: best bid and offer and the market price of an instrument; levels follow. */
public final class MarketQuoteFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 206;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 56;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int BID_PRICE = HEADER_LENGTH;
    private static final int BID_QUANTITY = HEADER_LENGTH + 8;
    private static final int ASK_PRICE = HEADER_LENGTH + 16;
    private static final int ASK_QUANTITY = HEADER_LENGTH + 24;
    private static final int MARKET_PRICE = HEADER_LENGTH + 32;
    private static final int BID_ORDERS = HEADER_LENGTH + 40;
    private static final int ASK_ORDERS = HEADER_LENGTH + 44;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 48;
    private static final int STATUS = HEADER_LENGTH + 52;

    /** Points this flyweight at a message to be read. */
    public MarketQuoteFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MarketQuoteFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Ticks; 0 = no bid. */
    public long bidPrice() {
        return longAt(BID_PRICE);
    }

    /** Sets {@link #bidPrice()}. */
    public MarketQuoteFlyweight bidPrice(final long value) {
        longAt(BID_PRICE, value);
        return this;
    }

    /** Lots at the best bid. */
    public long bidQuantity() {
        return longAt(BID_QUANTITY);
    }

    /** Sets {@link #bidQuantity()}. */
    public MarketQuoteFlyweight bidQuantity(final long value) {
        longAt(BID_QUANTITY, value);
        return this;
    }

    /** Ticks; 0 = no offer. */
    public long askPrice() {
        return longAt(ASK_PRICE);
    }

    /** Sets {@link #askPrice()}. */
    public MarketQuoteFlyweight askPrice(final long value) {
        longAt(ASK_PRICE, value);
        return this;
    }

    /** Lots at the best offer. */
    public long askQuantity() {
        return longAt(ASK_QUANTITY);
    }

    /** Sets {@link #askQuantity()}. */
    public MarketQuoteFlyweight askQuantity(final long value) {
        longAt(ASK_QUANTITY, value);
        return this;
    }

    /** Ticks; 0 = not known. */
    public long marketPrice() {
        return longAt(MARKET_PRICE);
    }

    /** Sets {@link #marketPrice()}. */
    public MarketQuoteFlyweight marketPrice(final long value) {
        longAt(MARKET_PRICE, value);
        return this;
    }

    /** Orders at the best bid. */
    public int bidOrders() {
        return intAt(BID_ORDERS);
    }

    /** Sets {@link #bidOrders()}. */
    public MarketQuoteFlyweight bidOrders(final int value) {
        intAt(BID_ORDERS, value);
        return this;
    }

    /** Orders at the best offer. */
    public int askOrders() {
        return intAt(ASK_ORDERS);
    }

    /** Sets {@link #askOrders()}. */
    public MarketQuoteFlyweight askOrders(final int value) {
        intAt(ASK_ORDERS, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MarketQuoteFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Of the instrument. Null if the message holds a number that means nothing. */
    public InstrumentStatus status() {
        return InstrumentStatus.of(byteAt(STATUS));
    }

    /** Sets {@link #status()}. */
    public MarketQuoteFlyweight status(final InstrumentStatus value) {
        byteAt(STATUS, value.code());
        return this;
    }
}
