package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Cancels many live orders in the order of their acceptance, a bounded number per command. */
public final class MassCancelFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 6;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 16;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TARGET_SESSION = HEADER_LENGTH;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 8;
    private static final int SCOPE = HEADER_LENGTH + 12;
    private static final int SIDE = HEADER_LENGTH + 13;

    /** Points this flyweight at a message to be read. */
    public MassCancelFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public MassCancelFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Scope SESSION: whose orders; else 0. */
    public long targetSession() {
        return longAt(TARGET_SESSION);
    }

    /** Sets {@link #targetSession()}. */
    public MassCancelFlyweight targetSession(final long value) {
        longAt(TARGET_SESSION, value);
        return this;
    }

    /** Only orders of this instrument; 0 = of all (not with scope INSTRUMENT). */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public MassCancelFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Whose orders. Null if the message holds a number that means nothing. */
    public MassCancelScope scope() {
        return MassCancelScope.of(byteAt(SCOPE));
    }

    /** Sets {@link #scope()}. */
    public MassCancelFlyweight scope(final MassCancelScope value) {
        byteAt(SCOPE, value.code());
        return this;
    }

    /** Only orders of this side, or both. Null if the message holds a number that means nothing. */
    public BookSide side() {
        return BookSide.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public MassCancelFlyweight side(final BookSide value) {
        byteAt(SIDE, value.code());
        return this;
    }
}
