package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * One live order, part of an answer to QueryOrders. The fields mean what the accessors of {@link OpenOrderFlyweight}
 * mean.
 */
public final class OpenOrder extends Message {
    /** Order. */
    public long orderId;
    /** Its name. */
    public long clOrdId;
    /** Lots open. */
    public long leavesQuantity;
    /** Ticks; 0 = market order. */
    public long price;
    /** Ticks; 0 = not waiting for a price. */
    public long stopPrice;
    /** Nanoseconds since the epoch; 0 = never. */
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
        return OpenOrderFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OpenOrderFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
        out.writeLong(clOrdId);
        out.writeLong(leavesQuantity);
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
        leavesQuantity = in.readLong();
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
