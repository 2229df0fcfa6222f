package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.MassCancelledFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers MassCancel and SessionDisconnected, after the OrderCancelled events. The fields mean what the accessors of
 * {@link MassCancelledFlyweight} mean.
 */
public final class MassCancelled extends Message {
    /** As in the command. */
    public long targetSession;
    /** Orders cancelled by this command. */
    public int cancelled;
    /** 1 = at least one more order matches but exceeds what one command may do: send it again; else 0. */
    public int remaining;
    /** As in the command. */
    public int instrumentId;
    /** As in the command; DISCONNECTED answers SessionDisconnected. */
    public MassCancelScope scope;
    /** As in the command. */
    public BookSide side = BookSide.BOTH;

    @Override
    public int templateId() {
        return MassCancelledFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return MassCancelledFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(targetSession);
        out.writeInt(cancelled);
        out.writeInt(remaining);
        out.writeInt(instrumentId);
        out.writeUnsignedByte(scope == null ? ABSENT : scope.code());
        out.writeUnsignedByte(side == null ? ABSENT : side.code());
        pad(out, 2);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        targetSession = in.readLong();
        cancelled = in.readInt();
        remaining = in.readInt();
        instrumentId = in.readInt();
        scope = MassCancelScope.of(in.readUnsignedByte());
        side = BookSide.of(in.readUnsignedByte());
        in.readSkip(2);
    }
}
