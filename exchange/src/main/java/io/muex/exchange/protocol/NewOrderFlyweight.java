package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A new order. */
public final class NewOrderFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 2;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 48;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int CL_ORD_ID = HEADER_LENGTH;
    private static final int QUANTITY = HEADER_LENGTH + 8;
    private static final int PRICE = HEADER_LENGTH + 16;
    private static final int STOP_PRICE = HEADER_LENGTH + 24;
    private static final int EXPIRE_TIME_NS = HEADER_LENGTH + 32;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 40;
    private static final int SIDE = HEADER_LENGTH + 44;
    private static final int CONDITIONS = HEADER_LENGTH + 45;
    private static final int TIME_IN_FORCE = HEADER_LENGTH + 46;
    private static final int SELF_TRADE_PREVENTION = HEADER_LENGTH + 47;

    /** Points this flyweight at a message to be read. */
    public NewOrderFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public NewOrderFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Name of the order, given by the session; unique among its live orders, 1 or more. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public NewOrderFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Lots, 1 or more. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public NewOrderFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }

    /** Ticks; 0 = market order. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public NewOrderFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Ticks; 0 = not a stop order. */
    public long stopPrice() {
        return longAt(STOP_PRICE);
    }

    /** Sets {@link #stopPrice()}. */
    public NewOrderFlyweight stopPrice(final long value) {
        longAt(STOP_PRICE, value);
        return this;
    }

    /** Nanoseconds since the epoch; used by and only by time in force GTD. */
    public long expireTimeNs() {
        return longAt(EXPIRE_TIME_NS);
    }

    /** Sets {@link #expireTimeNs()}. */
    public NewOrderFlyweight expireTimeNs(final long value) {
        longAt(EXPIRE_TIME_NS, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public NewOrderFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Buy or sell. Null if the message holds a number that means nothing. */
    public Side side() {
        return Side.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public NewOrderFlyweight side(final Side value) {
        byteAt(SIDE, value.code());
        return this;
    }

    /** None, AON, IOC or FOK. Null if the message holds a number that means nothing. */
    public Conditions conditions() {
        return Conditions.of(byteAt(CONDITIONS));
    }

    /** Sets {@link #conditions()}. */
    public NewOrderFlyweight conditions(final Conditions value) {
        byteAt(CONDITIONS, value.code());
        return this;
    }

    /** When a resting order expires. Null if the message holds a number that means nothing. */
    public TimeInForce timeInForce() {
        return TimeInForce.of(byteAt(TIME_IN_FORCE));
    }

    /** Sets {@link #timeInForce()}. */
    public NewOrderFlyweight timeInForce(final TimeInForce value) {
        byteAt(TIME_IN_FORCE, value.code());
        return this;
    }

    /**
     * What gives way when the owner would trade with himself; NONE for a stop order. Null if the message holds a number
     * that means nothing.
     */
    public SelfTradePrevention selfTradePrevention() {
        return SelfTradePrevention.of(byteAt(SELF_TRADE_PREVENTION));
    }

    /** Sets {@link #selfTradePrevention()}. */
    public NewOrderFlyweight selfTradePrevention(final SelfTradePrevention value) {
        byteAt(SELF_TRADE_PREVENTION, value.code());
        return this;
    }
}
