package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers SetSessionLimits with what is valid. */
public final class SessionLimitsSetFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 115;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 56;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int TARGET_SESSION = HEADER_LENGTH;
    private static final int OWNER = HEADER_LENGTH + 8;
    private static final int MAX_QUANTITY = HEADER_LENGTH + 16;
    private static final int MAX_NOTIONAL = HEADER_LENGTH + 24;
    private static final int MAX_OPEN_NOTIONAL = HEADER_LENGTH + 32;
    private static final int MAX_OPEN_ORDERS = HEADER_LENGTH + 40;
    private static final int MAX_COMMANDS_PER_SECOND = HEADER_LENGTH + 44;
    private static final int MAX_COMMAND_BURST = HEADER_LENGTH + 48;
    private static final int CANCEL_ON_DISCONNECT = HEADER_LENGTH + 52;

    /** Points this flyweight at a message to be read. */
    public SessionLimitsSetFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public SessionLimitsSetFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Whose limits, 1 or more. */
    public long targetSession() {
        return longAt(TARGET_SESSION);
    }

    /** Sets {@link #targetSession()}. */
    public SessionLimitsSetFlyweight targetSession(final long value) {
        longAt(TARGET_SESSION, value);
        return this;
    }

    /** Sessions with the same owner count as one for self-trade prevention; 0 = the number of the session. */
    public long owner() {
        return longAt(OWNER);
    }

    /** Sets {@link #owner()}. */
    public SessionLimitsSetFlyweight owner(final long value) {
        longAt(OWNER, value);
        return this;
    }

    /** Largest quantity of an order in lots; 0 = no limit. */
    public long maxQuantity() {
        return longAt(MAX_QUANTITY);
    }

    /** Sets {@link #maxQuantity()}. */
    public SessionLimitsSetFlyweight maxQuantity(final long value) {
        longAt(MAX_QUANTITY, value);
        return this;
    }

    /** Largest quantity * price of an order in lots * ticks; 0 = no limit. */
    public long maxNotional() {
        return longAt(MAX_NOTIONAL);
    }

    /** Sets {@link #maxNotional()}. */
    public SessionLimitsSetFlyweight maxNotional(final long value) {
        longAt(MAX_NOTIONAL, value);
        return this;
    }

    /** Largest sum of quantity * price over the live limit orders; 0 = no limit. */
    public long maxOpenNotional() {
        return longAt(MAX_OPEN_NOTIONAL);
    }

    /** Sets {@link #maxOpenNotional()}. */
    public SessionLimitsSetFlyweight maxOpenNotional(final long value) {
        longAt(MAX_OPEN_NOTIONAL, value);
        return this;
    }

    /** Live orders, 0 or more. */
    public int maxOpenOrders() {
        return intAt(MAX_OPEN_ORDERS);
    }

    /** Sets {@link #maxOpenOrders()}. */
    public SessionLimitsSetFlyweight maxOpenOrders(final int value) {
        intAt(MAX_OPEN_ORDERS, value);
        return this;
    }

    /** 0 = no limit. */
    public int maxCommandsPerSecond() {
        return intAt(MAX_COMMANDS_PER_SECOND);
    }

    /** Sets {@link #maxCommandsPerSecond()}. */
    public SessionLimitsSetFlyweight maxCommandsPerSecond(final int value) {
        intAt(MAX_COMMANDS_PER_SECOND, value);
        return this;
    }

    /** Commands that may come at once; at least 1 where there is a rate. */
    public int maxCommandBurst() {
        return intAt(MAX_COMMAND_BURST);
    }

    /** Sets {@link #maxCommandBurst()}. */
    public SessionLimitsSetFlyweight maxCommandBurst(final int value) {
        intAt(MAX_COMMAND_BURST, value);
        return this;
    }

    /** True = SessionDisconnected cancels the live orders. */
    public boolean cancelOnDisconnect() {
        return byteAt(CANCEL_ON_DISCONNECT) == 1;
    }

    /** Sets {@link #cancelOnDisconnect()}. */
    public SessionLimitsSetFlyweight cancelOnDisconnect(final boolean value) {
        byteAt(CANCEL_ON_DISCONNECT, value ? 1 : 0);
        return this;
    }

    boolean cancelOnDisconnectIsValid() {
        return byteAt(CANCEL_ON_DISCONNECT) <= 1;
    }
}
