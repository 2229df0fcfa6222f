package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.ReplaceRejectedFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers ReplaceOrder: refused, nothing changed. The fields mean what the accessors of {@link
 * ReplaceRejectedFlyweight} mean.
 */
public final class ReplaceRejected extends Message {
    /** As in the command. */
    public long clOrdId;
    /** Why. */
    public RejectReason reason = RejectReason.NONE;

    @Override
    public int templateId() {
        return ReplaceRejectedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return ReplaceRejectedFlyweight.BLOCK_LENGTH;
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
