package io.muex.mu.fabric;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The reserved memory in which a donor leaves a snapshot and from which a newcomer reads it, one-sided. A multiple of
 * 8 bytes at a time.
 */
public interface SnapshotRegion {
    /** Bytes that a snapshot may have. */
    long capacity();

    /** Copies part of a snapshot into this replica's own region. Replication plane of the donor. */
    void write(long position, DirectBuffer source, int offset, int length);

    /** Copies part of a donor's snapshot out. Replication plane of the newcomer. */
    void read(int donor, int incarnation, long position, MutableDirectBuffer target, int offset, int length);
}
