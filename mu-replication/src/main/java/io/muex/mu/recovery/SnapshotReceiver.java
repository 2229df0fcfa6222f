package io.muex.mu.recovery;

import io.muex.mu.SnapshotReader;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Fetches a snapshot from a peer: ask, wait until the donor's descriptor is newer than the question, copy, verify that
 * it did not change meanwhile, load. Steps on the replication thread of the newcomer.
 */
public final class SnapshotReceiver {
    /** What a step led to. */
    public enum Outcome {
        /** Nothing is being fetched. */
        IDLE,
        /** The donor has not answered yet. */
        WAITING,
        /** The state was replaced; the applied index has moved. */
        LOADED,
        /** The donor has nothing newer than this replica. */
        NOTHING_NEWER,
        /** The donor's state does not fit its snapshot region. */
        TOO_LARGE
    }

    private static final int INCARNATION_SHIFT = 32;
    private final Fabric fabric;
    private final ReplicatedState state;
    private long requests;
    private int donor;
    private int donorIncarnation;
    private long sequenceAtRequest;
    private long askedAtNs;

    /** Loads into {@code state}. */
    public SnapshotReceiver(final Fabric fabric, final ReplicatedState state) {
        this.fabric = fabric;
        this.state = state;
        // A donor answers what differs from the latest question of this id, which an earlier incarnation may have
        // asked.
        this.requests = (long) fabric.selfIncarnation() << INCARNATION_SHIFT;
    }

    /** Asks a peer for a snapshot; forgets any earlier question. */
    public void ask(final int id, final long nowNs) {
        donor = id;
        donorIncarnation = fabric.incarnation(id);
        askedAtNs = nowNs;
        sequenceAtRequest = fabric.word(id, donorIncarnation, ControlLayout.SNAPSHOT_SEQUENCE);
        fabric.mail(id, donorIncarnation, ControlLayout.MAIL_SNAPSHOT, ++requests);
    }

    /** Whether a question is open. */
    public boolean isAsking() {
        return donor != 0;
    }

    /** When the open question was asked. */
    public long askedAtNs() {
        return askedAtNs;
    }

    /** Forgets the open question. */
    public void giveUp() {
        donor = 0;
    }

    /** Looks for the answer. */
    public Outcome doWork() {
        if (donor == 0) {
            return Outcome.IDLE;
        }
        final long sequence = fabric.word(donor, donorIncarnation, ControlLayout.SNAPSHOT_SEQUENCE);
        // A donation that had begun before the question (odd then) may have been taken before it.
        if (sequence == Fabric.UNKNOWN || (sequence & 1) != 0 || sequence <= sequenceAtRequest + 1) {
            return Outcome.WAITING;
        }
        final long index = fabric.word(donor, donorIncarnation, ControlLayout.SNAPSHOT_INDEX);
        final long length = fabric.word(donor, donorIncarnation, ControlLayout.SNAPSHOT_LENGTH);
        final long checksum = fabric.word(donor, donorIncarnation, ControlLayout.SNAPSHOT_CHECKSUM);
        if (length < 0) {
            donor = 0;
            return Outcome.TOO_LARGE;
        }
        if (index <= state.applied()) {
            donor = 0;
            return Outcome.NOTHING_NEWER;
        }
        return fetch(sequence, index, (int) length, checksum);
    }

    private Outcome fetch(final long sequence, final long index, final int length, final long checksum) {
        final int padded = length + 7 & -8;
        final UnsafeBuffer staging = new UnsafeBuffer(ByteBuffer.allocateDirect(padded));
        fabric.snapshots().read(donor, donorIncarnation, 0, staging, 0, padded);
        fabric.flush();
        final boolean unchanged = fabric.word(donor, donorIncarnation, ControlLayout.SNAPSHOT_SEQUENCE) == sequence;
        if (!unchanged || SnapshotChecksum.of(staging, length) != checksum) {
            ask(donor, askedAtNs);
            return Outcome.WAITING;
        }
        donor = 0;
        state.load(new SnapshotReader().wrap(staging, 0, length), index);
        return Outcome.LOADED;
    }
}
