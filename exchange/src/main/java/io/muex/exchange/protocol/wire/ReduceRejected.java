package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.ReduceRejectedFlyweight;
import io.muex.exchange.protocol.RejectReason;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers ReduceOrder: refused, nothing changed. The fields mean what the accessors of {@link ReduceRejectedFlyweight}
 * mean.
 */
public final class ReduceRejected extends Message {
    /** As in the command. */
    public long clOrdId;
    /** Why. */
    public RejectReason reason = RejectReason.NONE;

    @Override
    public int templateId() {
        return ReduceRejectedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return ReduceRejectedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(clOrdId);
        out.writeUnsignedShort(reason == null ? 0 : reason.code());
        pad(out, 6);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        clOrdId = in.readLong();
        reason = RejectReason.of(in.readUnsignedShort());
        in.readSkip(6);
    }
}
