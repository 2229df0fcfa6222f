package io.muex.mu.fabric;

import io.muex.mu.log.Entry;

/**
 * One-sided writes of a holder into one target's log under one grant. Used by the holder's replication thread only.
 * Indices are written in order without gaps from {@link #startAt} on; completions arrive in the same order. A channel
 * that failed stays failed: what was posted but not completed has an unknown outcome, and a new grant is needed.
 */
public interface LogChannel {
    /** The grant under which this channel writes. */
    Grant grant();

    /**
     * Says where writing begins: everything below is already chosen and applied by, or of no concern to, the target.
     * Call once before the first {@link #post}, and again only when the target's applied index has overtaken
     * {@link #postedEnd} by a snapshot.
     */
    void startAt(long index);

    /**
     * Posts the entry at index {@link #postedEnd}. Nothing is known of its fate until {@link Fabric#flush} and
     * {@link #poll} say so.
     *
     * @param entry       put together for that index; its bytes may be reused when this method returns
     * @param commitIndex first undecided offset as the holder knows it; the copy carries at most its own index
     */
    void post(Entry entry, long commitIndex);

    /** Tells the target the commit index outside of any entry: for a log that is idle or blocked. */
    void postCommit(long commitIndex);

    /**
     * Collects completions. Call after {@link Fabric#flush}.
     *
     * @return false once the channel has failed
     */
    boolean poll();

    /** Index after the last one posted. */
    long postedEnd();

    /** Every posted index below this one completed with success under the grant. */
    long completedEnd();

    /** Whether the permission was lost or the target died. */
    boolean hasFailed();

    /** The target's applied index as last read: never larger than the truth. */
    long applied();
}
