package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Ends the answer to QueryOrders. */
public final class OpenOrdersEndFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 121;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int ORDERS = HEADER_LENGTH;
    private static final int REMAINING = HEADER_LENGTH + 4;

    /** Points this flyweight at a message to be read. */
    public OpenOrdersEndFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public OpenOrdersEndFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** How many OpenOrder events came before. */
    public int orders() {
        return intAt(ORDERS);
    }

    /** Sets {@link #orders()}. */
    public OpenOrdersEndFlyweight orders(final int value) {
        intAt(ORDERS, value);
        return this;
    }

    /** 1 = there are more, with larger order ids than the last one sent: ask again after it; else 0. */
    public int remaining() {
        return intAt(REMAINING);
    }

    /** Sets {@link #remaining()}. */
    public OpenOrdersEndFlyweight remaining(final int value) {
        intAt(REMAINING, value);
        return this;
    }
}
