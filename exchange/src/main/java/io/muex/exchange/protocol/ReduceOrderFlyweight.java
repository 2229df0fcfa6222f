package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Takes quantity off a live order, which keeps its rank. All of it or more = cancel. */
public final class ReduceOrderFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 4;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 16;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int CL_ORD_ID = HEADER_LENGTH;
    private static final int QUANTITY = HEADER_LENGTH + 8;

    /** Points this flyweight at a message to be read. */
    public ReduceOrderFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public ReduceOrderFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Order of this session. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public ReduceOrderFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Lots to take off, 1 or more. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public ReduceOrderFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }
}
