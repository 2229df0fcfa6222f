package io.muex.mu.fabric.local;

import io.muex.mu.fabric.Memory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/** Memory of this process, for stepping a whole cluster on one thread. */
public final class PlainMemory implements Memory {
    @Override
    public long getPlain(final long address) {
        return UnsafeApi.getLong(address);
    }

    @Override
    public void putPlain(final long address, final long value) {
        UnsafeApi.putLong(address, value);
    }

    @Override
    public long getOpaque(final long address) {
        return UnsafeApi.getLong(address);
    }

    @Override
    public long getAcquire(final long address) {
        return UnsafeApi.getLong(address);
    }

    @Override
    public void putRelease(final long address, final long value) {
        UnsafeApi.putLong(address, value);
    }

    @Override
    public void fullFence() {
        UnsafeApi.fullFence();
    }

    @Override
    public void copyIn(final long address, final DirectBuffer source, final int offset, final int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            UnsafeApi.putLong(address + i, source.getLong(offset + i));
        }
    }

    @Override
    public void copyOut(final long address, final MutableDirectBuffer target, final int offset, final int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            target.putLong(offset + i, UnsafeApi.getLong(address + i));
        }
    }
}
