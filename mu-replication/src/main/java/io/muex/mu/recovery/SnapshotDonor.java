package io.muex.mu.recovery;

import io.muex.mu.SnapshotTooLargeException;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gives snapshots to peers that ask. Steps between two commands on the replication thread; the descriptor's sequence is
 * odd while the region is being written, so a reader that raced with a second donation notices.
 */
public final class SnapshotDonor {
    private final Fabric fabric;
    private final ReplicatedState state;
    private final long[] served;
    private final SnapshotWriter writer = new SnapshotWriter();
    private UnsafeBuffer staging;
    private long sequence;

    /** Gives what {@code state} holds. */
    public SnapshotDonor(final Fabric fabric, final ReplicatedState state) {
        this.fabric = fabric;
        this.state = state;
        this.served = new long[fabric.replicaCount() + 1];
    }

    /** Looks for requests and serves all of them by one snapshot. */
    public int doWork() {
        boolean wanted = false;
        for (int id = 1; id < served.length; id++) {
            final long request = fabric.own(ControlLayout.mail(id) + ControlLayout.MAIL_SNAPSHOT);
            if (request != served[id]) {
                served[id] = request;
                wanted |= request != 0;
            }
        }
        if (wanted) {
            donate();
        }
        return wanted ? 1 : 0;
    }

    private void donate() {
        fabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, ++sequence);
        final int length = take();
        if (length >= 0) {
            final int padded = length + 7 & -8;
            fabric.snapshots().write(0, staging, 0, padded);
            fabric.publish(ControlLayout.SNAPSHOT_CHECKSUM, SnapshotChecksum.of(staging, length));
        }
        fabric.publish(ControlLayout.SNAPSHOT_INDEX, state.applied());
        fabric.publish(ControlLayout.SNAPSHOT_LENGTH, length);
        fabric.publish(ControlLayout.SNAPSHOT_SEQUENCE, ++sequence);
    }

    /** The length, or -1 when the state does not fit the region: the newcomer sees that and says so. */
    private int take() {
        final int capacity = (int) Math.min(fabric.snapshots().capacity(), Integer.MAX_VALUE - 8);
        if (staging == null) {
            staging = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity));
        }
        writer.wrap(staging, 0, capacity);
        try {
            state.write(writer);
            return writer.length();
        } catch (final SnapshotTooLargeException tooLarge) {
            return -1;
        }
    }
}
