package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers NewOrder: refused, nothing changed. */
public final class OrderRejectedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 102;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 16;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int CL_ORD_ID = HEADER_LENGTH;
    private static final int REASON = HEADER_LENGTH + 8;

    /** Points this flyweight at a message to be read. */
    public OrderRejectedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public OrderRejectedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** As in the command. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public OrderRejectedFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Why. Null if the message holds a number that means nothing. */
    public RejectReason reason() {
        return RejectReason.of(shortAt(REASON));
    }

    /** Sets {@link #reason()}. */
    public OrderRejectedFlyweight reason(final RejectReason value) {
        shortAt(REASON, value.code());
        return this;
    }
}
