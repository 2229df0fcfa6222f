package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.SetInstrumentStatusFlyweight;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * Operator: halts or resumes an instrument. While halted, orders can only be cancelled or reduced. The fields mean what
 * the accessors of {@link SetInstrumentStatusFlyweight} mean.
 */
public final class SetInstrumentStatus extends Message {
    /** Instrument. */
    public int instrumentId;
    /** OPEN or HALTED. */
    public InstrumentStatus status;

    @Override
    public int templateId() {
        return SetInstrumentStatusFlyweight.TEMPLATE_ID;
    }

    @Override
    public int blockLength() {
        return SetInstrumentStatusFlyweight.BLOCK_LENGTH;
    }

    @Override
    void writeBlock(final BytesOut<?> out) {
        out.writeInt(instrumentId);
        out.writeUnsignedByte(status == null ? ABSENT : status.code());
        pad(out, 3);
    }

    @Override
    void readBlock(final BytesIn<?> in) {
        instrumentId = in.readInt();
        status = InstrumentStatus.of(in.readUnsignedByte());
        in.readSkip(3);
    }
}
