package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.Side;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * One side of a trade. Every trade gives two of these, the active order's first, each to the session of its order. The
 * fields mean what the accessors of {@link FillFlyweight} mean.
 */
public final class Fill extends Message {
    /** Order of this session. */
    public long orderId;
    /** Its name. */
    public long clOrdId;
    /** Given by the exchange, dense from 1; the same in both events of a trade. */
    public long tradeId;
    /** The other order. */
    public long counterpartyOrderId;
    /** Lots traded. */
    public long quantity;
    /** Ticks. */
    public long price;
    /** Lots still open; 0 = the order is gone. */
    public long leavesQuantity;
    /** Instrument. */
    public int instrumentId;
    /** Of this order. */
    public Side side;
    /** Whether this order was the active one. */
    public FillRole role;

    @Override
    public int templateId() {
        return FillFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return FillFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(orderId);
        out.writeLong(clOrdId);
        out.writeLong(tradeId);
        out.writeLong(counterpartyOrderId);
        out.writeLong(quantity);
        out.writeLong(price);
        out.writeLong(leavesQuantity);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        out.writeUnsignedByte(role == null ? ABSENT : role.code());
        pad(out, 2);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        orderId = in.readLong();
        clOrdId = in.readLong();
        tradeId = in.readLong();
        counterpartyOrderId = in.readLong();
        quantity = in.readLong();
        price = in.readLong();
        leavesQuantity = in.readLong();
        instrumentId = in.readInt();
        side = Side.of(in.readUnsignedByte());
        role = FillRole.of(in.readUnsignedByte());
        in.readSkip(2);
    }
}
