package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Gateway or operator: the client of a session is gone. Cancels its orders if it asked for that, else changes nothing.
 */
public final class SessionDisconnectedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 14;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TARGET_SESSION = HEADER_LENGTH;

    /** Points this flyweight at a message to be read. */
    public SessionDisconnectedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public SessionDisconnectedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** The session that lost its client. */
    public long targetSession() {
        return longAt(TARGET_SESSION);
    }

    /** Sets {@link #targetSession()}. */
    public SessionDisconnectedFlyweight targetSession(final long value) {
        longAt(TARGET_SESSION, value);
        return this;
    }
}
