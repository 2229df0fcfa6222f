package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.MassCancelScope;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Cancels many live orders in the order of their acceptance, a bounded number per command. The fields mean what the
 * accessors of {@link MassCancelFlyweight} mean.
 */
public final class MassCancel extends Message {
    /** Scope SESSION: whose orders; else 0. */
    public long targetSession;
    /** Only orders of this instrument; 0 = of all (not with scope INSTRUMENT). */
    public int instrumentId;
    /** Whose orders. */
    public MassCancelScope scope;
    /** Only orders of this side, or both. */
    public BookSide side = BookSide.BOTH;

    @Override
    public int templateId() {
        return MassCancelFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MassCancelFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(targetSession);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(scope == null ? ABSENT : scope.code());
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        pad(out, 2);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        targetSession = in.readLong();
        instrumentId = in.readInt();
        scope = MassCancelScope.of(in.readUnsignedByte());
        side = BookSide.of(in.readUnsignedByte());
        in.readSkip(2);
    }
}
