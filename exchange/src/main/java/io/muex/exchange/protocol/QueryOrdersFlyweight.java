package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Asks for the live orders of the sending session: answered by OpenOrder events and one OpenOrdersEnd. */
public final class QueryOrdersFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 8;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int AFTER_ORDER_ID = HEADER_LENGTH;

    /** Points this flyweight at a message to be read. */
    public QueryOrdersFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public QueryOrdersFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Only orders with a larger order id; 0 = all. Use it to page. */
    public long afterOrderId() {
        return longAt(AFTER_ORDER_ID);
    }

    /** Sets {@link #afterOrderId()}. */
    public QueryOrdersFlyweight afterOrderId(final long value) {
        longAt(AFTER_ORDER_ID, value);
        return this;
    }
}
