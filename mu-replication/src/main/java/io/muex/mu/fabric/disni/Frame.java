package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.shm.ClusterGeometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Talk between replicas outside of RDMA, over TCP: questions and answers of one size. It carries addresses, keys and
 * who is who; nothing that the protocol replicates.
 */
final class Frame {
    /** Bytes of each. */
    static final int BYTES = 256;
    /** "Here is replica i of cluster c": answered with {@link #WELCOME}, {@link #LATER} or {@link #REFUSED}. */
    static final int HELLO = 1;
    /** "I am about to connect a queue pair of this plane": answered with {@link #WELCOME}. */
    static final int DIAL = 2;
    /** "Your incarnation is over": answered with {@link #WELCOME} when nothing lands in its log any more. */
    static final int END = 3;
    /** The question was granted; what it asked for follows. */
    static final int WELCOME = 11;
    /** Ask again: this replica has not announced itself. */
    static final int LATER = 12;
    /** Never: the newest incarnation known, and another cluster or other sizes if that is 0. */
    static final int REFUSED = 13;

    private static final long MAGIC = 0x01_61_6d_64_72_75_6dL;

    private Frame() {
    }

    static ByteBuffer of(final int kind) {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(kind);
    }

    static ByteBuffer hello(final int id, final int incarnation, final ClusterGeometry geometry) {
        return putCluster(of(HELLO).putInt(id).putInt(incarnation), geometry);
    }

    private static ByteBuffer putCluster(final ByteBuffer frame, final ClusterGeometry geometry) {
        return frame.putLong(MAGIC).putLong(geometry.clusterId()).putInt(geometry.replicaCount())
            .putInt(geometry.slots()).putInt(geometry.slotLengthBytes()).putInt(geometry.retained())
            .putLong(geometry.snapshotCapacityBytes());
    }

    /** Whether what follows in a frame is this very cluster with these very sizes. */
    static boolean isSameCluster(final ByteBuffer frame, final ClusterGeometry geometry) {
        return frame.getLong() == MAGIC && frame.getLong() == geometry.clusterId()
            && frame.getInt() == geometry.replicaCount() && frame.getInt() == geometry.slots()
            && frame.getInt() == geometry.slotLengthBytes() && frame.getInt() == geometry.retained()
            && frame.getLong() == geometry.snapshotCapacityBytes();
    }
}
