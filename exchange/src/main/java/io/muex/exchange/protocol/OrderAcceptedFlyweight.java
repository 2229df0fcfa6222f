package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers NewOrder: the order is valid; fills and cancels follow. */
public final class OrderAcceptedFlyweight extends MessageFlyweight {
    /** Template id of this message in the schema. */
    public static final int TEMPLATE_ID = 101;
    /** Length of the block behind the header, in bytes. */
    public static final int BLOCK_LENGTH = 56;
    /** Length of the whole message, in bytes. */
    public static final int LENGTH = HEADER_LENGTH + BLOCK_LENGTH;

    private static final int ORDER_ID = HEADER_LENGTH;
    private static final int CL_ORD_ID = HEADER_LENGTH + 8;
    private static final int QUANTITY = HEADER_LENGTH + 16;
    private static final int PRICE = HEADER_LENGTH + 24;
    private static final int STOP_PRICE = HEADER_LENGTH + 32;
    private static final int EXPIRE_TIME_NS = HEADER_LENGTH + 40;
    private static final int INSTRUMENT_ID = HEADER_LENGTH + 48;
    private static final int SIDE = HEADER_LENGTH + 52;
    private static final int CONDITIONS = HEADER_LENGTH + 53;
    private static final int TIME_IN_FORCE = HEADER_LENGTH + 54;
    private static final int SELF_TRADE_PREVENTION = HEADER_LENGTH + 55;

    /** Points this flyweight at a message to be read. */
    public OrderAcceptedFlyweight wrap(final DirectBuffer source, final int offset) {
        wrapMessage(source, offset, LENGTH);
        return this;
    }

    /** Points this flyweight at memory to be written: writes the header and sets the block to zero. */
    public OrderAcceptedFlyweight wrapForWrite(final MutableDirectBuffer target, final int offset) {
        startMessage(target, offset, TEMPLATE_ID, BLOCK_LENGTH);
        return this;
    }

    /** Given by the exchange, dense from 1. */
    public long orderId() {
        return longAt(ORDER_ID);
    }

    /** Sets {@link #orderId()}. */
    public OrderAcceptedFlyweight orderId(final long value) {
        longAt(ORDER_ID, value);
        return this;
    }

    /** As in NewOrder. */
    public long clOrdId() {
        return longAt(CL_ORD_ID);
    }

    /** Sets {@link #clOrdId()}. */
    public OrderAcceptedFlyweight clOrdId(final long value) {
        longAt(CL_ORD_ID, value);
        return this;
    }

    /** Lots, as in NewOrder. */
    public long quantity() {
        return longAt(QUANTITY);
    }

    /** Sets {@link #quantity()}. */
    public OrderAcceptedFlyweight quantity(final long value) {
        longAt(QUANTITY, value);
        return this;
    }

    /** Ticks; 0 = market order. */
    public long price() {
        return longAt(PRICE);
    }

    /** Sets {@link #price()}. */
    public OrderAcceptedFlyweight price(final long value) {
        longAt(PRICE, value);
        return this;
    }

    /** Ticks; 0 = not a stop order. */
    public long stopPrice() {
        return longAt(STOP_PRICE);
    }

    /** Sets {@link #stopPrice()}. */
    public OrderAcceptedFlyweight stopPrice(final long value) {
        longAt(STOP_PRICE, value);
        return this;
    }

    /** Nanoseconds since the epoch at which it expires; 0 = never. */
    public long expireTimeNs() {
        return longAt(EXPIRE_TIME_NS);
    }

    /** Sets {@link #expireTimeNs()}. */
    public OrderAcceptedFlyweight expireTimeNs(final long value) {
        longAt(EXPIRE_TIME_NS, value);
        return this;
    }

    /** Instrument. */
    public int instrumentId() {
        return intAt(INSTRUMENT_ID);
    }

    /** Sets {@link #instrumentId()}. */
    public OrderAcceptedFlyweight instrumentId(final int value) {
        intAt(INSTRUMENT_ID, value);
        return this;
    }

    /** Buy or sell. Null if the message holds a number that means nothing. */
    public Side side() {
        return Side.of(byteAt(SIDE));
    }

    /** Sets {@link #side()}. */
    public OrderAcceptedFlyweight side(final Side value) {
        byteAt(SIDE, value.code());
        return this;
    }

    /** None, AON, IOC or FOK. Null if the message holds a number that means nothing. */
    public Conditions conditions() {
        return Conditions.of(byteAt(CONDITIONS));
    }

    /** Sets {@link #conditions()}. */
    public OrderAcceptedFlyweight conditions(final Conditions value) {
        byteAt(CONDITIONS, value.code());
        return this;
    }

    /** As in NewOrder. Null if the message holds a number that means nothing. */
    public TimeInForce timeInForce() {
        return TimeInForce.of(byteAt(TIME_IN_FORCE));
    }

    /** Sets {@link #timeInForce()}. */
    public OrderAcceptedFlyweight timeInForce(final TimeInForce value) {
        byteAt(TIME_IN_FORCE, value.code());
        return this;
    }

    /** As in NewOrder. Null if the message holds a number that means nothing. */
    public SelfTradePrevention selfTradePrevention() {
        return SelfTradePrevention.of(byteAt(SELF_TRADE_PREVENTION));
    }

    /** Sets {@link #selfTradePrevention()}. */
    public OrderAcceptedFlyweight selfTradePrevention(final SelfTradePrevention value) {
        byteAt(SELF_TRADE_PREVENTION, value.code());
        return this;
    }
}
