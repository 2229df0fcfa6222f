package io.muex.mu.session;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The latest events, numbered without a gap from 1, in one ring of bytes: appended once, read in place by any number of
 * cursors, forgotten oldest first when events or bytes run out. Also keeps the rolling hash over every event ever
 * published. Replication thread only.
 * <p>
 * Positions count bytes since event 1 and never wrap; an event lies at its position modulo the (power of two) capacity
 * and never across the end of the ring: what is left there is zeroed and skipped, so that two replicas with the same
 * events write the same snapshot. Retention is a pure function of the events, hence the same at every replica, restored
 * ones included.
 * <p>
 * Hash: over every word w of every event in order, {@code h = rotateLeft((h ^ w) * P, 27) * Q + R}. Multiplication
 * by odd constants and rotation are invertible, so a single differing word always gives a differing hash and a
 * difference never heals by itself.
 */
public final class EventRing {
    private static final long P = 0x9E3779B97F4A7C15L;
    private static final long Q = 0xC2B2AE3D27D4EB4FL;
    private static final long R = 0x165667B19E3779F9L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
    private long[] positions = new long[0];
    private int capacity;
    private long first = 1;
    private long next = 1;
    private long tail;
    private long published;
    private long hashed;
    private long hash = P;

    /** The oldest event that can still be read; {@code lastEventSeq() + 1} if there is none. */
    public long firstRetained() {
        return first;
    }

    /** The newest event, 0 before the first. */
    public long lastEventSeq() {
        return published;
    }

    /** True if the event can be read. */
    public boolean isRetained(final long eventSeq) {
        return eventSeq >= first && eventSeq <= published;
    }

    /** Offset in {@link #buffer()} of a retained event, its envelope first. */
    public int offset(final long eventSeq) {
        return (int) positions[index(eventSeq)] & capacity - 1;
    }

    /** Length of a retained event in bytes: envelope, body and padding. */
    public int length(final long eventSeq) {
        return EventEnvelope.length(buffer, offset(eventSeq));
    }

    /** The memory of the events; the same object for the life of the ring. Read only. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Hash over all published events. */
    public long hash() {
        return hash;
    }

    /** Folds {@code length} bytes (a multiple of 8) from {@code offset} into {@code hash}. Any thread. */
    public static long hash(final long hash, final DirectBuffer buffer, final int offset, final int length) {
        long h = hash;
        for (int i = offset, end = offset + length; i < end; i += Long.BYTES) {
            h = Long.rotateLeft((h ^ buffer.getLong(i, ByteOrder.LITTLE_ENDIAN)) * P, 27) * Q + R;
        }
        return h;
    }

    MutableDirectBuffer writable() {
        return buffer;
    }

    /** Makes the ring empty, with room for {@code maxEvents} events in {@code bytes} bytes, both powers of two. */
    void reset(final int maxEvents, final int bytes) {
        if (positions.length != maxEvents) {
            positions = new long[maxEvents];
        }
        if (capacity != bytes) {
            buffer.wrap(new byte[bytes]);
            capacity = bytes;
        }
        first = 1;
        next = 1;
        tail = 0;
        published = 0;
        hashed = 0;
        hash = P;
    }

    /**
     * Appends an event with a zeroed body, not yet published.
     *
     * @return its number
     */
    long append(final long session, final long number, final long timestampNs, final int kind, final int bodyLength) {
        final int length = EventEnvelope.lengthOf(bodyLength);
        if (bodyLength < 0 || length > EventEnvelope.MAX_LENGTH) {
            throw new IllegalArgumentException("event body of " + bodyLength + " bytes");
        }
        final int room = capacity - ((int) tail & capacity - 1);
        if (length > room) {
            makeRoom(room);
            buffer.setMemory((int) tail & capacity - 1, room, (byte) 0);
            tail += room;
        }
        makeRoom(length);
        if (next - first == positions.length) {
            forgetFirst();
        }
        final long seq = next++;
        final int offset = (int) tail & capacity - 1;
        positions[index(seq)] = tail;
        tail += length;
        EventEnvelope.encode(buffer, offset, seq, session, number, timestampNs, kind, bodyLength);
        for (int i = offset + EventEnvelope.HEADER_LENGTH; i < offset + length; i += Long.BYTES) {
            buffer.putLong(i, 0);
        }
        return seq;
    }

