package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.ExchangeStartedFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Public: the exchange was started with these capacities. The fields mean what the accessors of {@link
 * ExchangeStartedFlyweight} mean.
 */
public final class ExchangeStarted extends Message {
    /** Live orders of all instruments together, 1 to 16,777,216. */
    public int maxOrders;
    /** Price levels of all instruments together, 1 to 16,777,216. */
    public int maxLevels;
    /** Largest instrument id, 1 to 4,096. */
    public int maxInstruments;
    /** Live orders of a session that has no limits of its own, 1 or more. */
    public int maxOpenOrders;
    /** Commands per second of a session that has no limits of its own; 0 = no limit. */
    public int maxCommandsPerSecond;
    /** Commands such a session may send at once; at least 1 where there is a rate. */
    public int maxCommandBurst;

    @Override
    public int templateId() {
        return ExchangeStartedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return ExchangeStartedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeInt(maxOrders);
        out.writeInt(maxLevels);
        out.writeInt(maxInstruments);
        out.writeInt(maxOpenOrders);
        out.writeInt(maxCommandsPerSecond);
        out.writeInt(maxCommandBurst);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        maxOrders = in.readInt();
        maxLevels = in.readInt();
        maxInstruments = in.readInt();
        maxOpenOrders = in.readInt();
        maxCommandsPerSecond = in.readInt();
        maxCommandBurst = in.readInt();
    }
}
