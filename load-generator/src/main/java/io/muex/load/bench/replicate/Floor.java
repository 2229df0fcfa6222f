package io.muex.load.bench.replicate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.HdrHistogram.Histogram;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What cannot be saved: the same bytes with a checksum copied into rings of a leader and its followers, published, one
 * full fence, one permission word read for each; nothing else. Written apart from the product on purpose, so that
 * tuning the one never moves the other. The memory is private and nobody reads it. One thread.
 */
final class Floor implements AutoCloseable {
    private static final int HEADER = 48;
    private static final int INTEGRITY = 16;
    private static final int IMAGE = 24;
    private static final int STUB_COPY_BYTES = 256;
    private static final int LINE = 128;

    private final int copies;
    private final int slots;
    private final int slotLength;
    private final long[] rings;
    private final ByteBuffer bytes;
    private final UnsafeBuffer entry;
    private final CRC32C crc = new CRC32C();
    private long index;

    Floor(final int copies, final int slots, final int slotLength) {
        this.copies = copies;
        this.slots = slots;
        this.slotLength = slotLength;
        this.rings = new long[copies];
        for (int i = 0; i < copies; i++) {
            rings[i] = UnsafeApi.allocateMemory(ringBytes());
            UnsafeApi.setMemory(rings[i], ringBytes(), (byte) 0);
        }
        this.bytes = ByteBuffer.allocateDirect(slotLength).order(ByteOrder.LITTLE_ENDIAN);
        this.entry = new UnsafeBuffer(bytes);
    }

    private long ringBytes() {
        return LINE + (long) slots * slotLength;
    }

    /** Two readings of the clock, one right after the other. */
    static void timer(final Histogram into, final long forNs) {
        final long end = System.nanoTime() + forNs;
        long now;
        do {
            final long before = System.nanoTime();
            now = System.nanoTime();
            into.recordValue(now - before);
        } while (now - end < 0);
    }

    /** Copies with a checksum over header and payload. */
    void checksummed(final UnsafeBuffer payload, final int length, final Histogram into, final long forNs) {
        run(true, payload, length, into, forNs);
    }

    /** Copies whose last byte says that they are whole, as in the paper. */
    void withCanary(final UnsafeBuffer payload, final int length, final Histogram into, final long forNs) {
        run(false, payload, length, into, forNs);
    }

    private void run(final boolean checksum, final UnsafeBuffer payload, final int length, final Histogram into,
                     final long forNs) {
        final long end = System.nanoTime() + forNs;
        long now;
        do {
            final long before = System.nanoTime();
            final boolean stands = checksum ? appendChecksummed(payload, length) : appendCanary(payload, length);
            now = System.nanoTime();
            if (!stands) {
                throw new IllegalStateException("nobody revokes this permission");
            }
            into.recordValue(now - before);
        } while (now - end < 0);
    }

    private boolean appendChecksummed(final UnsafeBuffer payload, final int length) {
        final int imageEnd = encode(payload, length);
        bytes.limit(imageEnd).position(IMAGE);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        entry.putLong(INTEGRITY, crc.getValue());
        for (int i = 0; i < copies; i++) {
            final long slot = slot(rings[i]);
            copy(slot + Long.BYTES, imageEnd - Long.BYTES);
            UnsafeApi.putLongRelease(null, slot, index + 1);
        }
        return complete();
    }

    private boolean appendCanary(final UnsafeBuffer payload, final int length) {
        final int imageEnd = encode(payload, length);
        for (int i = 0; i < copies; i++) {
            final long slot = slot(rings[i]);
            copy(slot + Long.BYTES, imageEnd - Long.BYTES);
            UnsafeApi.putByteRelease(null, slot + imageEnd, (byte) 1);
        }
        return complete();
    }

    private int encode(final UnsafeBuffer payload, final int length) {
        entry.putLong(8, index);
        entry.putLong(24, 1);
        entry.putLong(32, index);
        entry.putLong(40, length);
        entry.putBytes(HEADER, payload, 0, length);
        return HEADER + (length + 7 & -8);
    }

    private boolean complete() {
        UnsafeApi.fullFence();
        boolean stands = true;
        for (int i = 0; i < copies; i++) {
            stands &= UnsafeApi.getLongOpaque(null, rings[i]) == 0;
        }
        index++;
        return stands;
    }

    private long slot(final long ring) {
        return ring + LINE + (index & slots - 1) * slotLength;
    }

    private void copy(final long target, final int length) {
        final long source = entry.addressOffset() + Long.BYTES;
        if (length < STUB_COPY_BYTES) {
            for (int i = 0; i < length; i += Long.BYTES) {
                UnsafeApi.putLong(target + i, UnsafeApi.getLong(source + i));
            }
        } else {
            UnsafeApi.copyMemory(source, target, length);
        }
    }

    /** Seconds as nanoseconds. */
    static long ns(final double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public void close() {
        for (final long ring : rings) {
            UnsafeApi.freeMemory(ring);
        }
    }
}
