package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers Expire, after the OrderCancelled events. */
public final class OrdersExpiredFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 116;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 16;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TIME_NS = HEADER_LENGTH;
    private static final int EXPIRED = HEADER_LENGTH + 8;
    private static final int REMAINING = HEADER_LENGTH + 12;

    /** Points this flyweight at a message to be read. */
    public OrdersExpiredFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public OrdersExpiredFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** As in the command. */
    public long timeNs() {
        return longAt(TIME_NS);
    }

    /** Sets {@link #timeNs()}. */
    public OrdersExpiredFlyweight timeNs(final long value) {
        longAt(TIME_NS, value);
        return this;
    }

    /** Orders expired by this command. */
    public int expired() {
        return intAt(EXPIRED);
    }

    /** Sets {@link #expired()}. */
    public OrdersExpiredFlyweight expired(final int value) {
        intAt(EXPIRED, value);
        return this;
    }

    /** 1 = at least one more order is due: send it again; else 0. */
    public int remaining() {
        return intAt(REMAINING);
    }

    /** Sets {@link #remaining()}. */
    public OrdersExpiredFlyweight remaining(final int value) {
        intAt(REMAINING, value);
        return this;
    }
}
