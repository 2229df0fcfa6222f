package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers MassCancel and SessionDisconnected, after the OrderCancelled events. */
public final class MassCancelledFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 114;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 24;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TARGET_SESSION = HEADER_LENGTH;
    private static final int CANCELLED = HEADER_LENGTH + 8;
    private static final int REMAINING = HEADER_LENGTH + 12;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 16;
    private static final int SCOPE = HEADER_LENGTH + 20;
    private static final int SIDE = HEADER_LENGTH + 21;

    /** Points this flyweight at a message to be read. */
    public MassCancelledFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MassCancelledFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** As in the command. */
    public long targetSession() {
        return longAt(TARGET_SESSION);
    }

    /** Sets {@link #targetSession()}. */
    public MassCancelledFlyweight targetSession(final long value) {
        longAt(TARGET_SESSION, value);
        return this;
    }

    /** Orders cancelled by this command. */
    public int cancelled() {
        return intAt(CANCELLED);
    }

    /** Sets {@link #cancelled()}. */
    public MassCancelledFlyweight cancelled(final int value) {
        intAt(CANCELLED, value);
        return this;
    }

    /** 1 = at least one more order matches but exceeds what one command may do: send it again; else 0. */
    public int remaining() {
        return intAt(REMAINING);
    }

    /** Sets {@link #remaining()}. */
    public MassCancelledFlyweight remaining(final int value) {
        intAt(REMAINING, value);
        return this;
    }

    /** As in the command. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MassCancelledFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /**
     * As in the command; DISCONNECTED answers SessionDisconnected. Null if the message holds a number that means
     * nothing.
     */
    public MassCancelScope scope() {
        return MassCancelScope.of(byteAt(SCOPE));
    }

    /** Sets {@link #scope()}. */
    public MassCancelledFlyweight scope(final MassCancelScope value) {
        byteAt(SCOPE, value.code());
        return this;
    }

    /** As in the command. Null if the message holds a number that means nothing. */
    public BookSide side() {
        return BookSide.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public MassCancelledFlyweight side(final BookSide value) {
        byteAt(SIDE, value.code());
        return this;
    }
}
