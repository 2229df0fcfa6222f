package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** An order is gone without being filled completely. */
public final class OrderCancelledFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 105;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 32;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int ORDER_ID = HEADER_LENGTH;
    private static final int CL_ORD_ID = HEADER_LENGTH + 8;
    private static final int QUANTITY = HEADER_LENGTH + 16;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 24;
    private static final int REASON = HEADER_LENGTH + 28;

    /** Points this flyweight at a message to be read. */
    public OrderCancelledFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public OrderCancelledFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Order. */
    public long orderId() {
        return longAt(ORDER_ID);
    }

    /** Sets {@link #orderId()}. */
    public OrderCancelledFlyweight orderId(final long value) {
        longAt(ORDER_ID, value);
        return this;
    }

    /** Its name. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public OrderCancelledFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Lots that were open. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public OrderCancelledFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public OrderCancelledFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Why. Null if the message holds a number that means nothing. */
    public CancelReason reason() {
        return CancelReason.of(byteAt(REASON));
    }

    /** Sets {@link #reason()}. */
    public OrderCancelledFlyweight reason(final CancelReason value) {
        byteAt(REASON, value.code());
        return this;
    }
}
