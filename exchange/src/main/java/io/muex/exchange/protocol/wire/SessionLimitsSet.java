package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.SessionLimitsSetFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers SetSessionLimits with what is valid. The fields mean what the accessors of {@link SessionLimitsSetFlyweight}
 * mean.
 */
public final class SessionLimitsSet extends Message {
    /** Whose limits, 1 or more. */
    public long targetSession;
    /** Sessions with the same owner count as one for self-trade prevention; 0 = the number of the session. */
    public long owner;
    /** Largest quantity of an order in lots; 0 = no limit. */
    public long maxQuantity;
    /** Largest quantity * price of an order in lots * ticks; 0 = no limit. */
    public long maxNotional;
    /** Largest sum of quantity * price over the live limit orders; 0 = no limit. */
    public long maxOpenNotional;
    /** Live orders, 0 or more. */
    public int maxOpenOrders;
    /** 0 = no limit. */
    public int maxCommandsPerSecond;
    /** Commands that may come at once; at least 1 where there is a rate. */
    public int maxCommandBurst;
    /** True = SessionDisconnected cancels the live orders. */
    public boolean cancelOnDisconnect;

    @Override
    public int templateId() {
        return SessionLimitsSetFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return SessionLimitsSetFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(targetSession);
        out.writeLong(owner);
        out.writeLong(maxQuantity);
        out.writeLong(maxNotional);
        out.writeLong(maxOpenNotional);
        out.writeInt(maxOpenOrders);
        out.writeInt(maxCommandsPerSecond);
        out.writeInt(maxCommandBurst);
        out.writeByte((byte) (cancelOnDisconnect ? 1 : 0));
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        targetSession = in.readLong();
        owner = in.readLong();
        maxQuantity = in.readLong();
        maxNotional = in.readLong();
        maxOpenNotional = in.readLong();
        maxOpenOrders = in.readInt();
        maxCommandsPerSecond = in.readInt();
        maxCommandBurst = in.readInt();
        cancelOnDisconnect = in.readByte() == 1;
        in.readSkip(3);
    }
}