    /** Offset of the body of an event just appended. */
    int bodyOffset(final long eventSeq) {
        return offset(eventSeq) + EventEnvelope.HEADER_LENGTH;
    }

    /**
     * Sets flags of an event not yet published.
     *
     * @return false if the running command has emitted so much since that the event is gone already
     */
    boolean mark(final long eventSeq, final int flags) {
        if (eventSeq < first) {
            return false;
        }
        EventEnvelope.mark(buffer, offset(eventSeq), flags);
        return true;
    }

    /** Marks the end of the command, hashes and shows everything appended. */
    void publish() {
        if (next - 1 > published) {
            final int last = offset(next - 1);
            EventEnvelope.mark(buffer, last, EventEnvelope.flags(buffer, last) | EventEnvelope.END);
        }
        while (hashed < next - 1) {
            hashNext();
        }
        published = next - 1;
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putLong(first);
        out.putLong(published);
        out.putLong(hash);
        out.putLong(tail);
        final long from = first <= published ? positions[index(first)] : tail;
        out.putLong(from);
        long position = from;
        while (position < tail) {
            final int run = run(position);
            out.putBytes(buffer, (int) position & capacity - 1, run);
            position += run;
        }
    }

    /** Reads back what {@link #writeSnapshot} wrote, into a ring {@link #reset} to the same capacities. */
    void loadSnapshot(final SnapshotReader in) {
        first = in.getLong();
        published = in.getLong();
        hash = in.getLong();
        tail = in.getLong();
        next = published + 1;
        hashed = published;
        final long from = in.getLong();
        if (tail - from < 0 || tail - from > capacity || next - first < 0 || next - first > positions.length) {
            throw new IllegalStateException("snapshot of events " + first + " to " + published + " does not fit");
        }
        long position = from;
        while (position < tail) {
            final int run = run(position);
            in.getBytes(buffer, (int) position & capacity - 1, run);
            position += run;
        }
        position = from;
        for (long seq = first; seq < next; seq++) {
            position = positionOf(seq, position);
            positions[index(seq)] = position;
            position += EventEnvelope.length(buffer, (int) position & capacity - 1);
        }
    }

    /** Bytes from {@code position} on that are both retained and contiguous. */
    private int run(final long position) {
        return (int) Math.min(tail - position, capacity - (position & capacity - 1));
    }

    /** Where {@code seq} begins: at {@code position}, or at the start of the next lap if zeroes were skipped there. */
    private long positionOf(final long seq, final long position) {
        final long skipped = EventEnvelope.eventSeq(buffer, (int) position & capacity - 1) == 0
            ? position + capacity - (position & capacity - 1) : position;
        if (EventEnvelope.eventSeq(buffer, (int) skipped & capacity - 1) != seq) {
            throw new IllegalStateException("snapshot holds no event " + seq + " at position " + skipped);
        }
        return skipped;
    }

    private int index(final long eventSeq) {
        return (int) eventSeq & positions.length - 1;
    }

    private void makeRoom(final int length) {
        final long keptFrom = tail + length - capacity;
        while (first < next && positions[index(first)] < keptFrom) {
            forgetFirst();
        }
    }

    /** An event that its own command pushes out is hashed before it goes: the hash covers every event, in order. */
    private void forgetFirst() {
        if (hashed < first) {
            hashNext();
        }
        first++;
    }

    private void hashNext() {
        hashed++;
        final int offset = offset(hashed);
        hash = hash(hash, buffer, offset, EventEnvelope.length(buffer, offset));
    }
}
