package io.muex.mu.fabric.shm;

import org.agrona.UnsafeApi;

import io.muex.mu.fabric.local.DelegatingMemory;

/**
 * Mapped memory whose release stores become visible late, as the processor allows and a busy one does: before some of
 * them it stores to many cold lines of private memory, which the store buffer has to drain first, while later loads go
 * ahead. Only a full fence makes them wait. Without its fences it is the defect that the stress must find. One thread.
 */
final class LateMemory extends DelegatingMemory {
    /** Every release store may be late. */
    static final long ANY_ADDRESS = 0;

    private static final int COLD_STORES = 48;
    private static final int COLD_BYTES = 1 << 26;
    private static final long STEP_BYTES = 1_000_003L * 64;

    private final boolean fences;
    private final long lateAddress;
    private final int lateEvery;
    private final long cold;
    private long coldOffset;
    private int releases;

    /**
     * Makes one.
     *
     * @param fences      false: the full fence does nothing.
     * @param lateAddress the word whose stores are late, or {@link #ANY_ADDRESS}.
     * @param lateEvery   one of how many such stores is late.
     */
    LateMemory(final boolean fences, final long lateAddress, final int lateEvery) {
        super(new MappedMemory());
        this.fences = fences;
        this.lateAddress = lateAddress;
        this.lateEvery = lateEvery;
        this.cold = UnsafeApi.allocateMemory(COLD_BYTES);
        UnsafeApi.setMemory(cold, COLD_BYTES, (byte) 0);
    }

    /** Gives the private memory back. */
    void free() {
        UnsafeApi.freeMemory(cold);
    }

    @Override
    public void putRelease(final long address, final long value) {
        if ((lateAddress == ANY_ADDRESS || lateAddress == address) && ++releases % lateEvery == 0) {
            for (int i = 0; i < COLD_STORES; i++) {
                coldOffset = (coldOffset + STEP_BYTES) % COLD_BYTES;
                memory.putRelease(cold + coldOffset, value);
            }
        }
        memory.putRelease(address, value);
    }

    @Override
    public void fullFence() {
        if (fences) {
            memory.fullFence();
        }
    }
}
