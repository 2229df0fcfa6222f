package io.muex.mu.fabric;

import io.muex.mu.log.Entry;

/**
 * Everything one replica can do with memory: its own control words and log, and one-sided access to its peers. The
 * protocol sees replicas, indices, ballots and grants here, never an address. Methods say which plane calls them.
 */
public interface Fabric {
    /** What {@link #word} answers for memory that does not exist or cannot be reached yet. */
    long UNKNOWN = Long.MIN_VALUE;
    /** {@link #inherited}: nothing was accepted at this index. */
    int EMPTY = SlotReader.EMPTY;
    /** {@link #inherited}: the entry was copied and is whole. */
    int WHOLE = SlotReader.WHOLE;
    /** {@link #inherited}: there is an entry and it cannot be read; the grant must not be counted. */
    int DAMAGED = SlotReader.DAMAGED;

    /** Id of this replica. */
    int selfId();

    /** Incarnation of this replica. */
    int selfIncarnation();

    /** Replicas in the cluster; ids are 1 to this. */
    int replicaCount();

    /** Slots of every ring. */
    int slots();

    /** Bytes of every slot. */
    int slotLength();

    /** Slots that a holder leaves unwritten before a target's oldest unapplied one, so that history stays intact. */
    int reserve();

    /** Newest announced incarnation of a replica; 0 if there is none. Both planes. */
    int incarnation(int id);

    /** Starts to refresh what {@link #word} answers for a peer. Background plane, once per read interval. */
    void pull(int id);

    /**
     * A control word of a peer (an offset of {@code ControlLayout}), as fresh as the last pull at least. Both planes.
     */
    long word(int id, int incarnation, int offset);

    /** Writes one of this replica's own mail words at a peer. Level-triggered: repeat until answered. Both planes. */
    void mail(int id, int incarnation, int offset, long value);

    /** A word of this replica's own control region. Both planes. */
    long own(int offset);

    /** Publishes a word of this replica's own control region. The plane that owns the word. */
    void publish(int offset, long value);

    /** The target's half of the permission gate of this replica. Background plane. */
    PermissionGate gate();

    /**
     * Reads a target's answer to a request.
     *
     * @return the grant, or null while the target has not granted this very ballot or has granted to another since
     */
    Grant grant(int id, int incarnation, long ballot);

    /** Whether a grant still stands, asked after a full fence; DEAD is not looked at. Replication plane. */
    boolean stands(Grant grant);

    /**
     * Copies an entry of the inheritance that came with a grant. The copy counts only if {@link #stands} holds after
     * it. Replication plane.
     *
     * @return {@link #EMPTY}, {@link #WHOLE} or {@link #DAMAGED}
     */
    int inherited(Grant grant, long index, Entry into);

    /** Opens the channel of a grant, or answers null while the target's ring cannot be reached yet. */
    LogChannel open(Grant grant);

    /** Makes what was posted on all channels known to be ordered before the next polls: one fence per batch. */
    void flush();

    /** This replica's own log for replay. Replication plane. */
    LocalLog localLog();

    /** Snapshot memory of this replica and its peers. */
    SnapshotRegion snapshots();

    /** Marks an incarnation of a peer as dead: nothing written to it counts any more. Both planes. */
    void markDead(int id, int incarnation);
}
