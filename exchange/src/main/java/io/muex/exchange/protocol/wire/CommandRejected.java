package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.CommandRejectedFlyweight;
import io.muex.exchange.protocol.RejectReason;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Answers any command that has no reject of its own, and every command that could not be decoded: refused, nothing
 * changed. The fields mean what the accessors of {@link CommandRejectedFlyweight} mean.
 */
public final class CommandRejected extends Message {
    /** Target session of the command, where it has one; else 0. */
    public long reference;
    /** Instrument of the command, where it has one; else 0. */
    public int instrumentId;
    /** Why. */
    public RejectReason reason = RejectReason.NONE;
    /** Template id of the command; 0 = not readable. */
    public int commandTemplateId;

    @Override
    public int templateId() {
        return CommandRejectedFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return CommandRejectedFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeLong(reference);
        out.writeInt(instrumentId);
        out.writeUnsignedShort(reason == null ? 0 : reason.code());
        out.writeUnsignedShort(commandTemplateId);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        reference = in.readLong();
        instrumentId = in.readInt();
        reason = RejectReason.of(in.readUnsignedShort());
        commandTemplateId = in.readUnsignedShort();
    }
}
