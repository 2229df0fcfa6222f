package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** One side of a trade. Every trade gives two of these, the active order's first, each to the session of its order. */
public final class FillFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 104;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 64;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int ORDER_ID = HEADER_LENGTH;
    private static final int CL_ORD_ID = HEADER_LENGTH + 8;
    private static final int TRADE_ID = HEADER_LENGTH + 16;
    private static final int COUNTERPARTY_ORDER_ID = HEADER_LENGTH + 24;
    private static final int QUANTITY = HEADER_LENGTH + 32;
    private static final int PRICE = HEADER_LENGTH + 40;
    private static final int LEAVES_QUANTITY = HEADER_LENGTH + 48;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 56;
    private static final int SIDE = HEADER_LENGTH + 60;
    private static final int ROLE = HEADER_LENGTH + 61;

    /** Points this flyweight at a message to be read. */
    public FillFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public FillFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Order of this session. */
    public long orderId() {
        return longAt(ORDER_ID);
    }

    /** Sets {@link #orderId()}. */
    public FillFlyweight orderId(final long value) {
        longAt(ORDER_ID, value);
        return this;
    }

    /** Its name. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public FillFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Given by the exchange, dense from 1; the same in both events of a trade. */
    public long tradeId() {
        return longAt(TRADE_ID);
    }

    /** Sets {@link #tradeId()}. */
    public FillFlyweight tradeId(final long value) {
        longAt(TRADE_ID, value);
        return this;
    }

    /** The other order. */
    public long counterpartyOrderId() {
        return longAt(COUNTERPARTY_ORDER_ID);
    }

    /** Sets {@link #counterpartyOrderId()}. */
    public FillFlyweight counterpartyOrderId(final long value) {
        longAt(COUNTERPARTY_ORDER_ID, value);
        return this;
    }

    /** Lots traded. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public FillFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }

    /** Ticks. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public FillFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Lots still open; 0 = the order is gone. */
    public long leavesQuantity() {
        return longAt(LEAVES_QUANTITY);
    }

    /** Sets {@link #leavesQuantity()}. */
    public FillFlyweight leavesQuantity(final long value) {
        longAt(LEAVES_QUANTITY, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public FillFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Of this order. Null if the message holds a number that means nothing. */
    public Side side() {
        return Side.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public FillFlyweight side(final Side value) {
        byteAt(SIDE, value.code());
        return this;
    }

    /** Whether this order was the active one. Null if the message holds a number that means nothing. */
    public FillRole role() {
        return FillRole.of(byteAt(ROLE));
    }

    /** Sets {@link #role()}. */
    public FillFlyweight role(final FillRole value) {
        byteAt(ROLE, value.code());
        return this;
    }
}
