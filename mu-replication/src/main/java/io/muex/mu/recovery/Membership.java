package io.muex.mu.recovery;

import io.muex.mu.ClusterSize;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.util.Arrays;

/**
 * Which incarnation of every replica is admitted, as the log decided. The set of ids never changes here; an id counts
 * in a majority only in its admitted incarnation. Part of the replicated state.
 */
public final class Membership {
    private final int[] admitted;
    private final long[] admittedAt;

    /**
     * A new cluster of {@code replicas}: incarnation 1 of every id is admitted, by the creation of the cluster.
     *
     * @throws IllegalArgumentException for a size that {@link ClusterSize} refuses, an even one for instance
     */
    public Membership(final int replicas) {
        final String problem = ClusterSize.problem(replicas);
        if (problem != null) {
            throw new IllegalArgumentException("the number of replicas " + problem);
        }
        admitted = new int[replicas + 1];
        admittedAt = new long[replicas + 1];
        Arrays.fill(admitted, 1);
    }

    /** How many ids there are. */
    public int replicas() {
        return admitted.length - 1;
    }

    /** How many make a majority of all ids, alive or not. */
    public int majority() {
        return replicas() / 2 + 1;
    }

    /** The admitted incarnation of an id. */
    public int incarnation(final int id) {
        return admitted[id];
    }

    /** Index of the ADMIT entry that admitted it; 0 for the incarnations that the cluster was created with. */
    public long admittedAt(final int id) {
        return admittedAt[id];
    }

    /**
     * Applies ADMIT(id, incarnation) found at {@code index}. An older incarnation never replaces a newer one.
     *
     * @return whether it was admitted by this
     */
    public boolean admit(final int id, final int incarnation, final long index) {
        final boolean isNew = id >= 1 && id < admitted.length && incarnation > admitted[id];
        if (isNew) {
            admitted[id] = incarnation;
            admittedAt[id] = index;
        }
        return isNew;
    }

    void write(final SnapshotWriter out) {
        for (int id = 1; id < admitted.length; id++) {
            out.putInt(admitted[id]);
            out.putInt(0);
            out.putLong(admittedAt[id]);
        }
    }

    void load(final SnapshotReader in) {
        for (int id = 1; id < admitted.length; id++) {
            admitted[id] = in.getInt();
            in.getInt();
            admittedAt[id] = in.getLong();
        }
    }
}
