package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Changes quantity and price of a live order, which goes behind all orders of its rank and is matched again. */
public final class ReplaceOrderFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 5;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 24;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int CL_ORD_ID = HEADER_LENGTH;
    private static final int DELTA = HEADER_LENGTH + 8;
    private static final int NEW_PRICE = HEADER_LENGTH + 16;

    /** Points this flyweight at a message to be read. */
    public ReplaceOrderFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public ReplaceOrderFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Order of this session; the name stays. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public ReplaceOrderFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Lots to add to the open quantity, any number; clamped so that not less than nothing stays open. */
    public long delta() {
        return longAt(DELTA);
    }

    /** Sets {@link #delta()}. */
    public ReplaceOrderFlyweight delta(final long value) {
        longAt(DELTA, value);
        return this;
    }

    /** Ticks; 0 = unchanged. */
    public long newPrice() {
        return longAt(NEW_PRICE);
    }

    /** Sets {@link #newPrice()}. */
    public ReplaceOrderFlyweight newPrice(final long value) {
        longAt(NEW_PRICE, value);
        return this;
    }
}
