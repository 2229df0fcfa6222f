package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Proposed by the leader, not taken from sessions: expires due orders in the order of (expiry, order id), a bounded
 * number per command.
 */
public final class ExpireFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 13;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TIME_NS = HEADER_LENGTH;

    /** Points this flyweight at a message to be read. */
    public ExpireFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public ExpireFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Orders with expiry at or before this are due, nanoseconds since the epoch. */
    public long timeNs() {
        return longAt(TIME_NS);
    }

    /** Sets {@link #timeNs()}. */
    public ExpireFlyweight timeNs(final long value) {
        longAt(TIME_NS, value);
        return this;
    }
}
