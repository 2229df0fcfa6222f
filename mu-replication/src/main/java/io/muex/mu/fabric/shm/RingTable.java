package io.muex.mu.fabric.shm;

import java.util.concurrent.atomic.AtomicLongArray;

import io.muex.mu.fabric.Regions;

/**
 * Which rings of one incarnation are mapped here, by epoch. One thread (housekeeping) adds and removes, any thread
 * looks up without waiting. Epochs are never added twice, so an epoch that is still there after its address was read
 * says that the address belongs to it.
 */
final class RingTable {
    /** Most epochs between the oldest and the newest ring that are mapped at one time. */
    static final int CAPACITY = 64;

    private static final int MASK = CAPACITY - 1;

    /** For each place: epoch (0: empty), address. */
    private final AtomicLongArray published = new AtomicLongArray(2 * CAPACITY);
    private final MappedFile[] files = new MappedFile[CAPACITY];
    private long oldest = 1;
    private long end = 1;

    /** Address of the ring of {@code epoch}, or {@link Regions#ABSENT}. Any thread. */
    long address(final long epoch) {
        final int place = place(epoch);
        if (epoch < 1 || published.getAcquire(place) != epoch) {
            return Regions.ABSENT;
        }
        final long address = published.getAcquire(place + 1);
        return published.getAcquire(place) == epoch ? address : Regions.ABSENT;
    }

    /** One past the newest epoch that was ever added. Housekeeping only, as all below. */
    long end() {
        return end;
    }

    /** Smallest epoch that has not been removed. */
    long oldest() {
        return oldest;
    }

    /** Whether another epoch can be added at the end. */
    boolean hasRoom() {
        return end - oldest < CAPACITY;
    }

    /** Begins at a later epoch: a peer's rings before this one are of no interest. Only while the table is empty. */
    void startAt(final long epoch) {
        oldest = epoch;
        end = epoch;
    }

    boolean isEmpty() {
        return oldest == end;
    }

    /** Publishes the ring of epoch {@link #end()}. */
    void add(final MappedFile ring) {
        final int place = place(end);
        files[place >> 1] = ring;
        published.set(place, 0);
        published.setRelease(place + 1, ring.address());
        published.setRelease(place, end);
        end++;
    }

    /** Takes the oldest ring out; its address may still be in use by whoever looked it up before. */
    MappedFile removeOldest() {
        final int place = place(oldest);
        final MappedFile ring = files[place >> 1];
        files[place >> 1] = null;
        published.set(place, 0);
        oldest++;
        return ring;
    }

    private static int place(final long epoch) {
        return ((int) epoch & MASK) << 1;
    }
}
