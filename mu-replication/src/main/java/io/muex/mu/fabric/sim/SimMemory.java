package io.muex.mu.fabric.sim;

import io.muex.mu.fabric.Memory;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Memory whose stores become visible when the simulator says so. An address is {@code region number << 32 | offset}.
 * One thread.
 */
public final class SimMemory implements Memory {
    /** Told of every operation, so that it can let somebody else run first. */
    public interface Scheduling {
        /** A memory operation of the running fiber is about to happen. */
        void beforeOperation();

        /** A number from 0 to {@code bound - 1}, drawn from the seed. */
        int draw(int bound);
    }

    /** Told of stores: what checkers look at. Must not use the memory but through {@link #visible}. */
    public interface Watcher {
        /** A store became visible to all. */
        void onVisible(long address, long value, Processor by);

        /** The running thread has made a release store, visible to others or not. */
        void onRelease(long address, long value);
    }

    private static final int REGION_SHIFT = 32;
    private static final long OFFSET_MASK = (1L << REGION_SHIFT) - 1;
    private long[][] regions = new long[64][];
    /** The number that the next region gets; none has number 0. */
    private int next = 1;
    private final Scheduling scheduling;
    private final int laziness;
    private Processor running;
    private Watcher watcher;

    /**
     * Memory scheduled by {@code scheduling}.
     *
     * @param laziness one in so many operations lets earlier stores of the same thread become visible; the rest waits
     *                 for a fence or for the buffer to be full
     */
    public SimMemory(final Scheduling scheduling, final int laziness) {
        this.scheduling = scheduling;
        this.laziness = laziness;
    }

    /** Who is told of stores. */
    public void watch(final Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** The number of the region that an address lies in: 1, 2, ... in the order of allocation. */
    public static int region(final long address) {
        return (int) (address >>> REGION_SHIFT);
    }

    /** The offset of an address in its region. */
    public static int offset(final long address) {
        return (int) (address & OFFSET_MASK);
    }

    /** A new region of zeros; its address is never given to another one. */
    public long allocate(final long lengthBytes) {
        if (next == regions.length) {
            regions = Arrays.copyOf(regions, 2 * next);
        }
        regions[next] = new long[(int) (lengthBytes / Long.BYTES)];
        return (long) next++ << REGION_SHIFT;
    }

    /** Gives a region's memory back; it must not be used any more. */
    public void free(final long address) {
        regions[region(address)] = null;
    }

    /** The processor whose operations follow. */
    public void run(final Processor processor) {
        running = processor;
    }

    /** Everything that a processor has stored becomes visible: a fence, or its end. */
    public void drain(final Processor processor) {
        while (processor.count() > 0) {
            leave(processor, 0);
        }
    }

    /** What others see at an address at this moment. For checkers. */
    public long visible(final long address) {
        return regions[region(address)][offset(address) >>> 3];
    }

    /** Damages visible memory. For fault plans. */
    public void scribble(final long address, final long value) {
        regions[region(address)][offset(address) >>> 3] = value;
    }

    private void leave(final Processor processor, final int position) {
        final long address = processor.address(position);
        final long value = processor.value(position);
        scribble(address, value);
        processor.remove(position);
        if (watcher != null) {
            watcher.onVisible(address, value, processor);
        }
    }

    private void drainSome() {
        final Processor processor = running;
        if (processor.count() > 0 && scheduling.draw(laziness) == 0) {
            for (int n = scheduling.draw(3); n >= 0 && processor.count() > 0; n--) {
                final int position = scheduling.draw(processor.count());
                leave(processor, processor.mayLeave(position) ? position : 0);
            }
        }
    }

    private void store(final long address, final long value, final boolean release) {
        scheduling.beforeOperation();
        drainSome();
        if (running.isFull()) {
            leave(running, 0);
        }
        running.add(address, value, release);
        if (release && watcher != null) {
            watcher.onRelease(address, value);
        }
    }

    private long load(final long address) {
        scheduling.beforeOperation();
        drainSome();
        final int own = running.latest(address);
        return own >= 0 ? running.value(own) : visible(address);
    }

    @Override
    public long getPlain(final long address) {
        return load(address);
    }

    @Override
    public void putPlain(final long address, final long value) {
        store(address, value, false);
    }

    @Override
    public long getOpaque(final long address) {
        return load(address);
    }

    @Override
    public long getAcquire(final long address) {
        return load(address);
    }

    @Override
    public void putRelease(final long address, final long value) {
        store(address, value, true);
    }

    @Override
    public void fullFence() {
        scheduling.beforeOperation();
        drain(running);
    }

    @Override
    public void copyIn(final long address, final DirectBuffer source, final int offset, final int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            store(address + i, source.getLong(offset + i, ByteOrder.LITTLE_ENDIAN), false);
        }
    }

    @Override
    public void copyOut(final long address, final MutableDirectBuffer target, final int offset, final int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            target.putLong(offset + i, load(address + i), ByteOrder.LITTLE_ENDIAN);
        }
    }
}
