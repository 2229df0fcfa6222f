package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Answers any command that has no reject of its own, and every command that could not be decoded: refused, nothing
 * changed.
 */
public final class CommandRejectedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 122;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 16;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int REFERENCE = HEADER_LENGTH;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 8;
    private static final int REASON = HEADER_LENGTH + 12;
    private static final int COMMAND_TEMPLATE_ID = HEADER_LENGTH + 14;

    /** Points this flyweight at a message to be read. */
    public CommandRejectedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public CommandRejectedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Target session of the command, where it has one; else 0. */
    public long reference() {
        return longAt(REFERENCE);
    }

    /** Sets {@link #reference()}. */
    public CommandRejectedFlyweight reference(final long value) {
        longAt(REFERENCE, value);
        return this;
    }

    /** Instrument of the command, where it has one; else 0. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public CommandRejectedFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Why. Null if the message holds a number that means nothing. */
    public RejectReason reason() {
        return RejectReason.of(shortAt(REASON));
    }

    /** Sets {@link #reason()}. */
    public CommandRejectedFlyweight reason(final RejectReason value) {
        shortAt(REASON, value.code());
        return this;
    }

    /** Template id of the command; 0 = not readable. */
    public int commandTemplateId() {
        return shortAt(COMMAND_TEMPLATE_ID);
    }

    /** Sets {@link #commandTemplateId()}. */
    public CommandRejectedFlyweight commandTemplateId(final int value) {
        shortAt(COMMAND_TEMPLATE_ID, value);
        return this;
    }
}
