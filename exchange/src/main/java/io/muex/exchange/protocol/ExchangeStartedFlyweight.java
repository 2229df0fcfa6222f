package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Public: the exchange was started with these capacities. */
public final class ExchangeStartedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 123;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 24;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int MAX_ORDERS = HEADER_LENGTH;
    private static final int MAX_LEVELS = HEADER_LENGTH + 4;
    private static final int MAX_INSTRUMENTS = HEADER_LENGTH + 8;
    private static final int MAX_OPEN_ORDERS = HEADER_LENGTH + 12;
    private static final int MAX_COMMANDS_PER_SECOND = HEADER_LENGTH + 16;
    private static final int MAX_COMMAND_BURST = HEADER_LENGTH + 20;

    /** Points this flyweight at a message to be read. */
    public ExchangeStartedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public ExchangeStartedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Live orders of all instruments together, 1 to 16,777,216. */
    public int maxOrders() {
        return intAt(MAX_ORDERS);
    }

    /** Sets {@link #maxOrders()}. */
    public ExchangeStartedFlyweight maxOrders(final int value) {
        intAt(MAX_ORDERS, value);
        return this;
    }

    /** Price levels of all instruments together, 1 to 16,777,216. */
    public int maxLevels() {
        return intAt(MAX_LEVELS);
    }

    /** Sets {@link #maxLevels()}. */
    public ExchangeStartedFlyweight maxLevels(final int value) {
        intAt(MAX_LEVELS, value);
        return this;
    }

    /** Largest instrument id, 1 to 4,096. */
    public int maxInstruments() {
        return intAt(MAX_INSTRUMENTS);
    }

    /** Sets {@link #maxInstruments()}. */
    public ExchangeStartedFlyweight maxInstruments(final int value) {
        intAt(MAX_INSTRUMENTS, value);
        return this;
    }

    /** Live orders of a session that has no limits of its own, 1 or more. */
    public int maxOpenOrders() {
        return intAt(MAX_OPEN_ORDERS);
    }

    /** Sets {@link #maxOpenOrders()}. */
    public ExchangeStartedFlyweight maxOpenOrders(final int value) {
        intAt(MAX_OPEN_ORDERS, value);
        return this;
    }

    /** Commands per second of a session that has no limits of its own; 0 = no limit. */
    public int maxCommandsPerSecond() {
        return intAt(MAX_COMMANDS_PER_SECOND);
    }

    /** Sets {@link #maxCommandsPerSecond()}. */
    public ExchangeStartedFlyweight maxCommandsPerSecond(final int value) {
        intAt(MAX_COMMANDS_PER_SECOND, value);
        return this;
    }

    /** Commands such a session may send at once; at least 1 where there is a rate. */
    public int maxCommandBurst() {
        return intAt(MAX_COMMAND_BURST);
    }

    /** Sets {@link #maxCommandBurst()}. */
    public ExchangeStartedFlyweight maxCommandBurst(final int value) {
        intAt(MAX_COMMAND_BURST, value);
        return this;
    }
}
