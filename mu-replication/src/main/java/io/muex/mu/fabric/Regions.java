package io.muex.mu.fabric;

/**
 * Where the regions of all replicas lie in {@link Memory}, as one replica sees them. Files, mappings, pre-faulting and
 * retirement happen behind this interface, off both planes. All methods are wait-free, callable from both planes, and
 * answer {@link #ABSENT} for what does not exist or is not mapped yet; a caller then tries again in a later duty cycle.
 */
public interface Regions {
    /** No such region here yet. */
    long ABSENT = 0;

    /** Id of the replica that looks. */
    int selfId();

    /** Incarnation of the replica that looks. */
    int selfIncarnation();

    /** Number of replicas in the cluster; ids are 1 to this. */
    int replicaCount();

    /** Slots in every ring, a power of two. */
    int slots();

    /** Bytes of every slot, a multiple of 64. */
    int slotLength();

    /** Applied entries that an inheritance carries at most. */
    int retained();

    /** Newest incarnation of {@code id} that announced itself, 0 if none did. */
    int incarnation(int id);

    /** Address of the control region ({@code ControlLayout}) of an incarnation. */
    long control(int id, int incarnation);

    /**
     * Address of the ring for grant number {@code epoch} of an incarnation, pre-faulted and all zero before its grant.
     */
    long ring(int id, int incarnation, long epoch);

    /** Address of inheritance area {@code area} of an incarnation. */
    long inheritance(int id, int incarnation, int area);

    /** Address of the snapshot region of an incarnation. */
    long snapshot(int id, int incarnation);

    /** Bytes of every snapshot region. */
    long snapshotCapacity();

    /**
     * The rings of this replica with an epoch below {@code epoch} are needed neither by replay nor by inheriting any
     * more. Called by the replication thread when replay has moved on.
     */
    void retireBelow(long epoch);

    /**
     * Grant {@code epoch} is over (0: there was none): where a network card enforces permission, it lets nobody write
     * that ring any more once this returns. Called by the background thread before it scans the ring.
     */
    default void seal(final long epoch) {
        // software enforces: the permission word is enough
    }

    /** Ring {@code epoch} is about to be granted: where a network card enforces permission, it lets the holder in. */
    default void open(final long epoch, final int holder) {
        // as above
    }

    /** Marks an incarnation DEAD: its memory may still accept stores, but none of them counts any more. */
    void markDead(int id, int incarnation);
}
