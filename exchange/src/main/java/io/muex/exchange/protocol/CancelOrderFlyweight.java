package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Cancels a live order. */
public final class CancelOrderFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 3;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int CL_ORD_ID = HEADER_LENGTH;

    /** Points this flyweight at a message to be read. */
    public CancelOrderFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public CancelOrderFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Order of this session. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public CancelOrderFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }
}
