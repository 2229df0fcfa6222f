package io.muex.mu.fabric.local;

import io.muex.mu.fabric.Memory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Does what another memory does. What a test changes of that, it overrides. */
public abstract class DelegatingMemory implements Memory {
    protected final Memory memory;

    protected DelegatingMemory(final Memory memory) {
        this.memory = memory;
    }

    @Override
    public long getPlain(final long address) {
        return memory.getPlain(address);
    }

    @Override
    public void putPlain(final long address, final long value) {
        memory.putPlain(address, value);
    }

    @Override
    public long getOpaque(final long address) {
        return memory.getOpaque(address);
    }

    @Override
    public long getAcquire(final long address) {
        return memory.getAcquire(address);
    }

    @Override
    public void putRelease(final long address, final long value) {
        memory.putRelease(address, value);
    }

    @Override
    public void fullFence() {
        memory.fullFence();
    }

    @Override
    public void copyIn(final long address, final DirectBuffer source, final int offset, final int length) {
        memory.copyIn(address, source, offset, length);
    }

    @Override
    public void copyOut(final long address, final MutableDirectBuffer target, final int offset, final int length) {
        memory.copyOut(address, target, offset, length);
    }
}
