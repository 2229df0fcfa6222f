package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers NewOrder: the order is valid; fills and cancels follow. The fields mean what the accessors of {@link
 * OrderAcceptedFlyweight} mean.
 */
public final class OrderAccepted extends Message {
    /** Given by the exchange, dense from 1. */
    public long orderId;
    /** As in NewOrder. */
    public long clOrdId;
    /** Lots, as in NewOrder. */
    public long quantity;
    /** Ticks; 0 = market order. */
    public long price;
    /** Ticks; 0 = not a stop order. */
    public long stopPrice;
    /** Nanoseconds since the epoch at which it expires; 0 = never. */
    public long expireTimeNs;
    /** Instrument. */
    public int instrumentId;
    /** Buy or sell. */
    public Side side;
    /** None, AON, IOC or FOK. */
    public Conditions conditions = Conditions.NONE;
    /** As in NewOrder. */
    public TimeInForce timeInForce = TimeInForce.GTC;
    /** As in NewOrder. */
    public SelfTradePrevention selfTradePrevention = SelfTradePrevention.NONE;

    @Override
    public int templateId() {
        return OrderAcceptedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OrderAcceptedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
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
        orderId = in.readLong();
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
