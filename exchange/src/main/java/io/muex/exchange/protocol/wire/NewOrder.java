package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/** A new order. The fields mean what the accessors of {@link NewOrderFlyweight} mean. */
public final class NewOrder extends Message {
    /** Name of the order, given by the session; unique among its live orders, 1 or more. */
    public long clOrdId;
    /** Lots, 1 or more. */
    public long quantity;
    /** Ticks; 0 = market order. */
    public long price;
    /** Ticks; 0 = not a stop order. */
    public long stopPrice;
    /** Nanoseconds since the epoch; used by and only by time in force GTD. */
    public long expireTimeNs;
    /** Instrument. */
    public int instrumentId;
    /** Buy or sell. */
    public Side side;
    /** None, AON, IOC or FOK. */
    public Conditions conditions = Conditions.NONE;
    /** When a resting order expires. */
    public TimeInForce timeInForce = TimeInForce.GTC;
    /** What gives way when the owner would trade with himself; NONE for a stop order. */
    public SelfTradePrevention selfTradePrevention = SelfTradePrevention.NONE;

    @Override
    public int templateId() {
        return NewOrderFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return NewOrderFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(clOrdId);
        out.writeLong(quantity);
        out.writeLong(price);
        out.writeLong(stopPrice);
        out.writeLong(expireTimeNs);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        out.writeUnsignedByte(conditions == null ? ABSENT : conditions.code());
        out.writeUnsignedByte(timeInForce == null ? ABSENT : timeInForce.code());
        out.writeUnsignedByte(selfTradePrevention == null ? ABSENT : selfTradePrevention.code());
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        clOrdId = in.readLong();
        quantity = in.readLong();
        price = in.readLong();
        stopPrice = in.readLong();
        expireTimeNs = in.readLong();
        instrumentId = in.readInt();
        side = Side.of(in.readUnsignedByte());
        conditions = Conditions.of(in.readUnsignedByte());
        timeInForce = TimeInForce.of(in.readUnsignedByte());
        selfTradePrevention = SelfTradePrevention.of(in.readUnsignedByte());
    }
}
