package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.QueryOrdersFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Asks for the live orders of the sending session: answered by OpenOrder events and one OpenOrdersEnd. The fields mean
 * what the accessors of {@link QueryOrdersFlyweight} mean.
 */
public final class QueryOrders extends Message {
    /** Only orders with a larger order id; 0 = all. Use it to page. */
    public long afterOrderId;

    @Override
    public int templateId() {
        return QueryOrdersFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return QueryOrdersFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(afterOrderId);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        afterOrderId = in.readLong();
    }
}
