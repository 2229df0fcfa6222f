package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers ReplaceOrder; fills or a cancel may follow. */
public final class OrderReplacedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 109;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 48;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int ORDER_ID = HEADER_LENGTH;
    private static final int CL_ORD_ID = HEADER_LENGTH + 8;
    private static final int DELTA = HEADER_LENGTH + 16;
    private static final int PRICE = HEADER_LENGTH + 24;
    private static final int LEAVES_QUANTITY = HEADER_LENGTH + 32;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 40;

    /** Points this flyweight at a message to be read. */
    public OrderReplacedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public OrderReplacedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Order. */
    public long orderId() {
        return longAt(ORDER_ID);
    }

    /** Sets {@link #orderId()}. */
    public OrderReplacedFlyweight orderId(final long value) {
        longAt(ORDER_ID, value);
        return this;
    }

    /** Its name. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public OrderReplacedFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Lots really added. */
    public long delta() {
        return longAt(DELTA);
    }

    /** Sets {@link #delta()}. */
    public OrderReplacedFlyweight delta(final long value) {
        longAt(DELTA, value);
        return this;
    }

    /** Ticks valid from now on; 0 = market order. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public OrderReplacedFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Lots open now; 0 = OrderCancelled follows. */
    public long leavesQuantity() {
        return longAt(LEAVES_QUANTITY);
    }

    /** Sets {@link #leavesQuantity()}. */
    public OrderReplacedFlyweight leavesQuantity(final long value) {
        longAt(LEAVES_QUANTITY, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public OrderReplacedFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }
}
