package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Ends the answer to QueryBook. */
public final class BookSnapshotFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 118;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 24;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int MARKET_PRICE = HEADER_LENGTH;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 8;
    private static final int BID_LEVELS = HEADER_LENGTH + 12;
    private static final int ASK_LEVELS = HEADER_LENGTH + 16;
    private static final int STATUS = HEADER_LENGTH + 20;

    /** Points this flyweight at a message to be read. */
    public BookSnapshotFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public BookSnapshotFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Ticks; 0 = not known. */
    public long marketPrice() {
        return longAt(MARKET_PRICE);
    }

    /** Sets {@link #marketPrice()}. */
    public BookSnapshotFlyweight marketPrice(final long value) {
        longAt(MARKET_PRICE, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public BookSnapshotFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Levels of the buy side that were sent. */
    public int bidLevels() {
        return intAt(BID_LEVELS);
    }

    /** Sets {@link #bidLevels()}. */
    public BookSnapshotFlyweight bidLevels(final int value) {
        intAt(BID_LEVELS, value);
        return this;
    }

    /** Levels of the sell side that were sent. */
    public int askLevels() {
        return intAt(ASK_LEVELS);
    }

    /** Sets {@link #askLevels()}. */
    public BookSnapshotFlyweight askLevels(final int value) {
        intAt(ASK_LEVELS, value);
        return this;
    }

    /** Of the instrument. Null if the message holds a number that means nothing. */
    public InstrumentStatus status() {
        return InstrumentStatus.of(byteAt(STATUS));
    }

    /** Sets {@link #status()}. */
    public BookSnapshotFlyweight status(final InstrumentStatus value) {
        byteAt(STATUS, value.code());
        return this;
    }
}
