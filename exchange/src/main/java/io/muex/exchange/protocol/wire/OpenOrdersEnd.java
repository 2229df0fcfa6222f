package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/** Ends the answer to QueryOrders. The fields mean what the accessors of {@link OpenOrdersEndFlyweight} mean. */
public final class OpenOrdersEnd extends Message {
    /** How many OpenOrder events came before. */
    public int orders;
    /** 1 = there are more, with larger order ids than the last one sent: ask again after it; else 0. */
    public int remaining;

    @Override
    public int templateId() {
        return OpenOrdersEndFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return OpenOrdersEndFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeInt(orders);
        out.writeInt(remaining);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        orders = in.readInt();
        remaining = in.readInt();
    }
}
