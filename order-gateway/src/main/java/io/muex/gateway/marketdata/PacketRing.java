package io.muex.gateway.marketdata;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The latest increments, oldest forgotten first when room runs out. Packets have positions that rise by one; they are
 * found by sequence number too. Allocates when made. One thread.
 */
final class PacketRing {
    private final UnsafeBuffer bytes;
    private final int byteMask;
    private final long[] seqs;
    private final long[] previous;
    private final long[] starts;
    private final int[] lengths;
    private final int mask;
    private long first;
    private long next;
    private long tail;

    /** Both are powers of two. */
    PacketRing(final int maxPackets, final int maxBytes) {
        bytes = new UnsafeBuffer(new byte[maxBytes]);
        byteMask = maxBytes - 1;
        seqs = new long[maxPackets];
        previous = new long[maxPackets];
        starts = new long[maxPackets];
        lengths = new int[maxPackets];
        mask = maxPackets - 1;
    }

    /** Position of the oldest packet; {@link #next()} if there is none. */
    long first() {
        return first;
    }

    /** Position that the next packet will get. */
    long next() {
        return next;
    }

    boolean isEmpty() {
        return first == next;
    }

    boolean isHeld(final long position) {
        return position >= first && position < next;
    }

    long seq(final long position) {
        return seqs[(int) position & mask];
    }

    long previous(final long position) {
        return previous[(int) position & mask];
    }

    DirectBuffer buffer() {
        return bytes;
    }

    int offset(final long position) {
        return (int) starts[(int) position & mask] & byteMask;
    }

    int length(final long position) {
        return lengths[(int) position & mask];
    }

    /** True if a packet can be appended without another being forgotten. */
    boolean hasRoom(final int length) {
        final long start = startOf(length);
        return next - first < seqs.length
            && (isEmpty() || start + length - starts[(int) first & mask] <= bytes.capacity());
    }

    /** Appends an INCREMENT. */
    void append(final DirectBuffer buffer, final int offset, final int length) {
        final long start = startOf(length);
        while (first < next && (next - first == seqs.length
            || start + length - starts[(int) first & mask] > bytes.capacity())) {
            first++;
        }
        bytes.putBytes((int) start & byteMask, buffer, offset, length);
        final int index = (int) next & mask;
        seqs[index] = FeedLink.seq(buffer, offset);
        previous[index] = FeedLink.previous(buffer, offset);
        starts[index] = start;
        lengths[index] = length;
        tail = start + length;
        next++;
    }

    /** Packets do not cross the end of the ring. */
    private long startOf(final int length) {
        final int room = bytes.capacity() - ((int) tail & byteMask);
        return length > room ? tail + room : tail;
    }

    void forgetFirst() {
        first++;
    }

    void clear() {
        first = next;
    }

    /** Position of the first packet whose sequence number is larger than {@code seq}. */
    long after(final long seq) {
        long low = first;
        long high = next;
        while (low < high) {
            final long middle = low + high >>> 1;
            if (seq(middle) <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
