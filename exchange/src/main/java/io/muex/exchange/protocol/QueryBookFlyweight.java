package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Asks for the visible book as of this place in the log: answered by BookLevel events and one BookSnapshot. */
public final class QueryBookFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 7;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 8;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int INSTRUMENT_ID = HEADER_LENGTH;
    private static final int LEVELS = HEADER_LENGTH + 4;

    /** Points this flyweight at a message to be read. */
    public QueryBookFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public QueryBookFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public QueryBookFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Price levels per side, 1 or more; at most 64 are answered. */
    public int levels() {
        return intAt(LEVELS);
    }

    /** Sets {@link #levels()}. */
    public QueryBookFlyweight levels(final int value) {
        intAt(LEVELS, value);
        return this;
    }
}
